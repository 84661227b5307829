using System.Text;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;
using MdeHunting.Service.Services;
using MdeHunting.Text;

namespace MdeHunting.Service.Tokens;

/// <summary>
/// Reads a JSON Web Token (RFC 7519) for people. Microsoft calls access tokens opaque to clients, so whatever comes must end in a reading or a clear
/// error. A validating library would refuse much of what can still be read here (padding, line breaks, a lost signature), hence our own few lines.
/// </summary>
internal static class TokenReader
{
    private const string Next = "Check that the whole token was copied. Without a token, Get-MdeTokenInfo explains that of the current connection.";

    /// <summary>What the token says; its signature is neither checked nor kept.</summary>
    /// <param name="token">The token.</param>
    /// <param name="factory">Makes the objects of its header and claims.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="own">The services of the environment that the token was got in; null where it came from elsewhere.</param>
    /// <exception cref="TokenException">It cannot be read.</exception>
    public static MdeTokenInfo Read(string token, IObjectFactory factory, DateTime now, IReadOnlyDictionary<MdeApi, ApiEndpoint>? own = null) =>
        Read(token, (header, claims) => Info(claims, factory, header, now, own));

    /// <summary>Whether the token lets its bearer hunt through a service.</summary>
    /// <exception cref="TokenException">It cannot be read.</exception>
    public static MdeHuntingRight ReadRight(string token, HuntingService api, ApiEndpoint endpoint, DateTime now) =>
        Read(token, (_, claims) => HuntingRights.Of(api, TokenPermissions.Of(claims), endpoint.Resource, now));

    private static T Read<T>(string token, Func<JsonElement, Claims, T> read)
    {
        var parts = Bare(token).Split('.');
        if (parts.Length == 5)
        {
            throw Encrypted("a JWE, which has five parts");
        }

        if (parts.Length is not (2 or 3) || parts[0].Length == 0)
        {
            throw new TokenException(
                TokenFailure.TokenNotJwt,
                parts is [""] ? "The token is empty." : "This isn't a JSON Web Token, which has three parts separated by dots.",
                "Some services issue opaque tokens, which only they can read. " + Next
            );
        }

        using var header = Part(parts[0], "header", mayEndEarly: false);
        if (IsEncrypted(header.RootElement))
        {
            throw Encrypted("its header names 'enc'");
        }

        // Where the token was cut off, its last part is the one that is not whole.
        using var payload = Part(parts[1], "payload", mayEndEarly: parts.Length == 2);
        try
        {
            return read(header.RootElement, new Claims(payload.RootElement));
        }
        catch (InvalidOperationException e)
        {
            // How JsonElement says that an escape in a text is half a character.
            throw Malformed("payload", "has a claim whose text isn't Unicode", e);
        }
    }

