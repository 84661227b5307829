namespace MdeHunting.Journal;

/// <summary>The files of a journal's folder. What cannot be done is an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>.</summary>
internal interface IJournalFiles
{
    /// <summary>Whether a folder is there.</summary>
    bool FolderExists(string path);

    /// <summary>Whether a file is there.</summary>
    bool FileExists(string path);

    /// <summary>The full paths of the folders in a folder.</summary>
    IEnumerable<string> Folders(string path);

    /// <summary>The full paths of all files in a folder and below it.</summary>
    IEnumerable<string> AllFiles(string folder);

    /// <summary>What there is of a name, as it is: a link is not followed.</summary>
    EntryKind KindOf(string path);

    /// <summary>What is in a folder, in one pass: files, and what only looks like one. Links are not followed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isDeep">Whether what is below its folders is found as well.</param>
    IEnumerable<FolderEntry> Entries(string folder, bool isDeep);

    /// <summary>Whether a folder has nothing in it.</summary>
    bool IsEmpty(string folder);

    /// <summary>Makes a folder, and those that it lies in.</summary>
    void CreateFolder(string path);

    /// <summary>Opens a file to be read, which others may write meanwhile.</summary>
    Stream Open(string path);

    /// <summary>Opens a file to be written from its beginning; what it had is gone.</summary>
    Stream Create(string path);

    /// <summary>Opens a file to be written behind its first bytes, and cuts it there; makes it where it is not there.</summary>
    Stream Append(string path, long length);

    /// <summary>Ends when what was written is on the disk, and survives a failure of power.</summary>
    void Flush(Stream stream);

    /// <summary>Gives a file another name, which no file may have.</summary>
    void Move(string path, string newPath);

    /// <summary>Gives a file the name of another one, which it takes the place of, or which is not there.</summary>
    void Replace(string path, string newPath);

    /// <summary>Deletes a file; does nothing where there is none.</summary>
    void Delete(string path);

    /// <summary>Takes a file for itself until it is disposed or the process ends, however that ends. Null where another has it.</summary>
    IDisposable? TryLock(string path);
}

/// <summary>Something that is in a folder, and is no folder.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct FolderEntry(string Path, EntryKind Kind);

/// <summary>What there is of a name.</summary>
internal enum EntryKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link or another reparse point, which leads elsewhere.</summary>
    Link,

    /// <summary>A named pipe, a socket, or a device: reading it may never end.</summary>
    Special,
}
