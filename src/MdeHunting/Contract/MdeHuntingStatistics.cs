using MdeHunting.Text;

namespace MdeHunting;

/// <summary>
/// What a query cost. What the service says itself is null where it says nothing, as Microsoft Graph does, and where it does not say it of every call.
/// </summary>
public sealed class MdeHuntingStatistics : MdeOutput
{
    internal MdeHuntingStatistics(int calls, long bytes, TimeSpan elapsed)
    {
        Calls = calls;
        Bytes = bytes;
        Took = elapsed;
    }

    /// <summary>How long the query ran, by the service, as a text such as 00:00:01.5, which [timespan] takes; the sum of all calls.</summary>
    public string? ExecutionTime { get; internal init; }

    /// <summary>How much time of its processors it took, by the service, as a text that [timespan] takes; the sum of all calls.</summary>
    public string? CpuTime { get; internal init; }

    /// <summary>How many bytes of memory it took at the most on one machine of the service's; the largest of all calls.</summary>
    public long? PeakMemory { get; internal init; }

    /// <summary>How many rows the results have by the service's own count; the sum of all calls.</summary>
    public long? TableRows { get; internal init; }

    /// <summary>How many bytes came over the wire, compressed or not.</summary>
    public long Bytes { get; }

    /// <summary>How many responses came.</summary>
    public int Calls { get; }

    /// <summary>How long they took from being asked to being there, added up, as a text that [timespan] takes.</summary>
    public string Elapsed => SpanText.Of(Took);

    /// <summary>The same as a time span.</summary>
    internal TimeSpan Took { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Calls:N0} {(Calls == 1 ? "call" : "calls")}, {Bytes:N0} bytes, {Took.TotalSeconds:N3} s in requests");
}
