using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>Who a token was given to, by all that tells it: the sign-in itself, and the token where it can be read.</summary>
/// <param name="Tenants">The tenants that are told, which should be one.</param>
/// <param name="TokenTenantId">The tenant in the access token; null where it does not tell it, or cannot be read.</param>
/// <param name="ObjectId">The object id in the id token; null where there is none.</param>
/// <param name="TokenObjectId">The object id in the access token; null where it does not tell it, or cannot be read.</param>
/// <param name="HomeAccountId">MSAL's id of the account; null where no user signed in.</param>
/// <param name="Names">The names of the user, as all claims that may have one tell them.</param>
/// <param name="Audiences">The APIs that the access token is for; none where it does not tell them, or cannot be read.</param>
/// <param name="IsTokenReadable">Whether the access token itself could be read.</param>
/// <param name="IsTold">Whether an access token or an id token could be read: what else tells the tenant only repeats what was asked for.</param>
internal sealed record SignedInIdentity(
    IReadOnlyList<string> Tenants,
    string? TokenTenantId,
    string? ObjectId,
    string? TokenObjectId,
    string? HomeAccountId,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Audiences,
    bool IsTokenReadable,
    bool IsTold
)
{
    /// <summary>The name to show; null where there is none.</summary>
    public string? Name => Names.Count > 0 ? Names[0] : null;

    /// <summary>Whether anything tells whose it is.</summary>
    public bool IsKnown => (ObjectId ?? TokenObjectId ?? HomeAccountId ?? Name) is not null;

    /// <summary>The identity that a token tells by itself.</summary>
    public static SignedInIdentity Of(string accessToken)
    {
        var token = TokenReader.TryRead(accessToken, Told.Of);
        return new(
            token?.TenantId is { } tenant ? [tenant] : [],
            token?.TenantId,
            null,
            token?.ObjectId,
            null,
            NamesOf(null, token?.Names),
            token?.Audiences ?? [],
            token is not null,
            token is not null
        );
    }

    /// <summary>The identity of what MSAL gave.</summary>
    /// <param name="result">What MSAL gave.</param>
    /// <param name="isOfHost">Whether it is of a managed identity, of which MSAL tells the words "managed_identity" in place of a tenant.</param>
    public static SignedInIdentity Of(AuthenticationResult result, bool isOfHost = false)
    {
        var token = TokenReader.TryRead(result.AccessToken, Told.Of);
        var id = result.IdToken is { } text ? TokenReader.TryRead(text, Told.Of) : null;
        string?[] tenants = [isOfHost || string.IsNullOrWhiteSpace(result.TenantId) ? null : result.TenantId, id?.TenantId, token?.TenantId];
        // MSAL takes the display name, which is anybody's to choose, where there is no other.
        var name = NameOf(result.Account) is { } told && !(id?.DisplayName == told && !id.Names.Names.Append(id.Names.Last).Contains(told)) ? told : null;
        return new(
            [.. tenants.OfType<string>()],
            token?.TenantId,
            id?.ObjectId,
            token?.ObjectId,
            result.Account?.HomeAccountId?.Identifier is { } home && home.Trim('.', ' ').Length > 0 ? home : null,
            NamesOf(name, id?.Names, token?.Names),
            token?.Audiences ?? [],
            token is not null,
            token is not null || id is not null
        );
    }

    /// <summary>The names of an account of MSAL's cache, with those that its profile in a tenant has.</summary>
    public static IReadOnlyList<string> NamesOf(IAccount account, string? tenantId) =>
        NamesOf(
            NameOf(account),
            [
                .. (account.GetTenantProfiles() ?? [])
                    .Where(profile => string.Equals(profile.TenantId, tenantId, StringComparison.OrdinalIgnoreCase))
                    .Select(profile => ToldNames.Of(name => profile.ClaimsPrincipal?.FindFirst(name)?.Value)),
            ]
        );

    /// <summary>Whether one of some names is the one that is meant; a guest's name in the tenant is also its name at home.</summary>
    public static bool IsOneOf(IEnumerable<string> names, string meant) =>
        names.SelectMany(Forms).Intersect(Forms(meant.Trim()), StringComparer.OrdinalIgnoreCase).Any();

    /// <summary>The name that MSAL has of an account; null where it has none, which it says with a sentence.</summary>
    public static string? NameOf(IAccount? account) => account?.Username is { } name && name.IndexOf(' ') < 0 && name.Trim().Length > 0 ? name : null;

    // A guest is traveller_fabrikam.example#EXT#@contoso.onmicrosoft.com (https://learn.microsoft.com/entra/external-id/user-properties); no domain has an
    // underscore. The unique_name of an account of another provider begins with that: live.com#traveller@outlook.example.
    private static IEnumerable<string> Forms(string name)
    {
        yield return name;
        var mark = name.IndexOf("#EXT#", StringComparison.OrdinalIgnoreCase);
        if (mark > 0 && name.LastIndexOf('_', mark) is var at and > 0)
        {
            yield return $"{name.Substring(0, at)}@{name.Substring(at + 1, mark - at - 1)}";
        }
        else if (mark < 0 && name.IndexOf('#') is var provider and > 0)
        {
            yield return name.Substring(provider + 1);
        }
    }

    private static IReadOnlyList<string> NamesOf(string? name, params ToldNames?[] told)
    {
        var all = told.OfType<ToldNames>().ToList();
        var last = all.Exists(names => names.HasUserName) ? [] : all.Select(names => names.Last);
        return [.. new[] { name }.Concat(all.SelectMany(names => names.Names)).Concat(last).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private sealed record ToldNames(string? Upn, string? Preferred, string? Email, string? Last)
    {
        public bool HasUserName => (Upn ?? Preferred) is not null;

        public IEnumerable<string?> Names => [Upn, Preferred, Email];

        public static ToldNames Of(Func<string, string?> claim)
        {
            string? Name(string type) => claim(type) is { } name && name.Trim().Length > 0 ? name : null;

            // unique_name is "not guaranteed to be unique within a tenant", and v1.0 tokens alone have it: it is a name only where no better one is told.
            // https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
            return new(Name("upn"), Name("preferred_username"), Name("email"), Name("unique_name"));
        }
    }

    private sealed record Told(ToldNames Names, string? TenantId, string? ObjectId, string? DisplayName, string[] Audiences)
    {
        // A number is not a valid tenant ID. It is kept, so that it is not taken for a missing one.
        public static Told Of(Claims claims) =>
            new(ToldNames.Of(claims.Text), claims.Text("tid") ?? claims.Number("tid"), claims.Text("oid"), claims.Text("name"), claims.Audiences);
    }
}
