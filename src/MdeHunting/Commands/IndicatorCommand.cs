using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>A command that reads indicators: which are looked for although there is a reason not to, and what is returned besides them.</summary>
public abstract class IndicatorCommand : AsyncCommand
{
    private const int Batch = 1000;

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
    /// Includes private and other reserved addresses, hashes of empty files and of the test file EICAR, and common false positives. By default, they are
    /// returned and marked as skipped.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeNoise { get; set; }

    /// <summary>Returns also what wasn't read as an indicator: objects of the type Unknown, with the line and the reason.</summary>
    [Parameter]
    public SwitchParameter IncludeUnread { get; set; }

    /// <summary>Makes indicators of what a source says.</summary>
    private protected IndicatorCollector Collector(string? source, Action<MdeIndicator> take) =>
        new(
            source,
            new IndicatorOptions(IncludeExpired, IncludeRevoked, IncludeUndetectable, IncludeNoise),
            DateTime.UtcNow,
            indicator =>
            {
                if (IncludeUnread || indicator.Type != MdeIndicatorType.Unknown)
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
        try
        {
            var format = FormatsLoader.Indicators.Read(document, collector, token);
            await streams
                .VerboseAsync(
                    FormattableString.Invariant($"{document.Name} was read as {format}: {collector.Count:N0} indicators; ")
                        + FormattableString.Invariant($"{collector.Unread:N0} values or lines were read as none (-IncludeUnread returns them).")
                )
                .ConfigureAwait(false);
        }
        catch (IndicatorException e)
        {
            failure = e;
        }

        await WriteAsync(found, streams).ConfigureAwait(false);
        failure ??=
            collector.Count > 0
                ? null
                : new IndicatorException(
                    IndicatorFailure.NoIndicators,
                    $"'{document.Name}' has no indicators.",
                    "Run the command with -IncludeUnread to see why, line by line, or specify the format with -Format."
                )
                {
                    Target = source ?? document.Name,
                };
        if (failure is not null)
        {
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    /// <summary>Returns indicators.</summary>
    private protected static async Task WriteAsync(IReadOnlyList<MdeIndicator> found, PipelineStreams streams)
    {
        for (var start = 0; start < found.Count; start += Batch)
        {
            object[] batch = [.. found.Skip(start).Take(Batch)];
            await streams.WriteManyAsync(batch, batch.Length).ConfigureAwait(false);
        }
    }
}
