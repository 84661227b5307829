using System.Globalization;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Entra;

/// <summary>What ties a response of the identity server to its request: the ids and the time that every refusal repeats.</summary>
internal sealed record EntraTrace(string TraceId, string CorrelationId, DateTimeOffset At)
{
    private string Timestamp => At.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static EntraTrace Begin(HttpContext context, DateTimeOffset now)
    {
        var correlationId = context.Request.Headers["client-request-id"].ToString() is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
        var trace = new EntraTrace(Guid.NewGuid().ToString(), correlationId, now);
        context.Features.Set(trace);
        return trace;
    }

    public static EntraTrace Of(HttpContext context) => context.Features.Get<EntraTrace>()!;

    public static string ErrorUri(EntraError error) => $"https://login.microsoftonline.com/error?code={error.Code}";

    public string Describe(EntraError error) => $"AADSTS{error.Code}: {error.Text} Trace ID: {TraceId} Correlation ID: {CorrelationId} Timestamp: {Timestamp}";

    public JsonObject ToJson(EntraError error)
    {
        var body = new JsonObject
        {
            ["error"] = error.Error,
            ["error_description"] = Describe(error),
            ["error_codes"] = new JsonArray(error.Code),
            ["timestamp"] = Timestamp,
            ["trace_id"] = TraceId,
            ["correlation_id"] = CorrelationId,
            ["error_uri"] = ErrorUri(error),
        };
        if (error.SubError is { } subError)
        {
            body["suberror"] = subError;
        }

        if (error.Claims is { } claims)
        {
            body["claims"] = claims;
        }

        return body;
    }
}