    /// <summary>What is read of a token's claims; null where the token cannot be read.</summary>
    public static T? TryRead<T>(string token, Func<Claims, T?> read)
        where T : class
    {
        try
        {
            var parts = Bare(token).Split('.');
            if (parts.Length != 3)
            {
                return null;
            }

            using var payload = Part(parts[1], "payload", mayEndEarly: false);
            return read(new Claims(payload.RootElement));
        }
        catch (Exception e) when (e is TokenException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Requires of a token whose header says that it is a JSON Web Token that all of it is there; any other is only its service's to read.</summary>
    /// <exception cref="TokenException">It is cut.</exception>
    public static void RequireWhole(string token)
    {
        var parts = token.Split('.');
        if (parts.Length > 3 || !SaysJwt(parts[0], out var algorithm))
        {
            return;
        }

        if (parts.Length < 3 || !IsWholeSignature(parts[2], algorithm) || !IsPayload(parts[1]))
        {
            throw new TokenException(
                TokenFailure.TokenTruncated,
                "The token is truncated: its header is that of a JSON Web Token, which has three parts separated by dots, and not all of them are complete. It wasn't sent.",
                "Copy the whole token, from its first letter to its last, and connect again."
            );
        }
    }

    /// <summary>
    /// A token without what is pasted with it from a header, a terminal or a file: "Bearer ", line breaks, what is not seen, quotes around it.
    /// </summary>
    public static string Bare(string token)
    {
        var text = string.Concat(PastedText.Trim(token).Where(c => !PastedText.IsStray(c) && c is not ('"' or '\'')));
        return text.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) ? text.Substring("Bearer".Length).TrimStart(':') : text;
    }

    private static MdeTokenInfo Info(Claims claims, IObjectFactory factory, JsonElement header, DateTime now, IReadOnlyDictionary<MdeApi, ApiEndpoint>? own)
    {
        var facts = TokenPermissions.Of(claims);
        var methods = claims.List("amr");
        return new MdeTokenInfo
        {
            Audience = claims.Audiences is { Length: > 0 } audiences ? string.Join(" ", audiences) : null,
            Issuer = claims.Text("iss"),
            TenantId = claims.Text("tid"),
            ApplicationId = claims.Text("appid") ?? claims.Text("azp"),
            ApplicationName = claims.Text("app_displayname"),
            Account = claims.Account,
            ObjectId = claims.Text("oid"),
            Kind = facts.Kind.ToString(),
            Scopes = facts.Scopes,
            Roles = facts.Roles,
            CanHunt = HuntingRights.OfAll(facts, own, now),
            ExcessPermissions = ExcessPermissions.Of(facts.Scopes.Concat(facts.Roles)),
            AuthenticationMethods = methods,
            IsMultifactor = methods.Length == 0 ? null : methods.Contains("mfa", StringComparer.Ordinal),
            IssuedAt = claims.Time("iat"),
            NotBefore = facts.NotBefore,
            ExpiresOn = facts.ExpiresOn,
            Left = facts.ExpiresOn - now,
            HasContinuousAccessEvaluation = ContinuousAccess.IsEvaluated(claims),
            Region = claims.Text("tenant_region_scope"),
            Version = claims.Text("ver") ?? claims.Number("ver"),
            Header = DynamicReader.Read(Encoding.UTF8.GetBytes(header.GetRawText()), factory),
            Claims = DynamicReader.Read(Encoding.UTF8.GetBytes(claims.All.GetRawText()), factory),
        };
    }

    private static bool SaysJwt(string part, out string? algorithm)
    {
        algorithm = null;
        try
        {
            using var header = Part(part, "header", mayEndEarly: true);
            var names = new Claims(header.RootElement);
            algorithm = names.Text("alg");
            return (names.Text("typ") ?? algorithm) is not null;
        }
        catch (Exception e) when (e is TokenException or InvalidOperationException)
        {
            // "eyJ" is base64 of the beginning of each JSON object with a member.
            return e is TokenException { Failure: TokenFailure.TokenTruncated } && part.StartsWith("eyJ", StringComparison.Ordinal);
        }
    }

    private static bool IsPayload(string part)
    {
        try
        {
            Part(part, "payload", mayEndEarly: false).Dispose();
            return true;
        }
        catch (TokenException)
        {
            return false;
        }
    }

    // RSA signs with keys of 2048 bits or more (RFC 7518, section 3.3), and no other algorithm's signature is shorter than 256 bits.
    private static bool IsWholeSignature(string part, string? algorithm)
    {
        var isOfRsa = algorithm?.StartsWith("RS", StringComparison.Ordinal) == true || algorithm?.StartsWith("PS", StringComparison.Ordinal) == true;
        try
        {
            return Bytes(part).Length >= (isOfRsa ? 2048 : 256) / 8;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsEncrypted(JsonElement header)
    {
        try
        {
            return header.TryGetProperty("enc", out _);
        }
        catch (InvalidOperationException e)
        {
            throw Malformed("header", "has a name that isn't Unicode", e);
        }
    }

    private static JsonDocument Part(string text, string name, bool mayEndEarly)
    {
        var bytes = Decode(text, name, mayEndEarly);
        try
        {
            var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = JsonCursor.DynamicDepth });
            return document.RootElement.ValueKind is JsonValueKind.Object ? document : throw Malformed(name, "isn't a JSON object");
        }
        catch (JsonException e)
        {
            throw IsCutOff(bytes) ? Truncated(name, e) : Malformed(name, "isn't JSON", e);
        }
    }

    private static byte[] Decode(string text, string name, bool mayEndEarly)
    {
        var length = text.TrimEnd('=').Length;
        if (length % 4 == 1)
        {
            // No whole bytes end there, so the last character is the rest of a group that was cut.
            throw mayEndEarly || length == 1 ? Truncated(name, null) : Malformed(name, "isn't base64url: its length isn't valid");
        }

        try
        {
            // Bytes that are no UTF-8 become U+FFFD, so that the rest can be read.
            return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Bytes(text)));
        }
        catch (FormatException e)
        {
            throw Malformed(name, "isn't base64url", e);
        }
    }

    private static byte[] Bytes(string text)
    {
        var standard = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='));
    }

    // A reader that may be given more finds no mistake in what is there, and yet no end.
    private static bool IsCutOff(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonCursor.DynamicDepth }));
            while (reader.Read()) { }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static TokenException Encrypted(string how) =>
        new(TokenFailure.TokenEncrypted, $"The token is encrypted ({how}): only its own service can read it.", "Nothing is wrong with the token itself.");

    private static TokenException Truncated(string part, Exception? inner) =>
        new(TokenFailure.TokenTruncated, $"The token ends in the middle of its {part}.", Next, inner);

    private static TokenException Malformed(string part, string what, Exception? inner = null) =>
        new(TokenFailure.TokenMalformed, $"The token's {part} {what}.", Next, inner);
}

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
