namespace MdeHunting.Running;

/// <summary>Names the query files of one pipeline: by the file's name, and where another file has that, by as many of its folders as tell them apart.</summary>
internal sealed class FileNames
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    /// <summary>The name of a file.</summary>
    /// <param name="path">Its full path.</param>
    public string Of(string path)
    {
        var parts = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        for (var count = 1; count < parts.Length; count++)
        {
            var name = string.Join("/", parts.Skip(parts.Length - count));
            if (IsFor(name, path))
            {
                return name;
            }
        }

        return path;
    }

    private bool IsFor(string name, string path)
    {
        if (!_paths.TryGetValue(name, out var known))
        {
            _paths.Add(name, path);
            return true;
        }

        return known == path;
    }
}
