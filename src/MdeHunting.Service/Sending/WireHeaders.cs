using System.Text;

namespace MdeHunting.Service.Sending;

/// <summary>Describes what went over the wire, by its headers.</summary>
internal static class WireHeaders
{
    private const string Token = "Authorization";

    /// <summary>The headers of a request and of its answer, a line each; never the one with the token, nor those of a proxy's credentials.</summary>
    public static string Describe(HttpRequestMessage request, HttpResponseMessage response)
    {
        var text = new StringBuilder($"> {request.Method} {request.RequestUri} HTTP/{request.Version}");
        Append(text, "> ", request.Headers.Where(header => header.Key.IndexOf(Token, StringComparison.OrdinalIgnoreCase) < 0));
        Append(text, "> ", request.Content?.Headers);
        text.Append($"\n< HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}");
        Append(text, "< ", response.Headers);
        Append(text, "< ", response.Content?.Headers);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string mark, IEnumerable<KeyValuePair<string, IEnumerable<string>>>? headers)
    {
        foreach (var header in headers ?? [])
            text.Append($"\n{mark}{header.Key}: {string.Join(", ", header.Value)}");
    }
}
