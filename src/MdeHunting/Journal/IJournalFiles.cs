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

    /// <summary>
    /// The full paths of what is in a folder and below it and leads elsewhere: symbolic links and other reparse points, which are not followed.
    /// </summary>
    IEnumerable<string> Links(string folder);

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
