using System.Globalization;

namespace MdeHunting.Fuzz;

/// <summary>What is asked on the command line.</summary>
internal sealed record FuzzOptions
{
    /// <summary>How to run it.</summary>
    public const string Usage = """
        dotnet run -c Release --project tests/MdeHunting.Fuzz -- [--minutes N] [--inputs N] [--seed N] [--target NAME]
        dotnet run -c Release --project tests/MdeHunting.Fuzz -- --replay FILE --target NAME
        dotnet run -c Release --project tests/MdeHunting.Fuzz -- --seeds FOLDER --target NAME

        Feeds made-up input to whatever reads what others wrote, until the time is over or the inputs are done. The same seed makes the same inputs. An input that
        shows a fault is saved, and its path is printed; --replay reads it again. --seeds writes a hundred good inputs, for a fuzzer that is guided by coverage (afl.sh).

        """;

    /// <summary>How long; null for as long as the inputs last.</summary>
    public TimeSpan? Time { get; private init; }

    /// <summary>How many inputs of each target; null for as many as the time allows.</summary>
    public long? Inputs { get; private init; }

    /// <summary>Where the random numbers begin.</summary>
    public int Seed { get; private init; } = 1;

    /// <summary>The target; null for all.</summary>
    public string? Target { get; private init; }

    /// <summary>An input to read again.</summary>
    public string? Replay { get; private init; }

    /// <summary>A folder to write good inputs into.</summary>
    public string? Seeds { get; private init; }

    /// <summary>Whether the inputs come from AFL.</summary>
    public bool IsGuided { get; private init; }

    /// <summary>Reads the arguments; null where they make no sense.</summary>
    public static FuzzOptions? Parse(string[] args)
    {
        var options = new FuzzOptions();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--afl")
            {
                options = options with { IsGuided = true };
                continue;
            }

            if (++i == args.Length || options.With(args[i - 1], args[i]) is not { } next)
            {
                return null;
            }

            options = next;
        }

        return options.Time is null && options.Inputs is null ? options with { Time = TimeSpan.FromSeconds(40) } : options;
    }

    private FuzzOptions? With(string name, string value) =>
        (name, double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) switch
        {
            ("--minutes", true) => this with { Time = TimeSpan.FromMinutes(number) },
            ("--inputs", true) => this with { Inputs = (long)number },
            ("--seed", true) => this with { Seed = (int)number },
            ("--target", _) => this with { Target = value },
            ("--replay", _) => this with { Replay = value },
            ("--seeds", _) => this with { Seeds = value },
            _ => null,
        };
}
