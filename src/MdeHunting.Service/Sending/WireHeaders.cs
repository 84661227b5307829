using System.Net.Http.Headers;
using System.Text;

namespace MdeHunting.Service.Sending;

/// <summary>Describes what went over the wire, by its headers.</summary>
internal static class WireHeaders
{
    private const string LeftOut = "(left out)";

    // Beyond that a value tells nothing more to who reads it.
    private const int Longest = 1000;

    /// <summary>
    /// The headers of a request and of its response, a line each; of those that have a token, a session or credentials for their value only the names.
    /// </summary>
    public static string Describe(HttpRequestMessage request, HttpResponseMessage response)
    {
        var text = new StringBuilder($"> {request.Method} {request.RequestUri} HTTP/{request.Version}");
        Append(text, "> ", request.Headers);
        Append(text, "> ", request.Content?.Headers);
        text.Append(FormattableString.Invariant($"\n< HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}"));
        Append(text, "< ", response.Headers);
        Append(text, "< ", response.Content?.Headers);
        return text.ToString();
    }

    /// <summary>All headers of a response; of those that have a token, a session or credentials for their value only the names.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Told(HttpResponseMessage response) => Told(response.Headers, response.Content);

    /// <summary>All headers of a request; of those that have a token, a session or credentials for their value only the names.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Told(HttpRequestMessage request) => Told(request.Headers, request.Content);

    private static KeyValuePair<string, string?>[] Told(HttpHeaders headers, HttpContent? content) =>
        [
            .. headers
                .Concat(content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
                .Select(header => new KeyValuePair<string, string?>(header.Key, SecretsHandler.IsSecret(header.Key) ? null : string.Join(", ", header.Value))),
        ];

    private static void Append(StringBuilder text, string mark, IEnumerable<KeyValuePair<string, IEnumerable<string>>>? headers)
    {
        foreach (var header in headers ?? [])
        {
            text.Append('\n').Append(mark).Append(header.Key).Append(": ");
            text.Append(SecretsHandler.IsSecret(header.Key) ? LeftOut : Cut(string.Join(", ", header.Value)));
        }
    }

    private static string Cut(string value) => value.Length <= Longest ? value : $"{value.Substring(0, Longest)}…";
}
