using System.Security.Cryptography;
using MdeHunting.Text;

namespace MdeHunting.Journal;

/// <summary>Writes a file under a temporary name and computes its hash meanwhile. What is not sealed is deleted when it is disposed.</summary>
internal sealed class PartWriter : IDisposable
{
    private readonly JournalFolder _folder;
    private readonly IJournalFiles _files;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Stream? _stream;

    /// <param name="folder">The journal.</param>
    /// <param name="files">The files.</param>
    /// <param name="path">The temporary name.</param>
    /// <param name="file">The name that the file gets, from the journal's folder on.</param>
    public PartWriter(JournalFolder folder, IJournalFiles files, string path, string file)
    {
        _folder = folder;
        _files = files;
        Path = path;
        File = file;
        _stream = files.Create(path);
    }

    /// <summary>The temporary name.</summary>
    public string Path { get; }

    /// <summary>The name that the file gets, from the journal's folder on.</summary>
    public string File { get; }

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="OutputException">They cannot be written.</exception>
    public void Write(byte[] bytes, int count)
    {
        _folder.Write(File, () => _stream!.Write(bytes, 0, count));
        _hash.AppendData(bytes, 0, count);
        Length += count;
    }

    /// <summary>Ends the file; it is on the disk then.</summary>
    /// <returns>Its SHA-256.</returns>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public string Seal()
    {
        _folder.Write(
            File,
            () =>
            {
                _files.Flush(_stream!);
                _stream!.Dispose();
                _stream = null;
            }
        );
        return Sha256Text.Digits(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        if (_stream is null)
        {
            return;
        }

        try
        {
            _stream.Dispose();
            _stream = null;
            _files.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays under its temporary name, which says what it is.
        }
    }
}
