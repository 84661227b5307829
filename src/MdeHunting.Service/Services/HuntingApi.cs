namespace MdeHunting.Service.Services;

/// <summary>What is particular to each of the three services; the same in every cloud.</summary>
/// <param name="Api">Which one it is.</param>
/// <param name="Path">The path of the call, after the base address.</param>
/// <param name="Permission">The delegated permission that the call needs; the application permission is this and <c>.All</c> where it does not end so.</param>
/// <param name="Resource">The name under which the app registration lists the permission.</param>
/// <param name="TimeLimit">The service's own limit for one request.</param>
/// <param name="RowLimit">How many rows a result has at the most; the service cuts the rest off without a word.</param>
/// <param name="ByteLimit">How many bytes a result may have. The documents say 50 MB of the first two; that the third has the same limit is inferred.</param>
/// <param name="Quotas">What a tenant may use of it. Graph and Xdr count processor time as well, in cycles of 15 minutes, of which nobody says how much there
/// is.</param>
/// <param name="TakesTimespan">Whether a request may bring a time to look at, beside its query.</param>
/// <param name="TablesPath">The path of the list of its tables; null where it has none.</param>
/// <param name="Source">The documentation of these facts.</param>
internal sealed record HuntingApi(
    MdeApi Api,
    string Path,
    string Permission,
    string Resource,
    TimeSpan TimeLimit,
    int RowLimit,
    long ByteLimit,
    IReadOnlyList<QuotaRule> Quotas,
    bool TakesTimespan,
    string? TablesPath,
    string Source
)
{
    // MB as 10^6: the smaller of its two meanings.
    private const long FiftyMegabytes = 50_000_000;

    private static readonly QuotaRule FortyFiveCalls = new(QuotaUnit.Calls, 45, TimeSpan.FromMinutes(1));

    private static readonly QuotaRule[] EndpointQuotas =
    [
        FortyFiveCalls,
        new(QuotaUnit.Calls, 1500, TimeSpan.FromHours(1)),
        new(QuotaUnit.RunningTime, 600, TimeSpan.FromHours(1)),
        new(QuotaUnit.RunningTime, 10_800, TimeSpan.FromDays(1)),
    ];

    private static readonly HuntingApi[] All =
    [
        new(
            MdeApi.Graph,
            "v1.0/security/runHuntingQuery",
            "ThreatHunting.Read.All",
            "Microsoft Graph",
            TimeSpan.FromSeconds(180),
            100_000,
            FiftyMegabytes,
            [FortyFiveCalls],
            TakesTimespan: true,
            "beta/security/getHuntingSchemaTables",
            "https://learn.microsoft.com/graph/api/security-security-runhuntingquery"
        ),
        new(
            MdeApi.Endpoint,
            "api/advancedqueries/run",
            "AdvancedQuery.Read",
            "WindowsDefenderATP",
            TimeSpan.FromSeconds(200),
            100_000,
            FiftyMegabytes,
            EndpointQuotas,
            TakesTimespan: false,
            TablesPath: null,
            "https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api"
        ),
        new(
            MdeApi.Xdr,
            "api/advancedhunting/run",
            "AdvancedHunting.Read",
            "Microsoft Threat Protection",
            TimeSpan.FromSeconds(180),
            100_000,
            FiftyMegabytes,
            [FortyFiveCalls],
            TakesTimespan: false,
            TablesPath: null,
            "https://learn.microsoft.com/defender-xdr/api-advanced-hunting"
        ),
    ];

    /// <summary>How large an answer can be.</summary>
    public ResponseLimits Limits => new(RowLimit, ByteLimit);

    /// <summary>Whether its rows have members that are annotations and no data: OData's, which is Graph's alone.</summary>
    public bool HasAnnotations => Api is MdeApi.Graph;

    /// <summary>The application permission (role) that the call needs.</summary>
    public string ApplicationPermission => Permission.EndsWith(".All", StringComparison.Ordinal) ? Permission : $"{Permission}.All";

    /// <summary>The facts of a service.</summary>
    public static HuntingApi Of(MdeApi api) => All.Single(a => a.Api == api);

    /// <summary>The scope to sign a user in with.</summary>
    public string DelegatedScope(ApiEndpoint endpoint) => $"{endpoint.Resource.TrimEnd('/')}/{Permission}";

    /// <summary>Where queries go.</summary>
    public Uri Address(ApiEndpoint endpoint) => new(endpoint.BaseAddress, Path);
}
