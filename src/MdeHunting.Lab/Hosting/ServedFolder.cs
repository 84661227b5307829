namespace MdeHunting.Lab.Hosting;

/// <summary>Files that are there exactly as long as the lab answers, for their owner alone. No file that was there before is touched.</summary>
internal sealed class ServedFolder : IDisposable
{
    private readonly bool _isOwn;
    private readonly List<string> _written = [];

    public ServedFolder(string path)
    {
        FullPath = Path.GetFullPath(path);
        _isOwn = !System.IO.Directory.Exists(FullPath);
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(FullPath);
        }
        else
        {
            System.IO.Directory.CreateDirectory(FullPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string FullPath { get; }

    /// <exception cref="IOException">The file cannot be written, or one of that name is there.</exception>
    public async Task WriteAsync(string file, ReadOnlyMemory<byte> content, CancellationToken token)
    {
        await PrivateFile.WriteAsync(file, content, overwrite: false, token);
        _written.Add(file);
    }

    /// <summary>The path of a file of that name.</summary>
    public string In(string name) => Path.Combine(FullPath, name);

    public void Dispose()
    {
        foreach (var file in _written)
        {
            File.Delete(file);
        }

        if (_isOwn && !System.IO.Directory.EnumerateFileSystemEntries(FullPath).Any())
        {
            System.IO.Directory.Delete(FullPath);
        }
    }
}
