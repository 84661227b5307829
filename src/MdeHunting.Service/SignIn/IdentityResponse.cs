using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// What a response of an identity service has to be, so that it can be used: RFC 6749, section 5 (tokens), and RFC 8628, section 3.2 (device codes). What it
/// holds is not repeated in a failure, since it may hold a token.
/// </summary>
internal static class IdentityResponse
{
    // Ten years: nothing is good for longer. https://www.rfc-editor.org/rfc/rfc8628#section-3.2: five seconds unless told.
    private const long LongestSeconds = 315_360_000;
    private const long LongestInterval = 600;
    private const int UsualInterval = 5;
    private const string OfPage = "is a web page, and not JSON";
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };
    private static readonly string[] Times = ["expires_in", "ext_expires_in", "refresh_in", "interval"];
    private static readonly string[] Texts =
    [
        "access_token",
        "refresh_token",
        "id_token",
        "client_info",
        "token_type",
        "user_code",
        "device_code",
        "verification_uri",
        "verification_url",
    ];

    /// <summary>Checks a response of the authority.</summary>
    public static byte[] OfAuthority(Uri address, HttpResponseMessage response, byte[] body)
    {
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            throw Invalid(
                address,
                response,
                $"redirects the sign-in elsewhere ({response.Headers.Location?.ToString() ?? "without saying where to"}), which isn't followed"
            );
        }

        RequireReady(address, response, body);
        return Read(address, response, body, OfAuthority);
    }

    /// <summary>Checks the authority's response to a user's sign-in: with the token it has to identify the account.</summary>
    public static byte[] OfUser(Uri address, HttpResponseMessage response, byte[] body)
    {
        var told = OfAuthority(address, response, body);
        return IsToken(address) && response.StatusCode == HttpStatusCode.OK ? Read(address, response, told, RequireUser) : told;
    }

    /// <summary>Checks a response of a host's endpoint for managed identities. Its refusals are in many forms, which MSAL knows.</summary>
    public static byte[] OfHost(Uri address, HttpResponseMessage response, byte[] body)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return Read(address, response, body, OfHost);
        }

        RequireReady(address, response, body);
        return IsPage(body) ? throw Invalid(address, response, OfPage) : body;
    }

    /// <summary>Checks nothing: whoever asked knows better.</summary>
    public static byte[] OfAnybody(Uri address, HttpResponseMessage response, byte[] body) => body;

    /// <summary>How a body is compressed, which no request of a sign-in asks for; null where it is not.</summary>
    public static string? Compression(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.LastOrDefault(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>The failure of a response that cannot be used.</summary>
    public static SignInException Invalid(Uri address, HttpResponseMessage response, string what) =>
        new(
            SignInFailure.InvalidIdentityResponse,
            string.Format(
                CultureInfo.InvariantCulture,
                "The response of {0} (HTTP {1}, {2}) {3}.",
                address.Authority,
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType ?? "of no type",
                what
            ),
            "Something else, not the identity service, might have responded, such as a proxy or the sign-in page of a hotel's network. Open a "
                + "page in a browser, then run the command again."
        )
        {
            Target = address.GetLeftPart(UriPartial.Path),
            Trouble = SignInTrouble.BadResponse,
        };

    /// <summary>Whether a status says that the service cannot answer now; 410 is how Azure's host says so while it is updated.</summary>
    public static bool IsBusy(HttpStatusCode status) => (int)status is 408 or 410 or 429 or >= 500;

    // MSAL would refuse every later sign-in of this process for a while, and never ask again.
    private static void RequireReady(Uri address, HttpResponseMessage response, byte[] body)
    {
        if (IsBusy(response.StatusCode))
        {
            throw Busy(address, response, IdentityError.Words(body));
        }

        if (IdentityError.Passes(body) is { } words)
        {
            throw Busy(address, response, words);
        }
    }

    private static SignInException Busy(Uri address, HttpResponseMessage response, string? words)
    {
        var wait = RetryTime.Of(response);
        return new SignInException(
            SignInFailure.ServiceUnreachable,
            (int)response.StatusCode == 429
                ? $"{address.Authority} doesn't accept more requests right now (HTTP 429)."
                : FormattableString.Invariant($"{address.Authority} can't respond right now (HTTP {(int)response.StatusCode})")
                    + (words is null ? "." : $": {ForeignText.Cut(words)}"),
            wait is { } time
                ? FormattableString.Invariant(
                    $"This is temporary. Wait {Math.Ceiling(time.TotalSeconds):N0} seconds, as the service requests, and run the command again."
                )
                : "This is temporary. Wait a minute, and run the command again."
        )
        {
            Target = address.Authority,
            Trouble = SignInTrouble.Busy,
            RetryAfter = wait,
        };
    }

    private static byte[] OfAuthority(Uri address, HttpResponseMessage response, JsonElement root, byte[] body)
    {
        if (response.StatusCode != HttpStatusCode.OK || (root.TryGetProperty("error", out var told) && told.ValueKind is not JsonValueKind.Null))
        {
            var error = IdentityError.Plain(root) ?? throw Invalid(address, response, "has an error without a text");
            if (response.StatusCode == HttpStatusCode.OK)
            {
                // MSAL takes what comes with that for a token.
                response.StatusCode = HttpStatusCode.BadRequest;
            }

            return error;
        }

        RequireValues(address, response, root);
        if (IsToken(address))
        {
            Require(address, response, root, "access_token");
            Require(address, response, root, "token_type");
            RequireBearer(address, response, root);
        }

        return address.AbsolutePath.EndsWith("/devicecode", StringComparison.Ordinal) ? OfDeviceCode(address, response, root, body) : body;
    }

    // MSAL needs one of them (https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse), and says nothing of it where both are missing.
    private static byte[] RequireUser(Uri address, HttpResponseMessage response, JsonElement root, byte[] body) =>
        (Text(root, "id_token") ?? Text(root, "client_info")) is { Length: > 0 }
            ? body
            : throw Invalid(address, response, "has neither id_token nor client_info, so it doesn't state who signed in");

    private static bool IsToken(Uri address) => address.AbsolutePath.EndsWith("/token", StringComparison.Ordinal);

    private static byte[] OfHost(Uri address, HttpResponseMessage response, JsonElement root, byte[] body)
    {
        RequireText(address, response, root, Texts);
        RequireOnce(address, response, root, Texts);
        RequireBearer(address, response, root);
        return root.TryGetProperty("access_token", out var token) && !IsToken(token)
            ? throw Invalid(address, response, "has a value in access_token that isn't a token")
            : body;
    }

    private static byte[] Read(Uri address, HttpResponseMessage response, byte[] body, Func<Uri, HttpResponseMessage, JsonElement, byte[], byte[]> check)
    {
        if (Compression(response) is { } compression)
        {
            throw Invalid(address, response, $"is compressed ({ForeignText.Cut(compression)}), which wasn't requested");
        }

        // A byte order mark is not part of JSON and may be ignored (RFC 8259, section 8.1).
        var json = body.AsSpan().StartsWith(Mark) ? body.AsSpan(Mark.Length).ToArray() : body;
        using var document = Parse(address, response, json);
        try
        {
            return check(address, response, document.RootElement, json);
        }
        catch (InvalidOperationException)
        {
            // How JsonElement says that an escape in a text is half a character.
            throw Invalid(address, response, "has a name that isn't text");
        }
    }

    private static JsonDocument Parse(Uri address, HttpResponseMessage response, byte[] body)
    {
        if (body.Length == 0)
        {
            throw Invalid(address, response, "is empty");
        }

        try
        {
            var document = JsonDocument.Parse(body, Options);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document : throw Invalid(address, response, "isn't a JSON object");
        }
        catch (JsonException)
        {
            throw Invalid(address, response, IsPage(body) ? OfPage : "isn't JSON, or ends too early");
        }
    }

    private static bool IsPage(byte[] body) =>
        Encoding.ASCII.GetString(body, 0, Math.Min(body.Length, 512)).TrimStart('?', ' ', '\r', '\n', '\t').StartsWith("<", StringComparison.Ordinal);

    private static void RequireValues(Uri address, HttpResponseMessage response, JsonElement root)
    {
        RequireText(address, response, root, Texts);
        RequireOnce(address, response, root, [.. Texts, .. Times]);
        foreach (var name in Times)
        {
            if (root.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null && Seconds(value) is not (>= 0 and <= LongestSeconds))
            {
                throw Invalid(address, response, $"has a value in {name} that isn't a valid time");
            }
        }

        foreach (var name in new[] { "access_token", "refresh_token", "id_token" })
        {
            if (root.TryGetProperty(name, out var token) && !IsToken(token))
            {
                throw Invalid(address, response, $"has a value in {name} that isn't a token");
            }
        }
    }

    private static byte[] OfDeviceCode(Uri address, HttpResponseMessage response, JsonElement root, byte[] body)
    {
        Require(address, response, root, "user_code");
        Require(address, response, root, "device_code");
        Require(address, response, root, "expires_in");
        var page = Text(root, "verification_uri") is { Length: > 0 } uri ? uri : Text(root, "verification_url");
        if (!Uri.TryCreate(page, UriKind.Absolute, out var parsed) || (parsed.Scheme != Uri.UriSchemeHttps && parsed.Scheme != Uri.UriSchemeHttp))
        {
            throw Invalid(address, response, "has no page for entering the code in verification_uri");
        }

        if (root.TryGetProperty("interval", out var interval) && Seconds(interval) is { } seconds and > 0)
        {
            return seconds <= LongestInterval ? body : throw Invalid(address, response, "has a value in interval that isn't a valid time");
        }

        var told = (JsonObject)JsonNode.Parse(body)!;
        told["interval"] = UsualInterval;
        return Encoding.UTF8.GetBytes(told.ToJsonString());
    }

    private static void Require(Uri address, HttpResponseMessage response, JsonElement root, string name)
    {
        if (
            !root.TryGetProperty(name, out var value)
            || value.ValueKind is JsonValueKind.Null
            || (value.ValueKind is JsonValueKind.String && value.GetString()!.Trim().Length == 0)
        )
        {
            throw Invalid(address, response, $"has no {name}");
        }
    }

    // Of two members of one name, each reader takes another.
    private static void RequireOnce(Uri address, HttpResponseMessage response, JsonElement root, string[] names)
    {
        if (Array.Find(names, name => root.EnumerateObject().Count(member => member.NameEquals(name)) > 1) is { } twice)
        {
            throw Invalid(address, response, $"has more than one {twice}");
        }
    }

    // Another type has a proof of its own in each request, which nobody asked for (RFC 6749, section 7.1).
    private static void RequireBearer(Uri address, HttpResponseMessage response, JsonElement root)
    {
        if (Text(root, "token_type") is { } type && !string.Equals(type, "Bearer", StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(address, response, "has a token that is of another type than Bearer");
        }
    }

    private static void RequireText(Uri address, HttpResponseMessage response, JsonElement root, params string[] names)
    {
        foreach (var name in names)
        {
            try
            {
                if (root.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                {
                    throw Invalid(address, response, $"has a value in {name} that isn't text");
                }

                Text(root, name);
            }
            catch (InvalidOperationException)
            {
                // How JsonElement says that an escape in a text is half a character.
                throw Invalid(address, response, $"has a value in {name} that isn't text");
            }
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    // Some services write numbers as text.
    private static long? Seconds(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

    // What can stand in a header (RFC 6750, section 2.1).
    private static bool IsToken(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.All(c => c is > ' ' and <= '~');
}
