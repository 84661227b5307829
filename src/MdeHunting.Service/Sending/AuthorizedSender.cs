using System.Net;
using System.Net.Http.Headers;
using MdeHunting.Contract;
using MdeHunting.Service.Services;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.Sending;

/// <summary>
/// Sends requests to a service, for a connection or for a registration: with the token of who signed in, within a time limit, and once more with a new token
/// where the service refused the first: for claims that it requires (a claims challenge), or without a reason. Each exchange is told on the verbose and the
/// debug stream.
/// </summary>
/// <param name="tokens">Where the tokens come from.</param>
/// <param name="http">What carries the requests.</param>
/// <param name="clock">The time.</param>
internal sealed class AuthorizedSender(ITokenSource tokens, ServiceHttp http, TimeProvider clock)
{
    private readonly ServiceHttp _http = http;
    private readonly TimeProvider _clock = clock;

    // Ticks of UTC; 0 for never.
    private long _lastUsed;

    // Let go of when the connection is closed: a secret or a token may hang on it.
    private volatile ITokenSource? _tokens = tokens;

    /// <summary>Where the tokens come from; null where the connection was closed.</summary>
    public ITokenSource? Tokens => _tokens;

    /// <summary>When a token was last asked for (UTC); null where none was.</summary>
    public DateTime? LastUsedOn => Interlocked.Read(ref _lastUsed) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    /// <summary>The token that the next request would be sent with.</summary>
    /// <param name="prompt">How to turn to the person.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="ConnectionException">The connection was closed.</exception>
    /// <exception cref="SignInException">The sign-in is no longer good.</exception>
    public Task<string> GetTokenAsync(ISignInPrompt prompt, CancellationToken token) => Use().GetAsync(TokenDemand.Once with { Prompt = prompt }, token);

    /// <summary>Lets go of the tokens: nothing is sent any more.</summary>
    public void Close() => Interlocked.Exchange(ref _tokens, null)?.Dispose();

    /// <summary>Leaves the network connections behind that there are: the next request makes a new one.</summary>
    public void Reconnect() => _http.Reconnect();

    /// <summary>The failure of a connection that was closed.</summary>
    public static ConnectionException Closed() =>
        new(ConnectionFailure.ConnectionClosed, "The connection was closed.", "Connect again with Connect-MdeTenant.");

    /// <summary>Sends a request, and reads its response.</summary>
    /// <exception cref="TimeoutException">Sending and reading took longer than the call's limit.</exception>
    /// <exception cref="MdeException">No response came: what the call explains.</exception>
    /// <exception cref="ConnectionException">The connection was closed.</exception>
    /// <exception cref="SignInException">The sign-in is no longer good.</exception>
    /// <exception cref="IOException">The connection broke off in the middle of the response (on .NET Framework also HttpRequestException).</exception>
    public Task<T> SendAsync<T>(ServiceCall<T> call, IHuntingPrompt prompt, CancellationToken token)
        where T : class, IReceived => new Send<T>(this, call, prompt).RunAsync(token);

    private static string? Challenge(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized
        && WwwAuthenticateParameters.GetClaimChallengeFromResponseHeaders(response.Headers) is { Length: > 0 } claims
            ? claims
            : null;

    private ITokenSource Use()
    {
        var current = _tokens ?? throw Closed();
        Interlocked.Exchange(ref _lastUsed, _clock.GetUtcNow().UtcTicks);
        return current;
    }

    // A call's way to its service. It alone has the token at hand.
    private sealed class Send<T>(AuthorizedSender sender, ServiceCall<T> call, IHuntingPrompt prompt)
        where T : class, IReceived
    {
        private readonly AuthorizedSender _sender = sender;
        private readonly ITokenSource _source = sender.Use();
        private readonly TokenDemand _demand = new(prompt, call.Sending.RetryTimeout, call.Sending.RetryLimit);
        private string _bearer = string.Empty;
        private string? _claims;
        private bool _isRefused;

        public async Task<T> RunAsync(CancellationToken token)
        {
            _bearer = await _source.GetAsync(_demand, token).ConfigureAwait(false);
            var received = await ExchangeAsync(token).ConfigureAwait(false);
            if (!_isRefused)
            {
                return received;
            }

            string renewed;
            try
            {
                await prompt
                    .VerboseAsync(
                        _claims is { } claims
                            ? $"The service requires a new token with these claims: {claims}"
                            : "The service rejected the token. Requesting another one."
                    )
                    .ConfigureAwait(false);
                renewed = await _source.RenewAsync(_bearer, _claims, _demand, token).ConfigureAwait(false);
                if (renewed == _bearer)
                {
                    return received;
                }
            }
            catch
            {
                received.Dispose();
                throw;
            }

            // What a second challenge wants is not known to be had; it is a refusal like any other.
            received.Dispose();
            _bearer = renewed;
            return await ExchangeAsync(token).ConfigureAwait(false);
        }

        private Task<T> ExchangeAsync(CancellationToken token) => _sender._clock.WithinAsync(call.TimeLimit, ExchangeWithinAsync, token);

        private async Task<T> ExchangeWithinAsync(CancellationToken token)
        {
            var exchange = new Attempt(this);
            using var request = call.CreateRequest(exchange.SentId);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _bearer);
            request.Headers.Add("client-request-id", exchange.SentId);
            HttpResponseMessage response;
            try
            {
                response = await _sender._http.GetHttpClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                call.EndWithoutResponse(exchange, request);
                throw;
            }
            catch (HttpRequestException e)
            {
                call.EndWithoutResponse(exchange, request);
                var failure = call.Explain(e);
                await ReportAsync($"no response ({failure.ErrorId})", exchange.SentId).ConfigureAwait(false);
                throw failure;
            }

            using (response)
            {
                T received;
                try
                {
                    received = await call.ReadAsync(exchange, response, token).ConfigureAwait(false);
                }
                catch (Exception e) when (e is IOException or HttpRequestException)
                {
                    await ReportAsync(FormattableString.Invariant($"HTTP {(int)response.StatusCode}, connection lost in the body"), exchange.SentId)
                        .ConfigureAwait(false);
                    throw;
                }

                try
                {
                    await ReportAsync(FormattableString.Invariant($"HTTP {(int)response.StatusCode}, {received.ByteCount:N0} bytes"), received.RequestId)
                        .ConfigureAwait(false);
                    await prompt.DebugAsync(WireHeaders.Describe(request, response)).ConfigureAwait(false);
                    _isRefused = response.StatusCode == HttpStatusCode.Unauthorized;
                    _claims = Challenge(response);
                    return received;
                }
                catch
                {
                    received.Dispose();
                    throw;
                }
            }

            Task ReportAsync(string what, string requestId) =>
                prompt.VerboseAsync(
                    FormattableString.Invariant(
                        $"{request.Method} {request.RequestUri} : {what}, {_sender._clock.GetElapsedTime(exchange.Started).TotalMilliseconds:N0} ms, request {requestId}."
                    )
                );
        }

        private sealed class Attempt(Send<T> send) : Exchange(send._sender._clock)
        {
            public override MdeHuntingRight? ReadRight(HuntingService api, ApiEndpoint endpoint)
            {
                try
                {
                    return TokenReader.ReadRight(send._bearer, api, endpoint, send._sender._clock.GetUtcNow().UtcDateTime);
                }
                catch (TokenException)
                {
                    // Only its service must be able to read a token; one that we cannot read is no failure of its own.
                    return null;
                }
            }
        }
    }
}
