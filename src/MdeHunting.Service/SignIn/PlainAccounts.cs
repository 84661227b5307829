namespace MdeHunting.Service.SignIn;

/// <summary>
/// Accounts in a plain file of the user's own. What is new is written beside it and takes its name once it is on the disk, so that whoever is ended in the
/// middle, and a disk that is full, leave what was there.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class PlainAccounts(string path) : IAccountStore
{
    /// <summary>How the names of such files end; what is beside them has more behind it.</summary>
    public const string Suffix = ".plain.cache";

    private readonly string _new = $"{path}.new";

    /// <inheritdoc/>
    public string Place => path;

    /// <summary>Tries whether it can be written.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public void Verify()
    {
        AccountFile.RequireNoFolder(path);
        WriteNew("{}"u8.ToArray());
        File.Delete(_new);
    }

    /// <inheritdoc/>
    public byte[] Read()
    {
        AccountFile.Require(path);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return [];
        }

        // A pipe has no length either, and is not to be opened.
        return file.Length > 0 ? File.ReadAllBytes(path) : throw new InvalidDataException("it's empty");
    }

    /// <inheritdoc/>
    public void Write(byte[] content)
    {
        WriteNew(content);
#if NET
        File.Move(_new, path, overwrite: true);
#else
        if (File.Exists(path))
        {
            File.Replace(_new, path, null);
        }
        else
        {
            File.Move(_new, path);
        }
#endif
    }

    /// <inheritdoc/>
    public string? SetAside() => AccountFile.SetAside(path);

    private void WriteNew(byte[] content)
    {
        // One that somebody was ended over may have any mode.
        File.Delete(_new);
        try
        {
            using var file = Create();
            file.Write(content, 0, content.Length);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            TryDeleteNew();
            throw;
        }
    }

    private FileStream Create()
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return new FileStream(
                _new,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            );
        }
#endif
        return new FileStream(_new, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    private void TryDeleteNew()
    {
        try
        {
            File.Delete(_new);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left of it does no harm.
        }
    }
}
