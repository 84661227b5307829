using MdeHunting.Contract;

namespace MdeHunting.Journal;

/// <summary>The files of the file system.</summary>
internal sealed class JournalFiles : IJournalFiles
{
    // What is written is collected by whoever writes; a stream's own buffer would be written when it is disposed, also after a failure.
    private const int Unbuffered = 1;
    private const int ReadBuffer = 64 * 1024;

    /// <inheritdoc/>
    public bool FolderExists(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public IEnumerable<string> Folders(string path) => Directory.EnumerateDirectories(path);

    /// <inheritdoc/>
    public IEnumerable<string> AllFiles(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);

    /// <inheritdoc/>
    public EntryKind KindOf(string path)
    {
        var file = new FileInfo(path);

        // What is not there has all attributes.
        return (int)file.Attributes == -1 ? EntryKind.None
            : file.Attributes.HasFlag(FileAttributes.ReparsePoint) ? EntryKind.Link
            : file.Attributes.HasFlag(FileAttributes.Directory) ? EntryKind.Folder
            : KindOf(file);
    }

    /// <inheritdoc/>
    public IEnumerable<FolderEntry> Entries(string folder, bool isDeep)
    {
        var left = new Stack<string>([folder]);
        while (left.Count > 0)
        {
            foreach (var entry in new DirectoryInfo(left.Pop()).EnumerateFileSystemInfos())
            {
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    yield return new FolderEntry(entry.FullName, EntryKind.Link);
                }
                else if (entry is FileInfo file)
                {
                    yield return new FolderEntry(entry.FullName, KindOf(file));
                }
                else if (isDeep)
                {
                    left.Push(entry.FullName);
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool IsEmpty(string folder) => !Directory.EnumerateFileSystemEntries(folder).Any();

    /// <inheritdoc/>
    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    /// <inheritdoc/>
    public Stream Open(string path)
    {
        ThrowIfSpecial(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, ReadBuffer);
    }

    /// <inheritdoc/>
    public Stream Create(string path)
    {
        ThrowIfSpecial(path);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, Unbuffered);
    }

    /// <inheritdoc/>
    public Stream Append(string path, long length)
    {
        ThrowIfSpecial(path);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, Unbuffered);
        try
        {
            if (stream.Length != length)
            {
                stream.SetLength(length);
            }

            stream.Position = length;
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Flush(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Move(string path, string newPath) => File.Move(path, newPath);

    /// <inheritdoc/>
    public void Replace(string path, string newPath)
    {
        if (File.Exists(newPath))
        {
            File.Replace(path, newPath, destinationBackupFileName: null);
        }
        else
        {
            File.Move(path, newPath);
        }
    }

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        ThrowIfSpecial(path);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, Unbuffered);
        }
        catch (IOException e) when (SharedFile.IsInUse(e))
        {
            return null;
        }
    }

    private static EntryKind KindOf(FileInfo file) => file.Length == 0 && SpecialFile.Is(file.FullName) ? EntryKind.Special : EntryKind.File;

    // To open a named pipe waits for who is at its other end, who may never come.
    private static void ThrowIfSpecial(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists && KindOf(file) == EntryKind.Special)
        {
            throw new IOException("It's a named pipe, a socket, or a device, and not a file.");
        }
    }
}
