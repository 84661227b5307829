using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Running.Windows;

/// <summary>How the time asked for is divided.</summary>
/// <param name="IsAuto">Whether only as far as the service's limits make it necessary.</param>
/// <param name="Step">How long each window is; null where it is not given.</param>
internal sealed record Split(bool IsAuto, TimeSpan? Step)
{
    /// <summary>Not at all.</summary>
    public static Split Off { get; } = new(false, null);

    /// <summary>As far as is necessary.</summary>
    public static Split Auto { get; } = new(true, null);

    /// <summary>
    /// How many windows that cannot be shorter may have rows that are too large for a response, before the rest of the time is not asked for; null where only
    /// many in a row end the run.
    /// </summary>
    public int? MostTooLarge { get; init; }

    /// <summary>
    /// How many windows in a row may be divided because they ran too long, each shorter than the one before, until one that does so has failed; null where
    /// they are divided down to the shortest.
    /// </summary>
    public int? MostTooLong { get; init; }

    /// <summary>Whether the whole time is known to run too long, so that it is divided from the first window on.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>Whether who asks adds up what the windows have, so that a query that counts is divided, too.</summary>
    public bool AddsUp { get; init; }

    /// <summary>Whether it is divided at all.</summary>
    public bool IsOn => IsAuto || Step is not null;

    /// <summary>It, as <c>-Split</c> takes it; null where it isn't divided.</summary>
    public string? Shown =>
        IsAuto ? nameof(Auto)
        : Step is { } step ? KqlWriter.Value(step)
        : null;

    /// <summary>Reads what <c>-Split</c> says.</summary>
    /// <exception cref="HuntingException">It is neither Off, nor Auto, nor a time span.</exception>
    public static Split Parse(string text)
    {
        if (string.Equals(text, "Off", StringComparison.OrdinalIgnoreCase))
        {
            return Off;
        }

        if (string.Equals(text, "Auto", StringComparison.OrdinalIgnoreCase))
        {
            return Auto;
        }

        if (KqlTimespan.ParseArgument(text) is not { } step)
        {
            throw Failure(
                $"The value '{text}' for -Split isn't valid.",
                $"{KqlTimespan.Advice(text) ?? "Specify a duration such as 1h, 1d, or PT6H."} Or specify Auto or Off."
            );
        }

        return step >= HuntingWindow.Shortest
            ? new Split(false, step)
            : throw Failure(
                $"The value '{text}' for -Split isn't valid: windows of less than 100 ms are too short for the services' timestamps.",
                "Specify a longer duration, or Auto."
            );
    }

    private static HuntingException Failure(string what, string nextStep) => new(HuntingFailure.TimeInvalid, what, nextStep);
}
