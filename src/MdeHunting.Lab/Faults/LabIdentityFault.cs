using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MdeHunting.Lab.Faults;

/// <summary>What a request to the identity server gets instead of its response.</summary>
public sealed class LabIdentityFault
{
    private readonly Func<HttpContext, byte[], Task> _response;

    private LabIdentityFault(Func<HttpContext, byte[], Task> response) => _response = response;

    /// <summary>The true response, with something in it that is not true.</summary>
    /// <param name="lie">Changes it.</param>
    public static LabIdentityFault Lie(Action<JsonObject> lie) =>
        new(
            (context, body) =>
            {
                var told = (JsonObject)JsonNode.Parse(body)!;
                lie(told);
                return SendAsync(context, Encoding.UTF8.GetBytes(told.ToJsonString()));
            }
        );

    /// <summary>The true response, whose text is changed as it goes out: what no JSON writer would write.</summary>
    /// <param name="old">What is replaced.</param>
    /// <param name="with">By what.</param>
    public static LabIdentityFault Replace(string old, string with) =>
        new((context, body) => SendAsync(context, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(old, with, StringComparison.Ordinal))));

    /// <summary>The true response ends too early, but as HTTP ends a response that is whole.</summary>
    /// <param name="share">How much of it is sent, from 0 to 1.</param>
    public static LabIdentityFault Cut(double share = 0.5) => new((context, body) => SendAsync(context, body[..(int)(body.Length * share)]));

    /// <summary>Another response, as a proxy or the page of a hotel's network gives it.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="contentType">The content type; null for none.</param>
    /// <param name="text">The body.</param>
    /// <param name="location">The Location header; null for none.</param>
    /// <param name="retryAfter">How many seconds the Retry-After header asks to wait; null for none.</param>
    public static LabIdentityFault Respond(int status, string? contentType, string text, string? location = null, int? retryAfter = null) =>
        new(
            (context, _) =>
            {
                context.Response.StatusCode = status;
                context.Response.ContentType = contentType;
                if (location is not null)
                {
                    context.Response.Headers.Location = location;
                }

                if (retryAfter is { } seconds)
                {
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                }

                return SendAsync(context, Encoding.UTF8.GetBytes(text));
            }
        );

    /// <summary>The connection is reset before anything of the response.</summary>
    public static LabIdentityFault Reset() =>
        new(
            (context, _) =>
            {
                context.Abort();
                return Task.CompletedTask;
            }
        );

    /// <summary>Silence until the client leaves.</summary>
    /// <param name="share">How much of the true response is sent before, from 0 to 1; null where not even the headers are.</param>
    /// <param name="begun">Called when the silence begins.</param>
    public static LabIdentityFault Silence(double? share = null, Action? begun = null) =>
        new(
            async (context, body) =>
            {
                if (share is { } part)
                {
                    context.Response.ContentLength = body.Length;
                    await context.Response.StartAsync(context.RequestAborted);
                    await context.Response.Body.WriteAsync(body.AsMemory(0, (int)(body.Length * part)), context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }

                begun?.Invoke();
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            }
        );

    /// <summary>A body that does not end.</summary>
    public static LabIdentityFault Endless() =>
        new(
            async (context, _) =>
            {
                var blank = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
                while (true)
                {
                    await context.Response.Body.WriteAsync(blank, context.RequestAborted);
                }
            }
        );

    internal Task RespondAsync(HttpContext context, byte[] body) => _response(context, body);

    private static async Task SendAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
