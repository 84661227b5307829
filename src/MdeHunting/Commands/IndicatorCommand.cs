using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Journal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>A command that reads indicators: which are looked for although there is a reason not to, and what is returned besides them.</summary>
public abstract class IndicatorCommand : AsyncCommand
{
    private const int Batch = 1000;

    private WarningLists? _warnings;

    private protected IndicatorCommand() { }

    /// <summary>Includes indicators that have expired. By default, they are returned and marked as skipped.</summary>
    [Parameter]
    public SwitchParameter IncludeExpired { get; set; }

    /// <summary>Includes indicators that their author revoked or deleted. By default, they are returned and marked as skipped.</summary>
    [Parameter]
    public SwitchParameter IncludeRevoked { get; set; }

    /// <summary>Includes indicators that aren't for detection, such as MISP attributes whose to_ids is false. By default, they are marked as skipped.</summary>
    [Parameter]
    public SwitchParameter IncludeUndetectable { get; set; }

    /// <summary>
    /// Includes private and other reserved addresses, public DNS resolvers, hashes of empty files and of the test file EICAR, common false positives, and the
    /// entries of the lists that -WarningListPath specifies. By default, they are returned and marked as skipped.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeNoise { get; set; }

    /// <summary>Returns also what wasn't read as an indicator: objects of the type Unknown, with the line and the reason.</summary>
    [Parameter]
    public SwitchParameter IncludeUnread { get; set; }

    /// <summary>
    /// Specifies warning lists of the MISP project (JSON files), or folders that contain them, also in subfolders. Indicators that are on one are returned and
    /// marked as skipped, with the name of the list. Wildcards are accepted.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] WarningListPath { get; set; } = [];

    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        if (WarningListPath.Length == 0)
        {
            return;
        }

        _warnings = new WarningLists();
        var paths = await streams.InvokeAsync(() => (FilePath[])[.. FilePath.OfPatterns(SessionState, WarningListPath)]).ConfigureAwait(false);
        foreach (var (path, failure) in paths.SelectMany(path => InFolder(path, "*.json", SearchOption.AllDirectories)))
        {
            var (list, refused) = failure is null ? WarningListFile.Read(path, token) : (null, failure);
            if (refused is not null)
            {
                await streams.WriteErrorAsync(refused).ConfigureAwait(false);
            }
            else if (list is { IsOfNothing: true })
            {
                await streams.VerboseAsync($"The warning list '{path}' is about none of the types of indicators.").ConfigureAwait(false);
            }
            else
            {
                _warnings.Add(list!);
            }
        }

