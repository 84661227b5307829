namespace MdeHunting.Service.Services;

/// <summary>
/// The names by which tokens for a hunting service call it (<c>aud</c>), in all clouds: v1.0 tokens have the resource's URI as it was asked for, v2.0 tokens
/// its application id (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
/// </summary>
/// <param name="Api">The service.</param>
/// <param name="ResourceId">The resource's application id, the same in every tenant.</param>
/// <param name="Uris">Its URIs, without a slash at the end.</param>
/// <param name="UrisWithoutHunting">The URIs of clouds where this resource has no hunting.</param>
/// <param name="Sources">Where these names are from.</param>
internal sealed record HuntingAudiences(MdeApi Api, Guid ResourceId, string[] Uris, string[] UrisWithoutHunting, string[] Sources)
{
    // The application ids of the last two are not documented, but in many published tokens and scripts. That the legacy services of the US government are
    // called by their hosts is inferred from the public ones.
    private static readonly HuntingAudiences[] All =
    [
        new(
            MdeApi.Graph,
            new Guid("00000003-0000-0000-c000-000000000000"),
            ["https://graph.microsoft.com", "https://graph.microsoft.us", "https://dod-graph.microsoft.us"],
            ["https://microsoftgraph.chinacloudapi.cn"],
            ["https://learn.microsoft.com/graph/deployments", "https://learn.microsoft.com/graph/api/security-security-runhuntingquery"]
        ),
        new(
            MdeApi.Endpoint,
            new Guid("fc780465-2017-40d4-a0c5-307022471b92"),
            [
                "https://api.securitycenter.microsoft.com",
                "https://api.securitycenter.windows.com",
                "https://securitycenter.onmicrosoft.com/windowsatpservice",
                "https://api-gcc.securitycenter.microsoft.us",
                "https://api-gov.securitycenter.microsoft.us",
            ],
            [],
            ["https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-webapp", "https://learn.microsoft.com/defender-endpoint/gov"]
        ),
        new(
            MdeApi.Xdr,
            new Guid("8ee8fdad-f234-4243-8f3b-15c294843740"),
            ["https://api.security.microsoft.com", "https://api-gcc.security.microsoft.us", "https://api-gov.security.microsoft.us"],
            [],
            ["https://learn.microsoft.com/defender-xdr/api-create-app-web", "https://learn.microsoft.com/defender-xdr/usgov"]
        ),
    ];

    /// <summary>The names of a service.</summary>
    public static HuntingAudiences Of(MdeApi api) => All.Single(a => a.Api == api);

    /// <summary>The service whose resource has this application id; null where none has.</summary>
    public static MdeApi? ApiOf(string audience) => All.FirstOrDefault(a => a.IsResourceId(audience))?.Api;

    /// <summary>Whether a token with this audience is for the service.</summary>
    public bool Include(string audience) => IsResourceId(audience) || Uris.Any(uri => AreSame(uri, audience));

    /// <summary>Whether a token with this audience is for the service in a cloud where it does not hunt.</summary>
    public bool AreWithoutHunting(string audience) => UrisWithoutHunting.Any(uri => AreSame(uri, audience));

    /// <summary>Whether two audiences are one: a scope that was asked for with two slashes gives one with a slash at its end.</summary>
    public static bool AreSame(string one, string other) => string.Equals(one.TrimEnd('/'), other.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a token with this audience is for a resource that an environment names. One that is named by an application's id is that id alone in some
    /// tokens, and <c>api://</c> with it in others (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
    /// </summary>
    public static bool AreOf(string resource, string audience) =>
        AreSame(resource, audience) || (ApplicationOf(resource) is { } id && id == ApplicationOf(audience));

    private static Guid? ApplicationOf(string name)
    {
        const string scheme = "api://";
        var bare = name.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? name.Substring(scheme.Length) : name;
        return Guid.TryParseExact(bare.TrimEnd('/'), "D", out var id) ? id : null;
    }

    private bool IsResourceId(string audience) => AreSame(ResourceId.ToString("D"), audience);
}
