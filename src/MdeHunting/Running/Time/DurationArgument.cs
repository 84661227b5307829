using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Time;

/// <summary>A parameter that says how long.</summary>
internal static class DurationArgument
{
    /// <summary>Reads it: a TimeSpan's text, or 10m as KQL writes it; nothing or longer.</summary>
    /// <param name="parameter">The parameter, with its hyphen.</param>
    /// <param name="text">Its argument.</param>
    /// <exception cref="HuntingException">It is not a time span.</exception>
    public static TimeSpan Parse(string parameter, string text) =>
        KqlTimespan.Parse(text) is { } span && span >= TimeSpan.Zero
            ? span
            : throw new HuntingException(
                HuntingFailure.TimeInvalid,
                $"{parameter} '{text}' is not a time span.",
                KqlTimespan.Advice(text) ?? "Specify one such as 30s, 10m or 00:10:00."
            );
}
