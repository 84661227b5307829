using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Contract;
using MdeHunting.Service.Json;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Responses;
using MdeHunting.Service.Sending;
using MdeHunting.Service.SignIn;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.Registration;

/// <summary>
/// Makes requests of Microsoft Graph, and again where their failure passes by itself. What may have been done already is done a second time only where that
/// changes nothing. https://learn.microsoft.com/graph/errors, https://learn.microsoft.com/graph/throttling
/// </summary>
/// <param name="context">The sign-in.</param>
/// <param name="tokens">The tokens of who registers.</param>
/// <param name="graph">The address of Graph.</param>
/// <param name="prompt">How to turn to the person.</param>
internal sealed class GraphRequests(SignInContext context, ITokenSource tokens, Uri graph, IHuntingPrompt prompt)
{
    private const HttpStatusCode TooManyRequests = (HttpStatusCode)429;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    private readonly AuthorizedSender _sender = new(tokens, context.Http, context.Clock);

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
        var call = new Call(context.DemandOf(prompt), graph.Authority, method, address, body?.ToJsonString());
        try
        {
            return Read(address, await _sender.SendAsync(call, prompt, token).ConfigureAwait(false));
        }
        catch (RegistrationException e)
        {
            return (null, new Failed(e, call.Passes ? Trouble.MayBeDone : Trouble.Lasting, null));
        }
        catch (TimeoutException e)
        {
            var exception = Unreachable(address, FormattableString.Invariant($"didn't respond within {MostTime.TotalSeconds:0} seconds"), e);
            return (null, new Failed(exception, Trouble.MayBeDone, null));
        }
    }

    private (JsonObject? Response, Failed? Failure) Read(Uri address, GraphResponse response)
    {
        JsonObject? body;
        try
        {
            body = response.Body is null ? null : JsonNode.Parse(response.Body) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        if ((int)response.Status is >= 200 and < 300)
        {
            return body is null
                ? (null, new Failed(Unreachable(address, "returned a response that isn't valid", null), Trouble.MayBeDone, null))
                : (body, null);
        }

        var error = body?["error"] as JsonObject;
        var code = Said(error, "code");
        var trouble =
            response.Status is TooManyRequests ? Trouble.NotDone
            : (int)response.Status >= 500 || response.Status is HttpStatusCode.RequestTimeout ? Trouble.MayBeDone
            : response.Status is HttpStatusCode.Conflict || code is "Request_MultipleObjectsWithSameKeyValue" ? Trouble.IsThere
            : Trouble.Lasting;
        return (null, new Failed(Refused(address, response.Status, error, code, response.RequestId), trouble, response.RetryAfter));
    }

    private RegistrationException Refused(Uri address, HttpStatusCode status, JsonObject? error, string? code, string id)
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

    private sealed class Call(TokenDemand demand, string authority, HttpMethod method, Uri address, string? body) : ServiceCall<GraphResponse>(MostTime)
    {
        /// <summary>Whether what kept the last request from its response may pass by itself.</summary>
        public bool Passes { get; private set; }

        public override SendingOptions Sending { get; } = new() { RetryTimeout = demand.RetryTimeout, RetryLimit = demand.RetryLimit };

        public override HttpRequestMessage CreateRequest(string requestId) =>
            new(method, address) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };

        public override async Task<GraphResponse> ReadAsync(Exchange exchange, HttpResponseMessage response, CancellationToken token)
        {
            byte[]? content;
            try
            {
                content = await SmallBody.ReadAsync(response, token).ConfigureAwait(false);
            }
            catch (TooLargeException)
            {
                content = null;
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw OfNetwork(e);
            }

            return new GraphResponse(response.StatusCode, content, ReceivedResponse.ServiceId(response) ?? exchange.SentId, RetryTime.Of(response));
        }

        public override void EndWithoutResponse(Exchange exchange, HttpRequestMessage sent) { }

        public override MdeException Explain(HttpRequestException exception) => OfNetwork(exception);

        private RegistrationException OfNetwork(Exception e)
        {
            var failure = NetworkFailure.Of(e, $"Microsoft Graph at {authority}", address.AbsoluteUri, "Specify its credentials with -ProxyCredential.");
            Passes = failure.Passes;
            return new RegistrationException(RegistrationFailure.RegistrationUnreachable, failure.What, failure.NextStep, e) { Target = address };
        }
    }

    // Of a body that is larger than any of its kind there is none.
    private sealed record GraphResponse(HttpStatusCode Status, byte[]? Body, string RequestId, TimeSpan? RetryAfter) : IReceived
    {
        public long ByteCount => Body?.Length ?? 0;

        public void Dispose() { }
    }
}
