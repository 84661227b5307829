using MdeHunting.Packs;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Reads packs from files as <c>-Path</c> and <c>-LiteralPath</c> name them, and tells what in them is no query, each file by itself.</summary>
/// <param name="format">The format of the files; Auto where each says itself.</param>
internal sealed class PackFiles(MdePackFormat format)
{
    private const int MostParts = 20;
    private const int MostFolders = 5;

    private readonly List<PackException> _unread = [];

    /// <summary>How many queries were read.</summary>
    public int Queries { get; private set; }

    /// <summary>How many files were read.</summary>
    public int Files { get; private set; }

    /// <summary>The files that could not be read, with the reason.</summary>
    public IReadOnlyList<PackException> Unread => _unread;

    /// <summary>Reads files, archives and folders.</summary>
    /// <param name="paths">Their paths.</param>
    /// <param name="take">Takes the queries of each file.</param>
    /// <param name="streams">PowerShell's streams.</param>
    /// <param name="token">Ends it.</param>
    public async Task ReadAsync(IEnumerable<FilePath> paths, Func<IReadOnlyList<MdePackQuery>, Task> take, PipelineStreams streams, CancellationToken token)
    {
        foreach (var path in paths)
        {
            if (path.IsOfFileSystem)
            {
                await ReadAsync(path.Full, take, streams, token).ConfigureAwait(false);
            }
            else
            {
                await streams.WriteErrorAsync(OfAnotherProvider(path)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The failure of a path that is none of the file system.</summary>
    public static PackException OfAnotherProvider(FilePath path) =>
        new(PackFailure.PackUnreadable, path.Fault, "Specify the path of a file or a folder.") { Target = path.Given };

    /// <summary>Says how much was read, where that was more than a file.</summary>
    public async Task TellAsync(PipelineStreams streams)
    {
        if (Files > 1)
        {
            await streams.VerboseAsync(FormattableString.Invariant($"{Queries:N0} queries were read from {Files:N0} files.")).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(string path, Func<IReadOnlyList<MdePackQuery>, Task> take, PipelineStreams streams, CancellationToken token)
    {
        var reader = new PackReader(format);
        var (queries, failures) = (0, 0);
        foreach (var reading in reader.Read(path, token))
        {
            Files++;
            queries += reading.Queries.Count;
            if (reading.Failure is { } unread)
            {
                failures++;
                _unread.Add(unread);
            }

            await TellAsync(reading, streams).ConfigureAwait(false);
            await take(reading.Queries).ConfigureAwait(false);
        }

        Queries += queries;
        if (reader.Others is { } others)
        {
            await streams.WarnAsync($"Files of other kinds in '{path}' weren't read: {others}.").ConfigureAwait(false);
        }

        if (reader.PassedBy is { Count: > 0 } folders)
        {
            var names = string.Join(", ", folders.Take(MostFolders).Select(folder => $"'{folder}'"));
            await streams
                .WarnAsync(
                    $"Folders in '{path}' weren't read, because they're links or hidden: {names}{More(folders.Count - MostFolders)}. To read one, specify it."
                )
                .ConfigureAwait(false);
        }

        if (queries == 0 && failures == 0)
        {
            var failure = new PackException(
                PackFailure.PackEmpty,
                $"'{path}' has no query.",
                "Specify a file or a folder with queries in Markdown, YAML, JSON, or text."
            )
            {
                Target = path,
            };
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    private static string Parts(IReadOnlyList<string> skipped) => string.Join("; ", skipped.Take(MostParts)) + More(skipped.Count - MostParts);

    private static string More(int count) => count > 0 ? FormattableString.Invariant($", and {count:N0} more") : string.Empty;

    private static async Task TellAsync(PackReading reading, PipelineStreams streams)
    {
        if (reading.Failure is { } failure)
        {
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
        else if (reading.Queries.Count == 0)
        {
            var why = reading.Skipped.Count > 0 ? Parts(reading.Skipped) : $"it's {reading.What ?? "empty"}";
            await streams.WarnAsync($"'{reading.Path}' has no query: {why}.").ConfigureAwait(false);
        }
        else if (reading.Skipped.Count > 0)
        {
            await streams.WarnAsync($"Parts of '{reading.Path}' aren't queries: {Parts(reading.Skipped)}.").ConfigureAwait(false);
        }
    }
}
