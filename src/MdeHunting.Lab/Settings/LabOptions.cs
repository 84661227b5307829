using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Settings;

/// <summary>How a lab is to run.</summary>
public sealed record LabOptions
{
    /// <summary>The port on localhost; 0 takes any that is free.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Whether sign-ins approve themselves, as the tenant's first account or the one that is hinted at: those with a device code at their second poll,
    /// those in a browser at once.
    /// </summary>
    public bool ApproveSignIns { get; init; }

    /// <summary>The clock that codes and tokens live by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// How far the identity server's clock is ahead of the others', or behind where it is negative: its tokens, its refusals, its Date header.
    /// </summary>
    public TimeSpan IdentityClockSkew { get; init; }

    /// <summary>
    /// How far the hunting services' clock is ahead of the others', or behind where it is negative: what they say of the moment, in their Date header, their
    /// errors and a Retry-After that is a date, and by which they find a token too old or too young. With the same <see cref="IdentityClockSkew"/>, it is the
    /// client's clock that is off.
    /// </summary>
    public TimeSpan HuntingClockSkew { get; init; }

    /// <summary>How long clients are told to wait between polls. At least a second: with less, some poll without a pause. Entra says 5.</summary>
    public TimeSpan DeviceCodeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a device code is good for.</summary>
    public TimeSpan DeviceCodeLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an access token is good for. Entra picks 60 to 90 minutes at random.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(75);

    /// <summary>
    /// Whether a refresh token is good once, to find a client that keeps using an old one. Entra only asks clients to throw the old one away,
    /// and so does the lab unless this is set. https://learn.microsoft.com/entra/identity-platform/refresh-tokens
    /// </summary>
    public bool RotateStrictly { get; init; }

    /// <summary>How many rows a result has at most; the services cut the rest off without a word.</summary>
    public int RowLimit { get; init; } = 100_000;

    /// <summary>
    /// How many bytes a result has at most, as JSON before any compression; a larger one is refused. "50 MB" in
    /// https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api, of which nobody says which kind of megabyte.
    /// </summary>
    public long ByteLimit { get; init; } = 50_000_000;

    /// <summary>How long a query may run; null for what each service documents: 200 seconds for Endpoint, 3 minutes for Xdr and for Graph.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// Makes up how long a query takes instead of measuring it: the rows of its result, before the row limit cuts them, divided by this. So a narrower
    /// window costs less, whether the query or its Timespan narrows it, and counting costs next to nothing. Null for the time that really passes.
    /// </summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>
    /// How much each API lets a tenant ask, by the API's name: Graph, Endpoint, Xdr. One that is not here lets it ask as much as it likes.
    /// <see cref="LabQuota.Documented"/> has the services' own.
    /// </summary>
    public IReadOnlyDictionary<string, LabQuota> Quotas { get; init; } = new Dictionary<string, LabQuota>();

    /// <summary>Whether the certificates have RSA keys, for clients that read no others: Mono.</summary>
    public bool UsesRsaCertificates { get; init; }

    /// <summary>Whether Graph tells a tenant's tables in its beta; without, its path is not there, as in other clouds than the public one.</summary>
    public bool TellsTables { get; init; } = true;

    /// <summary>Whether queries may declare parameters; without, they are refused: nobody documents that the services take them.</summary>
    public bool TakesDeclarations { get; init; }

    /// <summary>
    /// How far back the services reach from the tenant's present moment: rows whose time is earlier are not there for any query. Thirty days, as each
    /// service documents. Tables without a time keep all their rows.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The tenants that exist.</summary>
    public IReadOnlyList<LabTenant> Tenants { get; init; } = LabDefaults.Tenants;

    /// <summary>What answers the queries.</summary>
    public KqlQueryRunner RunQuery { get; init; } = LabDefaults.RunQuery;

    /// <exception cref="ArgumentOutOfRangeException">No lab can run so.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(DeviceCodeInterval, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(RowLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ByteLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Retention, TimeSpan.Zero, nameof(Retention));
        if (TimeLimit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(TimeLimit));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromDays(1), nameof(TimeLimit));
        }
        if (RowsPerSecond is { } rows)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows, nameof(RowsPerSecond));
        }

        foreach (var (api, quota) in Quotas)
        {
            if (LabResources.All.All(resource => resource.Name != api))
            {
                throw new ArgumentOutOfRangeException(nameof(Quotas), api, "There is no such API.");
            }

            quota.Validate();
        }
    }
}
