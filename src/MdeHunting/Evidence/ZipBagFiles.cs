using System.IO.Compression;
using System.Text;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>
/// A bag in a zip archive, to be read: one folder, named as the archive is. Its path is the archive's, as if that was the folder. Nothing is extracted.
/// </summary>
internal sealed class ZipBagFiles : IJournalFiles, IDisposable
{
    // A bag of a hundred thousand requests has half of that.
    private const int MostEntries = 1_000_000;

    // What is read into memory: all but responses. A log of a hundred thousand requests has half of that.
    private const long LongestText = 512L * 1024 * 1024;

    private readonly object _gate = new();
    private readonly string _path;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, (ZipArchiveEntry Entry, uint Crc)> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    private ZipBagFiles(string path, ZipArchive archive)
    {
        (_path, _archive) = (path, archive);
    }

    /// <summary>Opens an archive.</summary>
    /// <exception cref="EvidenceException">It is none, cannot be read, or its entries are not those of one folder.</exception>
    public static ZipBagFiles Open(IJournalFiles files, string path)
    {
        ZipArchive? archive = null;
        Stream? stream = null;
        try
        {
            stream = files.Open(path);
            var parts = ZipLayout.Read(stream, MostEntries, what => NotValid(path, what));
            stream.Position = 0;
            archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
            var found = new ZipBagFiles(path, archive);
            found.ReadEntries(parts);
            return found;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException)
        {
            archive?.Dispose();
            stream?.Dispose();
            throw NotValid(path, $"can't be read as a zip archive: {e.Message.TrimEnd('.')}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw BagFolder.NotRead(path, e);
        }
        catch (EvidenceException)
        {
            archive?.Dispose();
            stream?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool FolderExists(string path) => path == _path || _folders.Contains(path);

    /// <inheritdoc/>
    public bool FileExists(string path) => _entries.ContainsKey(path);

    /// <inheritdoc/>
    public IEnumerable<string> Folders(string path) => [];

    /// <inheritdoc/>
    public IEnumerable<string> AllFiles(string folder) => _entries.Keys;

    /// <inheritdoc/>
    public EntryKind KindOf(string path) =>
        FileExists(path) ? EntryKind.File
        : FolderExists(path) ? EntryKind.Folder
        : EntryKind.None;

    /// <inheritdoc/>
    // An archive that has links isn't opened.
    public IEnumerable<FolderEntry> Entries(string folder, bool isDeep) => _entries.Keys.Select(file => new FolderEntry(file, EntryKind.File));

    /// <inheritdoc/>
    public bool IsEmpty(string folder) => _entries.Count == 0;

    /// <inheritdoc/>
    public Stream Open(string path)
    {
        if (!_entries.TryGetValue(path, out var found))
        {
            throw new FileNotFoundException($"'{path}' isn't in the archive.", path);
        }

        var entry = found.Entry;
        var isResponse = Path.GetFileName(path).StartsWith("response.", StringComparison.Ordinal);
        if (!isResponse && entry.Length > LongestText)
        {
            throw new IOException(FormattableString.Invariant($"It has {entry.Length:N0} bytes, more than any file of its kind."));
        }

        lock (_gate)
        {
            try
            {
                return new EntryStream(_gate, entry.Open(), entry.Length, found.Crc);
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
            {
                throw new DamagedArchiveException(e.Message, e);
            }
        }
    }

    /// <inheritdoc/>
    public void CreateFolder(string path) => throw ReadOnly();

    /// <inheritdoc/>
    public Stream Create(string path) => throw ReadOnly();

    /// <inheritdoc/>
    public Stream Append(string path, long length) => throw ReadOnly();

    /// <inheritdoc/>
    public void Flush(Stream stream) => throw ReadOnly();

    /// <inheritdoc/>
    public void Move(string path, string newPath) => throw ReadOnly();

    /// <inheritdoc/>
    public void Replace(string path, string newPath) => throw ReadOnly();

    /// <inheritdoc/>
    public void Delete(string path) => throw ReadOnly();

    /// <inheritdoc/>
    public IDisposable? TryLock(string path) => throw ReadOnly();

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private void ReadEntries(IReadOnlyList<ZipPart> parts)
    {
        if (_archive.Entries.Count != parts.Count)
        {
            throw NotValid(_path, "can't be read as a zip archive: its directory is damaged");
        }

        string? top = null;
        var alike = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < parts.Count; i++)
        {
            var (entry, part) = (_archive.Entries[i], parts[i]);
            var name = entry.FullName;
            if (name != part.Text)
            {
                throw NotValid(_path, $"has the entry '{part.Shown}', whose name isn't in UTF-8");
            }

            if (BagText.Climbs(name.TrimEnd('/')) || part.IsLink)
            {
                throw NotValid(_path, $"has the entry '{part.Shown}', which leads out of it");
            }

            if (part.IsSpecial)
            {
                throw NotValid(_path, $"has the entry '{part.Shown}', which is a named pipe, a socket, or a device, and not a file");
            }

            var at = name.IndexOf('/');
            if (at < 0 || (top is not null && name.Substring(0, at) != top))
            {
                throw NotValid(_path, $"has the entry '{part.Shown}' beside the folder of the bag");
            }

            top = name.Substring(0, at);
            for (var end = name.LastIndexOf('/'); end > at; end = name.LastIndexOf('/', end - 1))
            {
                _folders.Add(RecordedResponse.FullPath(_path, name.Substring(at + 1, end - at - 1)));
            }

            if (!alike.Add(name.Normalize(NormalizationForm.FormC).ToUpperInvariant()))
            {
                throw NotValid(_path, $"has the entry '{part.Shown}' and another one that is the same file on some systems");
            }

            if (!name.EndsWith("/", StringComparison.Ordinal))
            {
                _entries.Add(RecordedResponse.FullPath(_path, name.Substring(at + 1)), (entry, part.Crc));
            }
            else if (entry.Length > 0)
            {
                throw NotValid(_path, $"has the folder '{part.Shown}', which has content of its own");
            }
        }

        if (_entries.Keys.FirstOrDefault(_folders.Contains) is { } both)
        {
            throw NotValid(_path, $"has the entry '{TerminalSafeText.Line(Path.GetFileName(both))}', which is a file and a folder");
        }
    }

    private static NotSupportedException ReadOnly() => new("A bag in a zip archive is only read.");

    private static EvidenceException NotValid(string path, string what, Exception? cause = null) =>
        new(
            EvidenceFailure.EvidenceArchiveNotValid,
            $"The archive '{path}' {what}.",
            "Nothing of it was read. Compare it with another copy, or specify the folder of the bag.",
            cause
        )
        {
            Target = path,
        };

    // The entries of an archive share one stream; one that has more than it says is not read on.
    private sealed class EntryStream(object gate, Stream inner, long length, uint crc) : Stream
    {
        private readonly Crc32 _crc = new();
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            lock (gate)
            {
                try
                {
                    var read = inner.Read(buffer, offset, count);
                    _read += read;
                    _crc.Add(buffer, offset, read);
                    return _read > length ? throw new DamagedArchiveException("It has more bytes than the archive says.")
                        : read == 0 && count > 0 && _read < length ? throw new DamagedArchiveException("It has fewer bytes than the archive says.")
                        : _read == length && _crc.Value != crc ? throw new DamagedArchiveException("Its checksum isn't the one that the archive has.")
                        : read;
                }
                catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
                {
                    throw new DamagedArchiveException(e.Message, e);
                }
            }
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                lock (gate)
                {
                    inner.Dispose();
                }
            }

            base.Dispose(disposing);
        }
    }
}

/// <summary>What an archive has isn't what it says. Nobody can read it better.</summary>
internal sealed class DamagedArchiveException(string message, Exception? inner = null) : IOException(message, inner);
