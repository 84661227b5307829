namespace MdeHunting.Kql.Time;

/// <summary>What <c>-Timespan</c> asks for: how long, or from when to when, each part only where it was said.</summary>
internal sealed record TimespanArgument(TimeSpan? Duration, DateTime? Start = null, DateTime? End = null)
{
    /// <summary>
    /// Reads a duration, or ISO 8601 as Graph takes it: <c>P7D</c>, <c>start/end</c>, <c>start/P1D</c>, <c>P1D/end</c>, or a start until now. A moment without
    /// an offset is UTC there.
    /// </summary>
    /// <returns>Null where the text is none of them.</returns>
    public static TimespanArgument? Parse(string text)
    {
        var parts = text.Trim().Split('/');
        if (parts.Length == 1)
        {
            return KqlTimespan.ParseArgument(parts[0]) is { } duration ? new TimespanArgument(duration)
                : Moment(parts[0]) is { } start ? new TimespanArgument(null, start)
                : null;
        }

        if (parts.Length != 2)
        {
            return null;
        }

        return (Moment(parts[0]), Moment(parts[1]), KqlTimespan.ParseArgument(parts[0]), KqlTimespan.ParseArgument(parts[1])) switch
        {
            ({ } start, { } end, _, _) => new TimespanArgument(null, start, end),
            ({ } start, null, _, { } duration) => new TimespanArgument(duration, start),
            (null, { } end, { } duration, _) => new TimespanArgument(duration, null, end),
            _ => null,
        };
    }

    /// <summary>
    /// Says how to write what cannot be read, or can be read in more than one way; null where there is nothing better to say than what forms there are.
    /// </summary>
    public static string? Advice(string text) =>
        KqlTimespan.Advice(text)
        ?? text.Split('/')
            .Select(part => part.Trim().StartsWith("P", StringComparison.Ordinal) ? KqlTimespan.Advice(part) : IsoMoment.Advice(part))
            .FirstOrDefault(advice => advice is not null);

    private static DateTime? Moment(string text) => IsoMoment.Parse(text) is { } moment ? DateTime.SpecifyKind(moment, DateTimeKind.Utc) : null;
}
