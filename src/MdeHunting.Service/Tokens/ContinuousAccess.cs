namespace MdeHunting.Service.Tokens;

/// <summary>
/// Whether a token is under continuous access evaluation. There are two signs: the client declared itself able (<c>xms_cc</c> has <c>cp1</c>), and the token
/// lives longer than ordinary ones. https://learn.microsoft.com/entra/identity-platform/claims-challenge,
/// https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation.
/// </summary>
internal static class ContinuousAccess
{
    // Ordinary tokens live 60 to 90 minutes, some two hours; evaluated ones up to 28 hours. https://learn.microsoft.com/entra/identity-platform/access-tokens
    private static readonly TimeSpan LongestOrdinaryLifetime = TimeSpan.FromHours(3);

    /// <summary>Yes or no where both signs say so; null where they differ, since a policy can lengthen any token and not every service takes part.</summary>
    public static bool? IsEvaluated(Claims claims)
    {
        if (claims.Time("exp") - (claims.Time("iat") ?? claims.Time("nbf")) is not { } lifetime)
        {
            return null;
        }

        var isDeclared = claims.List("xms_cc").Contains("cp1", StringComparer.OrdinalIgnoreCase);
        return isDeclared == lifetime > LongestOrdinaryLifetime ? isDeclared : null;
    }
}
