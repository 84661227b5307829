using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using Microsoft.IdentityModel.JsonWebTokens;

namespace MdeHunting.Lab.Tokens;

/// <summary>Whether an assertion is for now. Entra lets clocks differ by five minutes.</summary>
internal static class AssertionTimes
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <exception cref="EntraException">It is not.</exception>
    public static void Check(JsonWebToken token, DateTimeOffset now)
    {
        if (token.ValidTo == DateTime.MinValue)
        {
            throw new EntraException(CredentialErrors.MalformedAssertion("The assertion has no 'exp'."));
        }

        if (now + Tolerance < token.ValidFrom || now - Tolerance >= token.ValidTo)
        {
            throw new EntraException(CredentialErrors.AssertionOutOfTime(now, token.ValidFrom, token.ValidTo));
        }
    }
}
