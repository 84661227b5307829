namespace MdeHunting.Lab.Hosting;

/// <summary>What a command line asks of a lab that is kept up.</summary>
internal sealed record ServeArguments
{
    /// <summary>The port on localhost; 0 takes any that is free.</summary>
    public int Port { get; init; }

    public string? EnvironmentFile { get; init; }

    /// <summary>Where to write the Runbook application's credentials, or null where they stay unwritten.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>Where to write the documents of the supplier's case, or null where they stay unwritten.</summary>
    public string? IndicatorsFolder { get; init; }

    /// <summary>Where to write a certificate to sign evidence with, or null where there is none and nothing is time-stamped.</summary>
    public string? SigningFolder { get; init; }

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

    /// <summary>Whether a query that is the name of a hostile response gets that.</summary>
    public bool Hostile { get; init; }

    /// <summary>Whether queries may declare parameters.</summary>
    public bool Declare { get; init; }
}
