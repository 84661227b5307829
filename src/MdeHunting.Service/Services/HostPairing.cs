namespace MdeHunting.Service.Services;

/// <summary>
/// Which hosts an environment file may put together, so that no token goes to a host that it is not for. Beyond this machine a service must be where its
/// resource is, or at a host of Microsoft's for that resource; and the identity service and the services are either all on this machine, which is a lab, or
/// none is.
/// </summary>
internal static class HostPairing
{
    // The services of Defender have regional hosts beside the one that their resource is named after:
    // https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list and https://learn.microsoft.com/defender-xdr/api-advanced-hunting.
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["api.securitycenter.microsoft.com"] = ["securitycenter.microsoft.com", "securitycenter.windows.com", "api.security.microsoft.com"],
        ["api.securitycenter.windows.com"] = ["securitycenter.microsoft.com", "securitycenter.windows.com", "api.security.microsoft.com"],
        ["securitycenter.onmicrosoft.com"] = ["securitycenter.microsoft.com", "securitycenter.windows.com", "api.security.microsoft.com"],
        ["api.security.microsoft.com"] = ["api.security.microsoft.com"],
    };

    // https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud, and the earlier names of the public one.
    private static readonly HashSet<string> Authorities = new(StringComparer.OrdinalIgnoreCase)
    {
        "login.microsoftonline.com",
        "login.microsoft.com",
        "login.windows.net",
        "sts.windows.net",
        "login.microsoftonline.us",
        "login.partner.microsoftonline.cn",
        "login.chinacloudapi.cn",
    };

    /// <summary>What is wrong with where a service is; null for nothing.</summary>
    public static string? Fault(Uri authority, Uri baseAddress, string resource)
    {
        var isLab = Loopback.Includes(authority.Host);
        if (isLab != Loopback.Includes(baseAddress.Host))
        {
            return "is on this machine and the authority isn't, or the reverse: both must be, as in a lab, or neither";
        }

        if (isLab)
        {
            return null;
        }

        if (!IsPlain(resource, out var owner))
        {
            return "has a resource that isn't an https address, so the host that its tokens are for can't be determined";
        }

        // Nobody else's identity service gives tokens for these, so that one which is named with them is after what people and programs sign in with.
        if (Enum.GetValues(typeof(MdeApi)).Cast<MdeApi>().Any(api => IsMicrosoft(api, owner.Host)) && !Authorities.Contains(authority.Host))
        {
            return $"has a resource of Microsoft's, but the authority {authority.Authority} isn't Microsoft's: your credentials would be sent there";
        }

        return owner.Authority == baseAddress.Authority || (baseAddress.IsDefaultPort && IsKnown(owner.Host, baseAddress.Host))
            ? null
            : $"is at {baseAddress.Authority}, and tokens for its resource belong to {owner.Authority}: they would be sent to the wrong host";
    }

    /// <summary>Whether a host is one of Microsoft's for tokens of a resource.</summary>
    public static bool IsMicrosoft(MdeApi api, string host) =>
        api switch
        {
            MdeApi.Graph => Is(host, "graph.microsoft.com") || Is(host, "graph.microsoft.us") || Is(host, "dod-graph.microsoft.us"),
            MdeApi.Endpoint => IsKnown("api.securitycenter.microsoft.com", host)
                || Is(host, "api-gcc.securitycenter.microsoft.us")
                || Is(host, "api-gov.securitycenter.microsoft.us"),
            _ => IsKnown("api.security.microsoft.com", host) || Is(host, "api-gcc.security.microsoft.us") || Is(host, "api-gov.security.microsoft.us"),
        };

    private static bool IsKnown(string resource, string host) =>
        Known.TryGetValue(resource, out var hosts) && hosts.Any(known => Is(host, known) || host.EndsWith($".{known}", StringComparison.OrdinalIgnoreCase));

    private static bool Is(string host, string other) => string.Equals(host, other, StringComparison.OrdinalIgnoreCase);

    // As it was written: what a parser would first have to put right may be read in another way by whoever issues the token.
    private static bool IsPlain(string resource, out Uri owner) =>
        Uri.TryCreate(resource, UriKind.Absolute, out owner!)
        && owner.Scheme == Uri.UriSchemeHttps
        && string.Equals(owner.AbsoluteUri.TrimEnd('/'), resource.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && owner.Query.Length == 0
        && owner.Fragment.Length == 0
        && owner.UserInfo.Length == 0;
}
