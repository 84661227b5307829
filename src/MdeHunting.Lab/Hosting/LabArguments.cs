using MdeHunting.Lab.Dataset;

namespace MdeHunting.Lab.Hosting;

/// <summary>What the lab's command line asks for.</summary>
internal sealed record LabArguments(LabCommand Command)
{
    private const int SecondsOfADay = 24 * 60 * 60;

    /// <summary>The port on localhost; 0 takes any that is free.</summary>
    public int Port { get; init; }

    public string? EnvironmentFile { get; init; }

    /// <summary>Where to write the Runbook application's credentials, or null where they stay unwritten.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>How far the identity server's clock is ahead.</summary>
    public TimeSpan IdentityClockSkew { get; init; }

    public bool Approve { get; init; }

    /// <summary>How many rows the largest table has, or null for the usual data.</summary>
    public int? Rows { get; init; }

    /// <summary>How many rows a result has at most, or null for the usual limit.</summary>
    public int? RowLimit { get; init; }

    /// <summary>How many bytes of JSON a result has at most, or null for the usual limit.</summary>
    public long? ByteLimit { get; init; }

    /// <summary>How long a query may run, or null for each service's own limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How many rows of its result a query is taken to give in a second, or null where its time is measured.</summary>
    public int? RowsPerSecond { get; init; }

    /// <summary>Whether the services' own quotas hold.</summary>
    public bool Quotas { get; init; }

    /// <summary>How many calls each API takes in any 60 seconds, or null for what <see cref="Quotas"/> says.</summary>
    public int? CallsPerMinute { get; init; }

    /// <summary>Whether a query that is the name of a hostile answer gets that.</summary>
    public bool Hostile { get; init; }

    /// <exception cref="LabUsageException">The arguments make no sense.</exception>
    public static LabArguments Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            return new(LabCommand.Tour);
        }

        if (arguments.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            return new(LabCommand.Help);
        }

        if (arguments[0] != "serve")
        {
            throw new LabUsageException($"There is no command '{arguments[0]}'.");
        }

        var parsed = new LabArguments(LabCommand.Serve);
        for (var options = new OptionReader(arguments, 1); options.Next() is { } option; )
        {
            parsed = option switch
            {
                "--approve" => parsed with { Approve = true },
                "--port" => parsed with { Port = options.Port() },
                "--environment-file" => parsed with { EnvironmentFile = options.Text() },
                "--secrets-folder" => parsed with { SecretsFolder = options.Text() },
                "--identity-clock-skew" => parsed with { IdentityClockSkew = options.Minutes() },
                "--rows" => parsed with { Rows = (int)options.Number("rows", IntrusionTenantData.FewestRows, IntrusionTenantData.MostRows) },
                "--row-limit" => parsed with { RowLimit = (int)options.Number("rows", 1, int.MaxValue) },
                "--byte-limit" => parsed with { ByteLimit = options.Number("bytes", 1, long.MaxValue) },
                "--time-limit" => parsed with { TimeLimit = TimeSpan.FromSeconds(options.Number("seconds", 1, SecondsOfADay)) },
                "--rows-per-second" => parsed with { RowsPerSecond = (int)options.Number("rows", 1, int.MaxValue) },
                "--quotas" => parsed with { Quotas = true },
                "--hostile" => parsed with { Hostile = true },
                "--calls-per-minute" => parsed with { CallsPerMinute = (int)options.Number("calls", 1, int.MaxValue) },
                _ => throw new LabUsageException($"There is no option '{option}'."),
            };
        }
        return parsed;
    }
}
