using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.SignIn;

/// <summary>Compares the tenant that signed in with the one that was asked for, so that no query runs in another customer's tenant.</summary>
internal static class TenantCheck
{
    /// <summary>What to try where a renewed token is not as the first one was.</summary>
    public const string Changed =
        "Connect again with Connect-MdeTenant. If the error persists, something on the way to the identity service changes its responses: check the network and "
        + "its proxy.";

    private const int LongestShown = 100;

    /// <summary>The tenant that a token names; null where it cannot be read.</summary>
    public static string? TenantOf(string token) => TokenReader.TryRead(token, claims => claims.Text("tid"));

    /// <summary>Requires that each tenant that is told is the one that was asked for.</summary>
    /// <param name="asked">The tenant's id that was asked for; null where none was.</param>
    /// <param name="told">What the sign-in reports, and the token where it can be read.</param>
    /// <exception cref="SignInException">They differ, or one is no tenant's id.</exception>
    public static void Require(string? asked, IReadOnlyList<string> told)
    {
        foreach (var tenant in told)
        {
            if (!Guid.TryParse(tenant, out var id))
            {
                throw Wrong(
                    asked,
                    $"The sign-in names '{(tenant.Length > LongestShown ? tenant.Substring(0, LongestShown) : tenant)}' as its tenant, which isn't a "
                        + "tenant's ID."
                );
            }

            if ((asked ?? told[0]) is var wanted && id != Guid.Parse(wanted))
            {
                throw Wrong(asked, $"The token is for tenant {tenant}, but {wanted} was requested.");
            }
        }
    }

    /// <summary>The failure of a token that no longer tells its tenant.</summary>
    public static SignInException NotTold(string before) =>
        new(SignInFailure.WrongTenant, $"A renewed token doesn't state its tenant (tid), although the connection's first token did: {before}.", Changed)
        {
            Target = before,
        };

    private static SignInException Wrong(string? asked, string what) =>
        new(
            SignInFailure.WrongTenant,
            what,
            "Sign in with an account of the requested tenant, in a private browser window if another account is remembered there."
        )
        {
            Target = asked,
        };
}
