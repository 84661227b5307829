namespace MdeHunting.Service.Tokens;

/// <summary>What of a token decides whether it lets its bearer hunt.</summary>
/// <param name="Audiences">The APIs that it is for (<c>aud</c>).</param>
/// <param name="Kind">On whose behalf it speaks.</param>
/// <param name="Scopes">The delegated permissions (<c>scp</c>).</param>
/// <param name="Roles">The application permissions (<c>roles</c>).</param>
/// <param name="NotBefore">When it begins to be good (UTC).</param>
/// <param name="ExpiresOn">When it stops being good (UTC).</param>
internal readonly record struct TokenPermissions(string[] Audiences, TokenKind Kind, string[] Scopes, string[] Roles, DateTime? NotBefore, DateTime? ExpiresOn)
{
    /// <summary>Those of a token's claims.</summary>
    public static TokenPermissions Of(Claims claims)
    {
        var scopes = claims.Words("scp");
        var roles = claims.List("roles");
        return new TokenPermissions(claims.List("aud"), KindOf(claims, scopes, roles), scopes, roles, claims.Time("nbf"), claims.Time("exp"));
    }

    private static TokenKind KindOf(Claims claims, string[] scopes, string[] roles)
    {
        if (claims.Text("idtyp") == "app")
        {
            return TokenKind.Application;
        }

        if (scopes.Length > 0 || claims.Text("idtyp") == "user")
        {
            return TokenKind.Delegated;
        }

        return roles.Length > 0 ? TokenKind.Application : TokenKind.Unknown;
    }
}
