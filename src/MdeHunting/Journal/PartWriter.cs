using System.Security.Cryptography;
using MdeHunting.Text;

namespace MdeHunting.Journal;

/// <summary>Writes a file under a temporary name and computes its hash meanwhile. What is not sealed is deleted when it is disposed.</summary>
internal sealed class PartWriter : IDisposable
{
    private readonly Action<string, Action> _guard;
    private readonly IJournalFiles _files;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Stream? _stream;

    /// <param name="guard">Carries out what writes a file, and says how it fails.</param>
    /// <param name="files">The files.</param>
    /// <param name="path">The temporary name.</param>
    /// <param name="file">The name that the file gets, from its folder on.</param>
    public PartWriter(Action<string, Action> guard, IJournalFiles files, string path, string file)
    {
        _guard = guard;
        _files = files;
        Path = path;
        File = file;
        _stream = files.Create(path);
    }

    /// <summary>The temporary name.</summary>
    public string Path { get; }

    /// <summary>The name that the file gets, from its folder on.</summary>
    public string File { get; }

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>Writes bytes from a place on.</summary>
    /// <exception cref="OutputException">They cannot be written.</exception>
    public void Write(byte[] bytes, int offset, int count)
    {
        _guard(File, () => _stream!.Write(bytes, offset, count));
        _hash.AppendData(bytes, offset, count);
        Length += count;
    }

    /// <summary>Ends the file; it is on the disk then.</summary>
    /// <returns>Its SHA-256.</returns>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public string Seal()
    {
        _guard(
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
