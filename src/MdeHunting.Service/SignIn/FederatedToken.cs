using System.Text.Json;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Service.Services;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// A token that may be sent as the proof of a federated identity: a JSON Web Token of three parts (RFC 7523, section 2.2; RFC 7515, section 3.1), so that no
/// file or variable that is named by mistake or by somebody else ends up at the authority. What it holds is not repeated.
/// </summary>
internal static class FederatedToken
{
    // Ten times the largest there are.
    private const int LongestToken = 100_000;
    private static readonly Regex Jwt = new(@"^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant);

    /// <summary>The token in a text, without the blanks and line ends around it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it comes from.</param>
    /// <exception cref="SignInException">It is none.</exception>
    public static string Require(string? text, string source)
    {
        var token = PastedText.Trim(text ?? string.Empty);
        if (token.Length == 0)
        {
            throw Unreadable(source, "is empty");
        }

        var parts = token.Length <= LongestToken ? Jwt.Match(token) : Match.Empty;
        return parts.Success && IsObject(parts.Groups[1].Value) && IsObject(parts.Groups[2].Value)
            ? token
            : throw Unreadable(source, "doesn't contain a token: a federated token is a JSON Web Token, with three parts separated by dots. Nothing was sent");
    }

    /// <summary>Reads the token in a file.</summary>
    /// <exception cref="SignInException">It cannot be read, or has no token in it.</exception>
    public static string Read(string path)
    {
        try
        {
            return Require(TextEncoding.Read(SmallFile.Read(path)), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unreadable(path, $"can't be read: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>The failure of a source that gives no token.</summary>
    public static SignInException Unreadable(
        string source,
        string what,
        Exception? e = null,
        SignInTrouble trouble = SignInTrouble.Lasting,
        TimeSpan? retryAfter = null
    ) =>
        new(
            SignInFailure.FederatedTokenUnreadable,
            $"The federated token's source '{source}' {what}.",
            "Check that its issuer has written it and that you can read it.",
            e
        )
        {
            Target = source,
            Trouble = trouble,
            RetryAfter = retryAfter,
        };

    private static bool IsObject(string part)
    {
        try
        {
            using var document = JsonDocument.Parse(
                Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '='))
            );
            return document.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }
}
