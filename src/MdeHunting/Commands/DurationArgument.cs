using MdeHunting.Kql.Time;

namespace MdeHunting.Commands;

/// <summary>How long, as a parameter takes it: a TimeSpan's text, or 10m as KQL writes it; nothing or longer.</summary>
internal static class DurationArgument
{
    /// <summary>The time that a text says.</summary>
    /// <exception cref="HuntingException">It is none.</exception>
    public static TimeSpan Parse(string parameter, string text) =>
        KqlTimespan.ParseArgument(text) is { } span && span >= TimeSpan.Zero
            ? span
            : throw new HuntingException(
                HuntingFailure.TimeInvalid,
                $"The value '{text}' for {parameter} isn't valid.",
                KqlTimespan.Advice(text) ?? "Specify a duration such as 30s, 10m, or 00:10:00."
            );
}
