using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.Service.SignIn;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.Registration;

/// <summary>
/// Sends requests to Microsoft Graph, and again where their failure passes by itself. What may have been done already is done a second time only where that
/// changes nothing. https://learn.microsoft.com/graph/errors, https://learn.microsoft.com/graph/throttling
/// </summary>
/// <param name="context">The sign-in.</param>
/// <param name="tokens">The tokens of who registers.</param>
/// <param name="graph">The address of Graph.</param>
/// <param name="prompt">How to turn to the person.</param>
internal sealed class GraphRequests(SignInContext context, ITokenSource tokens, Uri graph, ISignInPrompt prompt)
{
    private const HttpStatusCode TooManyRequests = (HttpStatusCode)429;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private enum Trouble
    {
        Lasting,
        NotDone,
        MayBeDone,
        IsThere,
    }

    /// <summary>Reads something.</summary>
    /// <exception cref="RegistrationException">It could not be read.</exception>
    public Task<JsonObject> ReadAsync(string path, CancellationToken token) => SendAsync(HttpMethod.Get, path, null, static _ => true, token);

    /// <summary>Creates something that can be there more than once: it is sent again only where nothing was done.</summary>
    /// <exception cref="RegistrationException">It could not be created, or that is not known.</exception>
    public Task<JsonObject> CreateAsync(string path, JsonObject body, CancellationToken token) =>
        SendAsync(HttpMethod.Post, path, body, static trouble => trouble is Trouble.NotDone, token);

    /// <summary>Adds something that can be there once.</summary>
    /// <exception cref="RegistrationException">It could not be added.</exception>
    public Task<JsonObject> AddAsync(string path, JsonObject body, CancellationToken token) => SendAsync(HttpMethod.Post, path, body, static _ => true, token);

    /// <summary>A text of a response; null where there is none.</summary>
    public static string? Said(JsonObject? body, string name) => body?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, Func<Trouble, bool> mayRepeat, CancellationToken token)
    {
        var demand = context.DemandOf(prompt);
        var patience = new Patience(new Outage(context.Clock), demand.RetryTimeout, context.Clock);
        var mayBeDone = false;
        while (true)
        {
            var sent = context.Clock.GetTimestamp();
            var (response, failure) = await SendOnceAsync(method, path, body, token).ConfigureAwait(false);
            if (response is not null)
            {
                return response;
            }

            if (mayBeDone && failure!.Trouble is Trouble.IsThere)
            {
                return [];
            }

            var delay =
                failure!.Trouble is Trouble.NotDone or Trouble.MayBeDone && mayRepeat(failure.Trouble)
                    ? patience.DelayAfterFault(sent, failure.RetryAfter)
                    : null;
            if (delay is not { } wait)
            {
                throw failure.Exception;
            }

            mayBeDone |= failure.Trouble is Trouble.MayBeDone;
            await SignInWait.WaitAsync(prompt, context.Clock, failure.Exception.What, wait, token).ConfigureAwait(false);
        }
    }

    private async Task<(JsonObject? Response, Failed? Failure)> SendOnceAsync(HttpMethod method, string path, JsonObject? body, CancellationToken token)
    {
        var address = new Uri(graph, $"v1.0/{path}");
        var bearer = await tokens.GetAsync(context.DemandOf(prompt), token).ConfigureAwait(false);
        try
        {
            return await context
                .Clock.WithinAsync(
                    TimeLimit,
                    async within =>
                    {
                        using var request = new HttpRequestMessage(method, address)
                        {
                            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", bearer) },
                            Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
                        };
                        using var response = await context.Http.GetHttpClient().SendAsync(request, within).ConfigureAwait(false);
                        return await ReadAsync(method, address, response).ConfigureAwait(false);
                    },
                    token
                )
                .ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            var failure = NetworkFailure.Of(e, $"Microsoft Graph at {graph.Authority}", address.AbsoluteUri, "Specify its credentials with -ProxyCredential.");
            var exception = new RegistrationException(RegistrationFailure.RegistrationUnreachable, failure.What, failure.NextStep, e) { Target = address };
            return (null, new Failed(exception, failure.Passes ? Trouble.MayBeDone : Trouble.Lasting, null));
        }
        catch (TimeoutException e)
        {
            var exception = Unreachable(address, FormattableString.Invariant($"didn't respond within {TimeLimit.TotalSeconds:0} seconds"), e);
            return (null, new Failed(exception, Trouble.MayBeDone, null));
        }
    }

    private async Task<(JsonObject? Response, Failed? Failure)> ReadAsync(HttpMethod method, Uri address, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        var id = response.Headers.TryGetValues("request-id", out var ids) ? ids.FirstOrDefault() : null;
        await prompt.VerboseAsync(FormattableString.Invariant($"{method} {address} : HTTP {(int)response.StatusCode}, request {id}.")).ConfigureAwait(false);
        JsonObject? body;
        try
        {
            body = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        if (response.IsSuccessStatusCode)
        {
            return body is null
                ? (null, new Failed(Unreachable(address, "returned a response that isn't valid", null), Trouble.MayBeDone, null))
                : (body, null);
        }

        var error = body?["error"] as JsonObject;
        var code = Said(error, "code");
        var trouble =
            response.StatusCode is TooManyRequests ? Trouble.NotDone
            : (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout ? Trouble.MayBeDone
            : response.StatusCode is HttpStatusCode.Conflict || code is "Request_MultipleObjectsWithSameKeyValue" ? Trouble.IsThere
            : Trouble.Lasting;
        return (null, new Failed(Refused(address, response.StatusCode, error, code, id), trouble, RetryTime.Of(response)));
    }

    private RegistrationException Refused(Uri address, HttpStatusCode status, JsonObject? error, string? code, string? id)
    {
        var message = Said(error, "message");
        if (error is null && status is not HttpStatusCode.Forbidden)
        {
            return Unreachable(address, FormattableString.Invariant($"responded with HTTP {(int)status}, without an error of Microsoft Graph"), null);
        }

        var (failure, what, next) = status switch
        {
            HttpStatusCode.Forbidden => (
                RegistrationFailure.RegistrationForbidden,
                $"{tokens.Latest.Account ?? "The account"} isn't allowed to register applications in this tenant.",
                "Sign in as an Application Developer, a Cloud Application Administrator or an Application Administrator of the tenant, or send the commands of "
                    + "-AsScript to one."
            ),
            _ => (
                RegistrationFailure.RegistrationRefused,
                FormattableString.Invariant($"Microsoft Graph rejected the request with HTTP {(int)status}: {message ?? code ?? "it doesn't state a reason"}"),
                "See the service's message for the cause, or contact Microsoft Support with the request ID."
            ),
        };
        return new RegistrationException(failure, what, next)
        {
            Target = address,
            ServiceCode = code,
            ServiceMessage = message,
            RequestId = id,
        };
    }

    private static RegistrationException Unreachable(Uri address, string what, Exception? e) =>
        new(
            RegistrationFailure.RegistrationUnreachable,
            $"Microsoft Graph at {address.Authority} {what}.",
            "Check the network and its proxy. Before you run the command again, check under App registrations whether the application exists.",
            e
        )
        {
            Target = address,
        };

    private sealed record Failed(RegistrationException Exception, Trouble Trouble, TimeSpan? RetryAfter);
}
