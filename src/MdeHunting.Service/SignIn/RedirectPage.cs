using System.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>What the browser is shown at the end: fixed texts, with nothing in them that came from outside, and no script that could run.</summary>
internal static class RedirectPage
{
    /// <summary>After a sign-in.</summary>
    public static byte[] SignedIn { get; } = Make("200 OK", "You have signed in", "You can close this window and go back to PowerShell.");

    /// <summary>After one that was declined or refused.</summary>
    public static byte[] NotSignedIn { get; } = Make("200 OK", "You aren't signed in", "You can close this window; PowerShell shows what to try next.");

    /// <summary>For what is not the response of the sign-in.</summary>
    public static byte[] NotTheResponse { get; } =
        Make("400 Bad Request", "Nothing to see here", "PowerShell is waiting for a sign-in at this address, and this isn't its response.");

    /// <summary>For whatever else is asked for.</summary>
    public static byte[] NotFound { get; } = Make("404 Not Found", "Nothing to see here", "PowerShell is waiting for a sign-in at this address.");

    private static byte[] Make(string status, string title, string text)
    {
        var page = $"""
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
            <body style="font-family:sans-serif;margin:4em auto;max-width:34em"><h1>{title}</h1><p>{text}</p></body></html>
            """;
        string[] head =
        [
            $"HTTP/1.1 {status}",
            "Content-Type: text/html; charset=utf-8",
            FormattableString.Invariant($"Content-Length: {Encoding.UTF8.GetByteCount(page)}"),
            "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: no-referrer",
            "Cache-Control: no-store",
            "Connection: close",
        ];
        return Encoding.UTF8.GetBytes($"{string.Join("\r\n", head)}\r\n\r\n{page}");
    }
}
