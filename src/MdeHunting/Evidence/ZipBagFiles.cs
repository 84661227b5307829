using System.IO.Compression;
using System.Text;
using MdeHunting.Journal;

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

    // The mode of Unix stands in the upper half (APPNOTE.TXT of PKWARE, section 4.4.15).
    private const int UnixType = 0xF000;
    private const int UnixLink = 0xA000;

    private readonly object _gate = new();
    private readonly string _path;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
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
            archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
            var found = new ZipBagFiles(path, archive);
            found.ReadEntries();
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
    // An archive that has one isn't opened.
    public IEnumerable<string> Links(string folder) => [];

    /// <inheritdoc/>
    public bool IsEmpty(string folder) => _entries.Count == 0;

    /// <inheritdoc/>
    public Stream Open(string path)
    {
        if (!_entries.TryGetValue(path, out var entry))
        {
            throw new FileNotFoundException($"'{path}' isn't in the archive.", path);
        }

        var isResponse = Path.GetFileName(path).StartsWith("response.", StringComparison.Ordinal);
        if (!isResponse && entry.Length > LongestText)
        {
            throw new IOException(FormattableString.Invariant($"It has {entry.Length:N0} bytes, more than any file of its kind."));
        }

        lock (_gate)
        {
            try
            {
                return new EntryStream(_gate, entry.Open(), entry.Length);
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

    private void ReadEntries()
    {
        if (_archive.Entries.Count > MostEntries)
        {
            throw NotValid(_path, FormattableString.Invariant($"has more than {MostEntries:N0} entries"));
        }

        string? top = null;
        var alike = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in _archive.Entries)
        {
            var name = entry.FullName;
            if (BagText.Climbs(name.TrimEnd('/')) || IsLink(entry))
            {
                throw NotValid(_path, $"has the entry '{Text.TerminalSafeText.Line(name)}', which leads out of it");
            }

            var at = name.IndexOf('/');
            if (at < 0 || (top is not null && name.Substring(0, at) != top))
            {
                throw NotValid(_path, $"has the entry '{Text.TerminalSafeText.Line(name)}' beside the folder of the bag");
            }

            top = name.Substring(0, at);
            for (var end = name.LastIndexOf('/'); end > at; end = name.LastIndexOf('/', end - 1))
            {
                _folders.Add(RecordedResponse.FullPath(_path, name.Substring(at + 1, end - at - 1)));
            }

            if (name.EndsWith("/", StringComparison.Ordinal))
            {
                continue;
            }

            if (!alike.Add(name.Normalize(NormalizationForm.FormC).ToUpperInvariant()))
            {
                throw NotValid(_path, $"has the entry '{Text.TerminalSafeText.Line(name)}' and another one that is the same file on some systems");
            }

            _entries.Add(RecordedResponse.FullPath(_path, name.Substring(at + 1)), entry);
        }
    }

    // .NET Standard 2.0 doesn't have the property, every .NET of PowerShell 7 has it.
    private static bool IsLink(ZipArchiveEntry entry) =>
        typeof(ZipArchiveEntry).GetProperty("ExternalAttributes")?.GetValue(entry) is int attributes && ((attributes >> 16) & UnixType) == UnixLink;

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
    private sealed class EntryStream(object gate, Stream inner, long length) : Stream
    {
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
                    return _read > length ? throw new DamagedArchiveException("It has more bytes than the archive says.")
                        : read == 0 && count > 0 && _read < length ? throw new DamagedArchiveException("It has fewer bytes than the archive says.")
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
