using Microsoft.IdentityModel.JsonWebTokens;

namespace MdeHunting.Lab.HuntingApi;

internal static class TokenClaims
{
    public static string? GetPayloadValueOrNull(this JsonWebToken token, string claim) => token.Claims.FirstOrDefault(one => one.Type == claim)?.Value;
}
