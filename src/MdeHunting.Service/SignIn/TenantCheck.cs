using MdeHunting.Connections;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.SignIn;

/// <summary>Compares the tenant that signed in with the one that was asked for, so that no query runs in another customer's tenant.</summary>
internal static class TenantCheck
{
    /// <summary>The tenant that a token names; null where it cannot be read.</summary>
    public static string? TenantOf(string token) => TokenReader.TryRead(token, claims => claims.Text("tid"));

    /// <summary>Requires that what the sign-in tells, and the token where it can be read, agree with what was asked for.</summary>
    /// <param name="asked">The tenant's id that was asked for; null where none was.</param>
    /// <param name="signedIn">The tenant that the sign-in reports; for an application alone that is only what was typed.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="notices">Told where nothing can be known.</param>
    /// <exception cref="SignInException">They differ.</exception>
    public static async Task RequireAsync(string? asked, string? signedIn, string accessToken, INotices notices)
    {
        if (asked is null)
        {
            return;
        }

        var inToken = TenantOf(accessToken);
        if (inToken is null)
        {
            await notices.VerboseAsync("The token cannot be read, so its own tenant is not known; what the sign-in reports was compared instead.").ConfigureAwait(false);
        }

        foreach (var told in new[] { signedIn, inToken })
        {
            // Of a managed identity MSAL reports no tenant, but the words "managed_identity".
            if (Guid.TryParse(told, out _) && !string.Equals(told, asked, StringComparison.OrdinalIgnoreCase))
            {
                throw new SignInException(
                    SignInFailure.WrongTenant,
                    $"The tenant {told} signed in, and {asked} was asked for.",
                    "Sign in with an account of the tenant that was asked for, in a private browser window if another account is remembered there.")
                {
                    Target = asked,
                };
            }
        }
    }
}
