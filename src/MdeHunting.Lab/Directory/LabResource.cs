namespace MdeHunting.Lab.Directory;

/// <summary>
/// A protected resource as an identity server knows it: what a token for it is addressed to, and the permission that hunting needs.
/// Permission names: https://learn.microsoft.com/graph/api/security-security-runhuntingquery,
/// https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api, https://learn.microsoft.com/defender-xdr/api-advanced-hunting.
/// </summary>
/// <param name="Name">The lab's own short name, as in its environment file.</param>
/// <param name="Identifier">The application id URI that scopes start with and tokens are addressed to.</param>
/// <param name="AppId">The application id of the resource.</param>
/// <param name="DelegatedScope">The permission that a signed-in person's token must carry.</param>
/// <param name="ApplicationRole">The permission that an application's own token must carry.</param>
public sealed record LabResource(string Name, string Identifier, Guid AppId, string DelegatedScope, string ApplicationRole)
{
    /// <summary>Delegated permissions that it has besides.</summary>
    public IReadOnlyList<string> OtherScopes { get; init; } = [];

    /// <summary>All of its delegated permissions.</summary>
    public IEnumerable<string> DelegatedScopes => OtherScopes.Prepend(DelegatedScope);

    /// <summary>Other names that the same resource answers to.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether <paramref name="name"/> is one of the names of this resource.</summary>
    public bool IsNamed(string name) => Is(Identifier, name) || Is(AppId.ToString(), name) || Aliases.Any(alias => Is(alias, name));

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
