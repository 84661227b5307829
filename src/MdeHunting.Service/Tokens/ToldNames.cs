namespace MdeHunting.Service.Tokens;

/// <summary>What a token calls the tenant and the application.</summary>
/// <param name="TenantDomain">A domain of the tenant; null where it tells none.</param>
/// <param name="ApplicationName">The application's name; null where it does not tell it.</param>
internal sealed record ToldNames(string? TenantDomain, string? ApplicationName)
{
    /// <summary>Those of a token; null where it cannot be read.</summary>
    public static ToldNames? Of(string token) => TokenReader.TryRead(token, Of);

    /// <summary>
    /// Those of a token's claims. A user's principal name ends in a domain of the tenant that the account is in, also a guest's
    /// (https://learn.microsoft.com/entra/external-id/user-properties).
    /// </summary>
    public static ToldNames Of(Claims claims) =>
        new(
            claims.Text("upn") is { } upn && upn.LastIndexOf('@') is var at and > 0 && at < upn.Length - 1 ? upn.Substring(at + 1) : null,
            claims.Text("app_displayname") is { } name && name.Trim().Length > 0 ? name : null
        );
}
