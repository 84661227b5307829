using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Entra;

/// <summary>What a client asked for: one resource, permissions on it, and the scopes of OpenID Connect.</summary>
/// <param name="Resource">The resource; Graph where the request names none, as in Entra.</param>
/// <param name="Audience">The resource's name as the client wrote it, which is what a v1.0 token is addressed to.</param>
/// <param name="Permissions">The permissions by name, or the single name ".default" for all that the tenant consented to.</param>
/// <param name="OpenId">openid, profile, email, offline_access: those that were asked for.</param>
internal sealed record RequestedScopes(LabResource Resource, string Audience, IReadOnlyList<string> Permissions, IReadOnlyList<string> OpenId)
{
    private const string Default = ".default";
    private static readonly IReadOnlyList<string> OpenIdScopes = ["openid", "profile", "email", "offline_access"];

    public bool WantsIdToken => OpenId.Contains("openid");

    public bool WantsRefreshToken => OpenId.Contains("offline_access");

    /// <exception cref="EntraException">The scopes are not what the tenant's resources offer.</exception>
    public static RequestedScopes Parse(string scope, LabTenant tenant, LabApplication application)
    {
        var names = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var openId = names.Where(name => OpenIdScopes.Contains(name)).ToArray();
        var asked = names.Except(openId).Select(Split).ToArray();
        if (names.Length == 0)
        {
            throw new EntraException(EntraError.InvalidScope(scope));
        }

        if (asked.Length == 0)
        {
            return new(LabResources.Graph, LabResources.Graph.Identifier, [], openId);
        }

        var audience = asked[0].Resource;
        if (asked.Any(one => !string.Equals(one.Resource, audience, StringComparison.OrdinalIgnoreCase)))
        {
            throw new EntraException(EntraError.ManyResources(scope));
        }

        var resource = LabResources.All.FirstOrDefault(one => one.IsNamed(audience)) ?? throw new EntraException(EntraError.UnknownResource(audience, tenant));
        var permissions = asked.Select(one => one.Permission).ToArray();
        if (permissions.Contains(Default) && permissions.Length > 1)
        {
            throw new EntraException(EntraError.InvalidScope(scope));
        }

        var unknown = permissions.FirstOrDefault(name => name != Default && !resource.DelegatedScopes.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
        {
            throw new EntraException(EntraError.UnknownScope(application, unknown, resource));
        }

        return new(resource, audience, permissions, openId);
    }

    /// <summary>Reads what an application asks for itself: all that it has on one resource, and nothing by name.</summary>
    /// <exception cref="EntraException">The scope is anything but &lt;resource&gt;/.default.</exception>
    public static RequestedScopes ParseApplication(string scope, LabTenant tenant)
    {
        var (audience, permission) = Split(scope.Trim());
        if (permission != Default || scope.Trim().Contains(' '))
        {
            throw new EntraException(CredentialErrors.ScopeNotDefault(scope));
        }

        var resource = LabResources.All.FirstOrDefault(one => one.IsNamed(audience)) ?? throw new EntraException(EntraError.UnknownResource(audience, tenant));
        return new(resource, audience, [Default], []);
    }

    /// <summary>The permissions that the tenant grants for this request.</summary>
    /// <exception cref="EntraException">One that was asked for by name has no consent, or .default stands for none.</exception>
    public IReadOnlyList<string> Grant(LabApplication application)
    {
        IReadOnlyList<string> granted = [.. Resource.DelegatedScopes.Where(scope => application.HasConsentTo(Resource, scope))];
        if (Permissions.Count > 0 && (granted.Count == 0 || Permissions.Except(granted, StringComparer.OrdinalIgnoreCase).Any(name => name != Default)))
        {
            throw new EntraException(EntraError.ConsentRequired(application));
        }

        return Permissions.Count > 0 ? granted : [];
    }

    /// <summary>The "scope" of a token response; clients cache a token under it, so .default is named where it was asked for.</summary>
    public string Describe(IReadOnlyList<string> granted)
    {
        IEnumerable<string> names = [.. OpenId.Where(name => name != "offline_access"), .. granted.Select(Full)];
        return string.Join(' ', Permissions.Contains(Default) ? names.Append(Full(Default)) : names);
    }

    private string Full(string permission) => $"{Audience}/{permission}";

    // A name without a resource is a permission of Graph.
    private static (string Resource, string Permission) Split(string name)
    {
        var slash = name.LastIndexOf('/');
        return slash <= 0 ? (LabResources.Graph.Identifier, name) : (name[..slash], name[(slash + 1)..]);
    }
}
