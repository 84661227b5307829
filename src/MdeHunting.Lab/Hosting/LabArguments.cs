using System.Globalization;

namespace MdeHunting.Lab.Hosting;

/// <summary>What the lab's command line asks for.</summary>
internal sealed record LabArguments(LabCommand Command)
{
    private const int MinutesOfADay = 24 * 60;

    /// <summary>The port on localhost; 0 takes any that is free.</summary>
    public int Port { get; init; }

    public string? EnvironmentFile { get; init; }

    /// <summary>Where to write the Runbook application's credentials, or null where they stay unwritten.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>How far the identity server's clock is ahead.</summary>
    public TimeSpan IdentityClockSkew { get; init; }

    public bool Approve { get; init; }

    /// <exception cref="LabUsageException">The arguments make no sense.</exception>
    public static LabArguments Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0) return new(LabCommand.Tour);
        if (arguments.Any(argument => argument is "--help" or "-h" or "-?")) return new(LabCommand.Help);
        if (arguments[0] != "serve") throw new LabUsageException($"There is no command '{arguments[0]}'.");

        var parsed = new LabArguments(LabCommand.Serve);
        for (var index = 1; index < arguments.Count; index++)
        {
            parsed = arguments[index] switch
            {
                "--approve" => parsed with { Approve = true },
                "--port" => parsed with { Port = ReadPort(Value(arguments, ref index)) },
                "--environment-file" => parsed with { EnvironmentFile = Value(arguments, ref index) },
                "--secrets-folder" => parsed with { SecretsFolder = Value(arguments, ref index) },
                "--identity-clock-skew" => parsed with { IdentityClockSkew = ReadMinutes(Value(arguments, ref index)) },
                var other => throw new LabUsageException($"There is no option '{other}'."),
            };
        }
        return parsed;
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index)
    {
        var option = arguments[index++];
        return index < arguments.Count && arguments[index] is { Length: > 0 } value && !value.StartsWith("--")
            ? value
            : throw new LabUsageException($"{option} needs a value.");
    }

    private static int ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new LabUsageException($"'{text}' is not a port: it must be a number from 0 (any free port) to {ushort.MaxValue}.");

    private static TimeSpan ReadMinutes(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) && minutes is >= -MinutesOfADay and <= MinutesOfADay
            ? TimeSpan.FromMinutes(minutes)
            : throw new LabUsageException($"'{text}' is not a number of minutes: it must be one from -{MinutesOfADay} to {MinutesOfADay}.");
}
