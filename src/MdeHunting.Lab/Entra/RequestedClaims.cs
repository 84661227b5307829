using System.Text.Json;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Entra;

/// <summary>The "claims" parameter. https://learn.microsoft.com/entra/identity-platform/claims-challenge</summary>
/// <param name="Capabilities">What the client says that it can do: {"access_token":{"xms_cc":{"values":["cp1"]}}}.</param>
/// <param name="AnswersChallenge">Whether anything else is asked of the access token, as after a challenge.</param>
internal sealed record RequestedClaims(IReadOnlyList<string> Capabilities, bool AnswersChallenge)
{
    /// <exception cref="EntraException">The text is not the JSON that it should be.</exception>
    public static RequestedClaims Parse(string? claims)
    {
        if (claims is null)
        {
            return new([], false);
        }

        try
        {
            using var document = JsonDocument.Parse(claims);
            if (!document.RootElement.TryGetProperty("access_token", out var accessToken))
            {
                return new([], false);
            }

            string[] capabilities =
                accessToken.TryGetProperty("xms_cc", out var asked) && asked.TryGetProperty("values", out var values)
                    ? [.. values.EnumerateArray().Select(value => value.GetString()!)]
                    : [];
            return new(capabilities, accessToken.EnumerateObject().Any(property => property.Name != "xms_cc"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new EntraException(EntraError.Malformed);
        }
    }
}
