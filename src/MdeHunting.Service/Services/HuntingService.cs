using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Service.Services;

/// <summary>What is particular to a hunting service; the same in every cloud. Its addresses are in the clouds' files.</summary>
internal sealed record HuntingService
{
    // MB as 10^6: the smaller of its two meanings.
    private const long FiftyMegabytes = 50_000_000;

    private static readonly QuotaLimit FortyFiveCalls = new(MdeQuotaUnit.Calls, 45, TimeSpan.FromMinutes(1));

    // https://learn.microsoft.com/defender-xdr/api-advanced-hunting and https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api
    private static readonly DateTime EndOfOldServices = new(2027, 2, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The services, in the order in which they are told.</summary>
    public static IReadOnlyList<HuntingService> All { get; } =
    [
        new()
        {
            Api = MdeApi.Graph,
            Path = "v1.0/security/runHuntingQuery",
            TablesPath = "beta/security/getHuntingSchemaTables",
            Permission = "ThreatHunting.Read.All",
            Resource = "Microsoft Graph",
            ResourceId = new Guid("00000003-0000-0000-c000-000000000000"),
            Audiences = ["https://graph.microsoft.com", "https://graph.microsoft.us", "https://dod-graph.microsoft.us"],
            AudiencesWithoutHunting = ["https://microsoftgraph.chinacloudapi.cn"],
            TimeLimit = TimeSpan.FromSeconds(180),
            Limits = new ResponseLimits(100_000, FiftyMegabytes),
            Quotas = [FortyFiveCalls],
            TakesTimespan = true,
            HasAnnotations = true,
            Sources = ["https://learn.microsoft.com/graph/api/security-security-runhuntingquery", "https://learn.microsoft.com/graph/deployments"],
        },
        new()
        {
            Api = MdeApi.Endpoint,
            Path = "api/advancedqueries/run",
            Permission = "AdvancedQuery.Read",
            Resource = "WindowsDefenderATP",
            ResourceId = new Guid("fc780465-2017-40d4-a0c5-307022471b92"),
            Audiences =
            [
                "https://api.securitycenter.microsoft.com",
                "https://api.securitycenter.windows.com",
                "https://securitycenter.onmicrosoft.com/windowsatpservice",
                "https://api-gcc.securitycenter.microsoft.us",
                "https://api-gov.securitycenter.microsoft.us",
            ],
            TimeLimit = TimeSpan.FromSeconds(200),
            Limits = new ResponseLimits(100_000, FiftyMegabytes),
            Quotas =
            [
                FortyFiveCalls,
                new(MdeQuotaUnit.Calls, 1500, TimeSpan.FromHours(1)),
                new(MdeQuotaUnit.RunningTime, 600, TimeSpan.FromHours(1)),
                new(MdeQuotaUnit.RunningTime, 10_800, TimeSpan.FromDays(1)),
            ],
            RetiredOn = EndOfOldServices,
            Sources =
            [
                "https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api",
                "https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-webapp",
                "https://learn.microsoft.com/defender-endpoint/gov",
            ],
        },
        new()
        {
            Api = MdeApi.Xdr,
            Path = "api/advancedhunting/run",
            Permission = "AdvancedHunting.Read",
            Resource = "Microsoft Threat Protection",
            ResourceId = new Guid("8ee8fdad-f234-4243-8f3b-15c294843740"),
            Audiences = ["https://api.security.microsoft.com", "https://api-gcc.security.microsoft.us", "https://api-gov.security.microsoft.us"],
            TimeLimit = TimeSpan.FromSeconds(180),
            Limits = new ResponseLimits(100_000, FiftyMegabytes),
            Quotas = [FortyFiveCalls],
            RetiredOn = EndOfOldServices,
            Sources =
            [
                "https://learn.microsoft.com/defender-xdr/api-advanced-hunting",
                "https://learn.microsoft.com/defender-xdr/api-create-app-web",
                "https://learn.microsoft.com/defender-xdr/usgov",
            ],
        },
    ];

    /// <summary>Which one it is.</summary>
    public required MdeApi Api { get; init; }

    /// <summary>The path of the call, after the base address.</summary>
    public required string Path { get; init; }

    /// <summary>The path of the list of its tables; null where it has none.</summary>
    public string? TablesPath { get; init; }

    /// <summary>The delegated permission that the call needs; the application permission is this and <c>.All</c> where it does not end so.</summary>
    public required string Permission { get; init; }

    /// <summary>The name under which the app registration lists the permission.</summary>
    public required string Resource { get; init; }

    /// <summary>The resource's application id, the same in every tenant. Those of Endpoint and Xdr are not documented, but in many published tokens.</summary>
    public required Guid ResourceId { get; init; }

    /// <summary>
    /// The URIs by which tokens for it call it (<c>aud</c>), in all clouds, without a slash at the end: v1.0 tokens have the resource's URI as it was asked
    /// for, v2.0 tokens its application id (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference). That Endpoint and Xdr are
    /// called by their hosts in the clouds of the US government is inferred from the public ones.
    /// </summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>The URIs of clouds where this resource has no hunting.</summary>
    public IReadOnlyList<string> AudiencesWithoutHunting { get; init; } = [];

    /// <summary>The service's own limit for one request.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>How large a response can be. The documents say 50 MB of Graph and Endpoint; that Xdr has the same limit is inferred.</summary>
    public required ResponseLimits Limits { get; init; }

    /// <summary>
    /// What a tenant may use of it. Graph and Xdr count processor time as well, in cycles of 15 minutes, of which nobody says how much there is.
    /// </summary>
    public required IReadOnlyList<QuotaLimit> Quotas { get; init; }

    /// <summary>Whether a request may bring a time to look at, beside its query.</summary>
    public bool TakesTimespan { get; init; }

    /// <summary>Whether its rows have members that are annotations and no data: OData's.</summary>
    public bool HasAnnotations { get; init; }

    /// <summary>The day on which Microsoft stops it; null where it goes on.</summary>
    public DateTime? RetiredOn { get; init; }

    /// <summary>The documentation of these facts.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The application permission (role) that the call needs.</summary>
    public string ApplicationPermission => Permission.EndsWith(".All", StringComparison.Ordinal) ? Permission : $"{Permission}.All";

    /// <summary>What a person who connects to it should know; null where there is nothing.</summary>
    public string? Notice =>
        RetiredOn is { } day
            ? $"Microsoft retires the {Api} hunting API on {UtcText.LongDay(day)}. Connect with -Api Graph: the same queries keep working and return the same rows."
            : null;

    /// <summary>The facts of a service.</summary>
    public static HuntingService Of(MdeApi api) => All.Single(service => service.Api == api);

    /// <summary>The service whose resource has this application id; null where none has.</summary>
    public static HuntingService? OfResource(string audience) => All.FirstOrDefault(service => service.IsResourceId(audience));

    /// <summary>The scope to sign a user in with.</summary>
    public string DelegatedScope(ApiEndpoint endpoint) => $"{endpoint.Resource.TrimEnd('/')}/{Permission}";

    /// <summary>Where queries go.</summary>
    public Uri Address(ApiEndpoint endpoint) => new(endpoint.BaseAddress, Path);

    /// <summary>Whether a token with this audience is for the service.</summary>
    public bool Includes(string audience) => IsResourceId(audience) || Audiences.Any(uri => Audience.AreSame(uri, audience));

    /// <summary>Whether a token with this audience is for the service in a cloud where it does not hunt.</summary>
    public bool IsWithoutHunting(string audience) => AudiencesWithoutHunting.Any(uri => Audience.AreSame(uri, audience));

    private bool IsResourceId(string audience) => Audience.AreSame(ResourceId.ToString("D"), audience);
}
