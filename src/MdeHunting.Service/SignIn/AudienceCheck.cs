using MdeHunting.Service.Services;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>Compares the API that a token is for with the one that it would be sent to, so that no token of another API's gets to a hunting service.</summary>
/// <param name="context">Where it would be sent.</param>
internal sealed class AudienceCheck(SignInContext context)
{
    private const int LongestShown = 200;

    private string Api => context.Api.Api.ToString();

    /// <summary>Requires that a token which tells what it is for is for the connection's API.</summary>
    /// <param name="audiences">What the token tells (<c>aud</c>).</param>
    /// <exception cref="SignInException">It is for another.</exception>
    public void Require(IReadOnlyList<string> audiences)
    {
        if (audiences.Count == 0 || audiences.Any(Includes))
        {
            return;
        }

        var told = TerminalSafeText.Start(string.Join(" and ", audiences), LongestShown);
        throw new SignInException(
            SignInFailure.TokenForAnotherApi,
            $"The token is for {told}, and {Api} needs one for {context.Endpoint.Resource}. It wasn't sent there.",
            NextStep
        )
        {
            Target = told,
        };
    }

    /// <summary>The failure of a renewed token that no longer tells what it is for.</summary>
    public SignInException NotTold() =>
        new(
            SignInFailure.TokenForAnotherApi,
            "A renewed token doesn't state the API that it's for (aud), although the connection's first token did. It wasn't sent.",
            TenantCheck.Changed
        )
        {
            Target = context.Endpoint.Resource,
        };

    /// <summary>What is to be said of a token that does not tell what it is for.</summary>
    public string Note => $"The token doesn't state the API that it's for (aud), so the module couldn't check that it's for {Api}.";

    /// <summary>What to try where a token is for another API.</summary>
    public string NextStep { get; init; } = context.Scopes is null ? TenantCheck.Changed : "Remove -Scope, or specify the -Api that it belongs to.";

    private bool Includes(string audience) =>
        Audience.IsOf(context.Endpoint.Resource, audience) || (context.Environment.TakesTokensOfMicrosoft(context.Api.Api) && context.Api.Includes(audience));
}
