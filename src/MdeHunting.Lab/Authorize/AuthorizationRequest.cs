using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;

namespace MdeHunting.Lab.Authorize;

/// <summary>What an application asks for by way of the browser. https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow</summary>
/// <param name="Target">Where the response goes.</param>
/// <param name="Scopes">What is asked for.</param>
/// <param name="CodeChallenge">The S256 challenge that the code's redemption must meet (RFC 7636); only a confidential client may do without.</param>
/// <param name="Nonce">What the id token must repeat.</param>
/// <param name="LoginHint">The account that is likely meant.</param>
/// <param name="Prompt">login, select_account, consent, none or nothing.</param>
/// <param name="Capabilities">The client's capabilities, from "claims".</param>
internal sealed record AuthorizationRequest(
    AuthorizationTarget Target,
    RequestedScopes Scopes,
    string? CodeChallenge,
    string? Nonce,
    string? LoginHint,
    string? Prompt,
    IReadOnlyList<string> Capabilities
)
{
    /// <summary>The account that is likely meant, where the tenant has it.</summary>
    public LabAccount? HintedAccount => LoginHint is null ? null : Target.Tenant.FindAccount(LoginHint);
}
