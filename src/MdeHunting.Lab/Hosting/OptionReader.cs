using System.Globalization;

namespace MdeHunting.Lab.Hosting;

/// <summary>Reads options and their values off a command line, one after another.</summary>
internal sealed class OptionReader(IReadOnlyList<string> arguments, int start)
{
    private const int MinutesOfADay = 24 * 60;

    private int _next = start;

    /// <summary>The next option, or null at the end.</summary>
    public string? Next() => _next < arguments.Count ? arguments[_next++] : null;

    /// <exception cref="LabUsageException">The option has no value.</exception>
    public string Text()
    {
        var option = arguments[_next - 1];
        return Next() is { Length: > 0 } value && !value.StartsWith("--") ? value : throw new LabUsageException($"{option} needs a value.");
    }

    /// <exception cref="LabUsageException">The value is not a whole number from the one to the other.</exception>
    public long Number(string unit, long least, long most)
    {
        var (option, text) = (arguments[_next - 1], Text());
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new LabUsageException(
                $"'{text}' is not a number of {unit} for {option}: it must be a whole number from {least} to {most}, in digits alone."
            );
    }

    /// <exception cref="LabUsageException">The value is not a port.</exception>
    public int Port()
    {
        var text = Text();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new LabUsageException($"'{text}' is not a port: it must be a number from 0 (any free port) to {ushort.MaxValue}.");
    }

    /// <exception cref="LabUsageException">The value is not a number of minutes within a day.</exception>
    public TimeSpan Minutes()
    {
        var text = Text();
        return
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes)
            && minutes is >= -MinutesOfADay and <= MinutesOfADay
            ? TimeSpan.FromMinutes(minutes)
            : throw new LabUsageException($"'{text}' is not a number of minutes: it must be one from -{MinutesOfADay} to {MinutesOfADay}.");
    }
}
