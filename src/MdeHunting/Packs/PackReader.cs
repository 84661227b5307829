using System.IO.Compression;
using MdeHunting.Contract;
using MdeHunting.Journal;

namespace MdeHunting.Packs;

/// <summary>Reads the queries of files, folders and archives, each file by itself: what one of them is does not hold up the others.</summary>
/// <param name="format">The format of the files; Auto where each says itself.</param>
internal sealed class PackReader(MdePackFormat format)
{
    private const long MostBytesOfArchive = 512L * 1024 * 1024;
    private const int MostEntries = 50_000;
    private const int MostDepth = 32;

    private static readonly Dictionary<string, PackSyntax> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".yaml"] = PackSyntax.Yaml,
        [".yml"] = PackSyntax.Yaml,
        [".md"] = PackSyntax.Markdown,
        [".markdown"] = PackSyntax.Markdown,
        [".json"] = PackSyntax.Json,
        [".kql"] = PackSyntax.Text,
        [".csl"] = PackSyntax.Text,
        [".kusto"] = PackSyntax.Text,
        [".txt"] = PackSyntax.Text,
        [string.Empty] = PackSyntax.Text,
    };

    private readonly List<string> _passedBy = [];
    private readonly SortedDictionary<string, int> _others = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands in a folder that is of other kinds, such as "12 of .png"; null where there is nothing.</summary>
    public string? Others =>
        _others.Count == 0 ? null : string.Join(", ", _others.Select(kind => FormattableString.Invariant($"{kind.Value:N0} of {kind.Key}")));

    /// <summary>The folders that are not read: links, which may lead back up, and hidden ones, but for Git's own.</summary>
    public IReadOnlyList<string> PassedBy => _passedBy;

    /// <summary>Reads a file, an archive, or a folder with all that is below it.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="token">Ends the reading.</param>
    public IEnumerable<PackReading> Read(string path, CancellationToken token)
    {
        if (Directory.Exists(path))
        {
            return ReadFolder(path, 0, token);
        }

        return File.Exists(path)
            ? IsArchive(path)
                ? ReadArchive(path, token)
                : [OfFile(path, SyntaxOf(path) ?? PackSyntax.Text, token)]
            : [PackFile.Failed(path, PackFailure.PackNotFound, $"There is no file or folder '{path}'.", "Check the path.", null)];
    }

    private IEnumerable<PackReading> ReadFolder(string folder, int depth, CancellationToken token)
    {
        string[] files = [];
        string[] folders = [];
        PackReading? failed = null;
        try
        {
            files = [.. Directory.GetFiles(folder).OrderBy(name => name, StringComparer.Ordinal)];
            folders = [.. Directory.GetDirectories(folder).OrderBy(name => name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failed = PackFile.Failed(folder, PackFailure.PackUnreadable, $"'{folder}' can't be read: {e.Message}", "Specify a folder that you can read.", e);
        }

        if (failed is not null)
        {
            yield return failed;
        }

        foreach (var file in files)
        {
            token.ThrowIfCancellationRequested();
            if (IsArchive(file))
            {
                foreach (var reading in ReadArchive(file, token))
                {
                    yield return reading;
                }
            }
            else if (SyntaxOf(file) is { } syntax)
            {
                yield return OfFile(file, syntax, token);
            }
            else
            {
                Count(file);
            }
        }

        foreach (var inner in folders)
        {
            if (Path.GetFileName(inner) == ".git")
            {
                continue;
            }

            if (Path.GetFileName(inner).StartsWith(".", StringComparison.Ordinal) || (new DirectoryInfo(inner).Attributes & FileAttributes.ReparsePoint) != 0)
            {
                _passedBy.Add(inner);
                continue;
            }

            if (depth == MostDepth)
            {
                yield return PackFile.Failed(inner, PackFailure.PackUnreadable, $"'{inner}' is nested too deep.", "Specify the folder itself.", null);
                continue;
            }

            foreach (var reading in ReadFolder(inner, depth + 1, token))
            {
                yield return reading;
            }
        }
    }

    private IEnumerable<PackReading> ReadArchive(string path, CancellationToken token)
    {
        FileStream? file = null;
        ZipArchive? archive = null;
        PackReading? failed = null;
        try
        {
            file = InputFile.Open(path);
            archive = new ZipArchive(file, ZipArchiveMode.Read);
            failed =
                archive.Entries.Count > MostEntries
                    ? PackFile.Failed(
                        path,
                        PackFailure.PackDamaged,
                        FormattableString.Invariant($"'{path}' has more than {MostEntries:N0} entries."),
                        "Extract what you need, and specify the folder.",
                        null
                    )
                    : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            failed = PackFile.Failed(
                path,
                PackFailure.PackDamaged,
                $"'{path}' can't be read as a zip archive: {e.Message}",
                "Specify an archive that is whole.",
                e
            );
        }
        catch (Exception e) when (InputFile.IsOfContent(e))
        {
            failed = PackFile.Damaged(path, e);
        }

        using (file)
        using (archive)
        {
            if (failed is not null)
            {
                yield return failed;
                yield break;
            }

            var left = MostBytesOfArchive;
            foreach (var entry in archive!.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                token.ThrowIfCancellationRequested();
                if (entry.FullName.EndsWith("/", StringComparison.Ordinal))
                {
                    continue;
                }

                var name = $"{path}{Path.DirectorySeparatorChar}{entry.FullName}";
                if (ClimbsOut(entry.FullName))
                {
                    yield return PackFile.Failed(
                        name,
                        PackFailure.PackDamaged,
                        $"The archive '{path}' has the entry '{entry.FullName}', whose path leads out of it, so it isn't read.",
                        "Don't trust this archive: find out where it comes from.",
                        null
                    );
                }
                else if (SyntaxOf(entry.FullName) is not { } syntax)
                {
                    Count(entry.FullName);
                }
                else if (left <= 0)
                {
                    yield return PackFile.Failed(
                        path,
                        PackFailure.PackDamaged,
                        FormattableString.Invariant(
                            $"'{path}' has more than {MostBytesOfArchive / 1024 / 1024} MB, and what comes after '{entry.FullName}' isn't read."
                        ),
                        "Extract what you need, and specify the folder.",
                        null
                    );
                    yield break;
                }
                else
                {
                    yield return OfEntry(entry, name, syntax, ref left, token);
                }
            }
        }
    }

    private PackReading OfEntry(ZipArchiveEntry entry, string name, PackSyntax syntax, ref long left, CancellationToken token)
    {
        try
        {
            using var content = entry.Open();
            var bytes = PackFile.ReadAll(content, token);
            left -= bytes?.Length ?? PackFile.MostBytes;
            return PackFile.Read(bytes, name, syntax, token);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            return PackFile.Failed(
                name,
                PackFailure.PackDamaged,
                $"'{name}' can't be read from the archive: {e.Message}",
                "Specify an archive that is whole.",
                e
            );
        }
        catch (Exception e) when (InputFile.IsOfContent(e))
        {
            return PackFile.Damaged(name, e);
        }
    }

    private PackReading OfFile(string path, PackSyntax syntax, CancellationToken token)
    {
        try
        {
            using var content = InputFile.Open(path);
            return PackFile.Read(PackFile.ReadAll(content, token), path, syntax, token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return PackFile.Failed(path, PackFailure.PackUnreadable, $"'{path}' can't be read: {e.Message}", "Specify a file that you can read.", e);
        }
    }

    private PackSyntax? SyntaxOf(string path) =>
        format switch
        {
            MdePackFormat.Auto => Extensions.TryGetValue(Path.GetExtension(path).TrimEnd('"'), out var syntax) ? syntax : null,
            MdePackFormat.Markdown => PackSyntax.Markdown,
            MdePackFormat.Json => PackSyntax.Json,
            MdePackFormat.SentinelHunting or MdePackFormat.SentinelAnalytics or MdePackFormat.Msticpy => PackSyntax.Yaml,
            _ => PackSyntax.Text,
        };

    private static bool IsArchive(string path) => Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase);

    private static bool ClimbsOut(string name) =>
        name.Length == 0 || name[0] is '/' or '\\' || name.IndexOf(':') >= 0 || name.Split('/', '\\').Any(part => part == "..");

    private void Count(string path)
    {
        var kind = Path.GetExtension(path).ToLowerInvariant();
        _others.TryGetValue(kind, out var count);
        _others[kind] = count + 1;
    }
}
