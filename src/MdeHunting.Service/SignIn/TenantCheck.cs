using MdeHunting.Connections;

namespace MdeHunting.Service.SignIn;

/// <summary>Compares the tenant that signed in with the one that was asked for, so that no query runs in another customer's tenant.</summary>
internal static class TenantCheck
{
    /// <exception cref="SignInException">They differ. A domain cannot be compared.</exception>
    public static void Require(string asked, string? signedIn)
    {
        if (Guid.TryParse(asked, out var wanted) && Guid.TryParse(signedIn, out var got) && wanted != got)
        {
            throw new SignInException(
                SignInFailure.WrongTenant,
                $"The tenant {got} signed in, and {wanted} was asked for.",
                "Sign in with an account of the tenant that was asked for, in a private browser window if another account is remembered there.")
            {
                Target = asked,
            };
        }
    }
}
