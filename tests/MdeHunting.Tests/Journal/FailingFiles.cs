using MdeHunting.Journal;

namespace MdeHunting.Tests.Journal;

/// <summary>
/// The file system, until an operation of a given number: from then on the process is as good as killed, or the disk is full. What was being written then is
/// there in part.
/// </summary>
internal sealed class FailingFiles(int failsAt, bool isKill, int part = 0, int worksFrom = int.MaxValue) : IJournalFiles, IDisposable
{
    private readonly JournalFiles _files = new();
    private readonly List<IDisposable> _open = [];
    private int _count;

    /// <summary>How many operations there were.</summary>
    public int Count => _count;

    /// <summary>Whether it failed.</summary>
    public bool HasFailed => _count >= failsAt && _count < worksFrom;

    public bool FolderExists(string path) => _files.FolderExists(path);

    public bool FileExists(string path) => _files.FileExists(path);

    public IEnumerable<string> Folders(string path) => _files.Folders(path);

    public IEnumerable<string> AllFiles(string folder) => _files.AllFiles(folder);

    public EntryKind KindOf(string path) => _files.KindOf(path);

    public IEnumerable<FolderEntry> Entries(string folder, bool isDeep) => _files.Entries(folder, isDeep);

    public bool IsEmpty(string folder) => _files.IsEmpty(folder);

    public Stream Open(string path) => Kept(_files.Open(path));

    public void CreateFolder(string path)
    {
        Fail();
        _files.CreateFolder(path);
    }

    public Stream Create(string path)
    {
        Fail();
        return new FailingStream(this, Kept(_files.Create(path)));
    }

    public Stream Append(string path, long length)
    {
        Fail();
        return new FailingStream(this, Kept(_files.Append(path, length)));
    }

    public void Flush(Stream stream)
    {
        // Not to the disk: what ends here is no machine.
        Fail();
        ((FailingStream)stream).Inner.Flush();
    }

    public void Move(string path, string newPath)
    {
        Fail();
        _files.Move(path, newPath);
    }

    public void Replace(string path, string newPath)
    {
        Fail();
        _files.Replace(path, newPath);
    }

    public void Delete(string path)
    {
        // A full disk can be made room on.
        if (isKill)
        {
            Fail();
        }

        _files.Delete(path);
    }

    public IDisposable? TryLock(string path)
    {
        Fail();
        return _files.TryLock(path) is { } held ? Kept(held) : null;
    }

    /// <summary>What the system does as a process ends: it closes its files.</summary>
    public void Dispose()
    {
        foreach (var open in _open)
        {
            open.Dispose();
        }
    }

    private T Kept<T>(T open)
        where T : IDisposable
    {
        _open.Add(open);
        return open;
    }

    private void Fail()
    {
        if (++_count >= failsAt && _count < worksFrom)
        {
            throw isKill ? new KilledException() : new IOException("No space left on device");
        }
    }

    private sealed class FailingStream(FailingFiles files, Stream inner) : Stream
    {
        public Stream Inner => inner;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            var before = files.HasFailed;
            try
            {
                files.Fail();
            }
            catch
            {
                if (!before)
                {
                    files.WriteSome(inner, buffer, offset, count);
                }

                throw;
            }

            inner.Write(buffer, offset, count);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }

    private void WriteSome(Stream stream, byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count * part / 100);
}

/// <summary>The process is no more.</summary>
internal sealed class KilledException : Exception;