        await streams.VerboseAsync(FormattableString.Invariant($"Indicators are compared with {_warnings.Count:N0} warning lists.")).ConfigureAwait(false);
    }

    /// <summary>The files of a folder, in the order of their names; a path of a file as it is.</summary>
    private protected static IEnumerable<(string Full, IndicatorException? Failure)> InFolder(
        FilePath path,
        string pattern = "*",
        SearchOption search = SearchOption.TopDirectoryOnly
    )
    {
        if (!path.IsOfFileSystem)
        {
            return [(path.Full, IndicatorFile.Unreadable(path.Given, path.Fault, null))];
        }

        if (!Directory.Exists(path.Full))
        {
            return [(path.Full, null)];
        }

        try
        {
            return Directory.GetFiles(path.Full, pattern, search) is { Length: > 0 } files
                ? files.OrderBy(file => file, StringComparer.Ordinal).Select(file => (file, (IndicatorException?)null))
                :
                [
                    (
                        path.Full,
                        IndicatorFile.Unreadable(path.Full, $"The folder '{path.Full}' has no files{(pattern == "*" ? string.Empty : $" {pattern}")}.", null)
                    ),
                ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [(path.Full, IndicatorFile.Unreadable(path.Full, $"'{path.Full}' can't be read: {e.Message}", e))];
        }
    }

    /// <summary>Makes indicators of what a source says.</summary>
    private protected IndicatorCollector Collector(string? source, Action<MdeIndicator> take) =>
        new(
            source,
            new IndicatorOptions(IncludeExpired, IncludeRevoked, IncludeUndetectable, IncludeNoise) { Warnings = _warnings },
            DateTime.UtcNow,
            indicator =>
            {
                if (IncludeUnread || indicator.Kind != MdeIndicatorType.Unknown)
                {
                    take(indicator);
                }
            }
        );

    /// <summary>Reads a document, and returns its indicators; also those ahead of a damage.</summary>
    private protected async Task ReadAsync(IndicatorDocument document, string? source, PipelineStreams streams, CancellationToken token)
    {
        var found = new List<MdeIndicator>();
        var collector = Collector(source, found.Add);
        IndicatorException? failure = null;
        IndicatorReading? reading = null;
        var formats = FormatsLoader.Indicators;
        var isReading = true;
        try
        {
            reading = formats.Open(document, collector, token);
            foreach (var _ in reading.Steps)
            {
                // A long list is returned while it is read.
                if (found.Count >= Batch)
                {
                    isReading = false;
                    await WriteAsync(found, streams).ConfigureAwait(false);
                    found.Clear();
                    isReading = true;
                }
            }

            isReading = false;
            await streams
                .VerboseAsync(
                    FormattableString.Invariant($"{document.Name} was read as {reading.Format}: {collector.Count:N0} indicators; ")
                        + FormattableString.Invariant($"{collector.Unread:N0} values or lines were read as none (-IncludeUnread returns them).")
                )
                .ConfigureAwait(false);
        }
        catch (IndicatorException e)
        {
            failure = e;
        }
        catch (IOException e)
        {
            failure = IndicatorFile.Unreadable(source ?? document.Name, $"{document.Called} can't be read: {e.Message}", e);
        }
        catch (Exception e) when (isReading && InputFile.IsOfContent(e))
        {
            failure = IndicatorFile.Damaged(source ?? document.Name, document.Called, e);
        }

        await WriteAsync(found, streams).ConfigureAwait(false);
        var isList =
            reading is { Format: MdeIndicatorFormat.Csv }
            || (reading is { Format: MdeIndicatorFormat.Text, IsReport: false } && collector.Lines.IsList)
            || (collector.Count == 0 && collector.Lines.Lost.HasReason);
        if (Told(collector, isList, "its", "Line") is { } warning)
        {
            await streams.WarnAsync($"{document.Called}: {warning}").ConfigureAwait(false);
        }

        failure =
            failure is { Failure: IndicatorFailure.IndicatorFileDamaged } && collector.Count == 0 && ReadAs(document) is { } told
                ? new IndicatorException(failure.Failure, failure.What, told, failure.InnerException) { Target = source ?? document.Name }
                : failure;
        failure ??=
            collector.Count > 0
                ? null
                : new IndicatorException(
                    IndicatorFailure.NoIndicators,
                    collector.Unread == 0 ? $"{document.Called} has nothing in it." : $"{document.Called} has no indicators.",
                    ReadAs(document)
                        ?? (
                            (collector.Unread == 0, document.IsText) switch
                            {
                                (true, true) => "Specify a text that contains indicators.",
                                (true, false) => "Specify a file that contains indicators.",
                                (false, true) => "Run the command with -IncludeUnread to see why, line by line.",
                                _ => "Run the command with -IncludeUnread to see why, line by line, or specify the format with -Format.",
                            }
                        )
                )
                {
                    Target = source ?? document.Name,
                };
        if (failure is not null)
        {
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    /// <summary>What is told of values that were meant and not read as indicators; null for nothing.</summary>
    /// <param name="collector">What was read.</param>
    /// <param name="isList">Whether each line ought to have an indicator.</param>
    /// <param name="whose">Whose they are: its, or the.</param>
    /// <param name="place">What the numbers of values count: Line, or Object.</param>
    private protected string? Told(IndicatorCollector collector, bool isList, string whose, string place)
    {
        var told = new List<string>();
        if (collector.Lost.Count > 0 && !IncludeUnread)
        {
            told.Add(FormattableString.Invariant($"{collector.Lost.Count:N0} of {whose} values aren't read as indicators.{collector.Lost.Tell(place)}"));
        }

        if (collector.Lines.Lost is { Count: > 0 } lost && isList && !IncludeUnread)
        {
            told.Add(FormattableString.Invariant($"{lost.Count:N0} of {whose} lines or values aren't read as indicators.{lost.Tell("Line")}"));
        }

        if (collector.Noted is { Count: > 0 } noted && !IncludeUnread)
        {
            told.Add(FormattableString.Invariant($"{noted.Count:N0} hashes or addresses in notes aren't read as indicators.{noted.Tell(place)}"));
        }

        if (told.Count > 0)
        {
            told.Add("To return them with the reason, use -IncludeUnread.");
        }

        if (collector.FirstUnknownType is { } first)
        {
            told.Add(
                FormattableString.Invariant($"{collector.UnknownTypes:N0} of {whose} values are read by their form, because their types aren't known. ")
                    + FormattableString.Invariant($"The first is in {place.ToLowerInvariant()} {first.Line}: '{first.Type}'.")
            );
        }

        if (collector.Times is { Count: > 0 } times)
        {
            told.Add(
                FormattableString.Invariant($"{times.Count:N0} of {whose} expiration times can't be read, and the indicators are used.{times.Tell(place)}")
            );
        }

        return told.Count == 0 ? null : string.Join(" ", told);
    }

    // Null where the format was found out.
    private static string? ReadAs(IndicatorDocument document) =>
        document.Format == MdeIndicatorFormat.Auto
            ? null
            : $"It was read as {document.Format}, because -Format specifies it. If it's in another format, omit -Format.";

    /// <summary>Returns indicators, and tells which warning lists failed over them.</summary>
    private protected async Task WriteAsync(IReadOnlyList<MdeIndicator> found, PipelineStreams streams)
    {
        foreach (var failed in _warnings?.TakeFailures() ?? [])
        {
            await streams.WriteErrorAsync(failed).ConfigureAwait(false);
        }

        for (var start = 0; start < found.Count; start += Batch)
        {
            object[] batch = [.. found.Skip(start).Take(Batch)];
            await streams.WriteManyAsync(batch, batch.Length).ConfigureAwait(false);
        }
    }
}
