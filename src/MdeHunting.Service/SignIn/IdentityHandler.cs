using MdeHunting.Contract;
using MdeHunting.Service.Json;
using MdeHunting.Service.Sending;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Bounds each request of a sign-in in time and size, and lets MSAL see a response only after it was checked: MSAL has no limits of its own, and throws
/// whatever a surprise makes it throw. What passes by itself it does not see at all, since it would repeat that in its own way, or ask no more for a while.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="check">Looks at a response's body, and gives what is to be handed on.</param>
/// <param name="inner">What carries the requests.</param>
internal sealed class IdentityHandler(TimeProvider clock, IdentityHandler.Check check, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string OfCode = "grant_type=authorization_code";
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ToldAfter = TimeSpan.FromSeconds(5);

    /// <summary>Looks at a response's body, and gives what is to be handed on.</summary>
    /// <exception cref="SignInException">It is not valid.</exception>
    public delegate byte[] Check(Uri address, HttpResponseMessage response, byte[] body);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        if (IdentityCall.Current?.Requests is not { } retry)
        {
            return await SendWithinAsync(request, token).ConfigureAwait(false);
        }

        // Who sends a body may let go of it.
        var form = request.Content;
        var body = form is null ? [] : await form.ReadAsByteArrayAsync().ConfigureAwait(false);
        return await retry
            .RepeatAsync(
                within =>
                {
                    if (form is not null)
                    {
                        request.Content = new ByteArrayContent(body);
                        request.Content.Headers.ContentType = form.Headers.ContentType;
                    }

                    return SendWithinAsync(request, within);
                },
                MayRepeat(body),
                token
            )
            .ConfigureAwait(false);
    }

    // A code is good once: whether the first request arrived is known only where its response says so.
    private static Func<SignInException, int, bool> MayRepeat(byte[] body) =>
        System.Text.Encoding.UTF8.GetString(body).IndexOf(OfCode, StringComparison.Ordinal) < 0
            ? static (_, _) => true
            : static (failure, times) => failure.Trouble is SignInTrouble.Busy || times == 1;

    private async Task<HttpResponseMessage> SendWithinAsync(HttpRequestMessage request, CancellationToken token)
    {
        var started = clock.GetTimestamp();
        try
        {
            return await clock.WithinAsync(TimeLimit, within => SendTellingAsync(request, started, within), token).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            await TellAsync(request, "no response in time", started).ConfigureAwait(false);
            throw new SignInException(
                SignInFailure.SignInTimeout,
                FormattableString.Invariant($"{request.RequestUri!.Authority} didn't respond to a sign-in request within {TimeLimit.TotalSeconds:0} seconds."),
                "Check the network and its proxy, and run the command again. The condition is temporary.",
                e
            )
            {
                Target = request.RequestUri.Authority,
                Trouble = SignInTrouble.NoResponse,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            await TellAsync(request, "no response", started).ConfigureAwait(false);
            throw;
        }
    }

    // A host that nobody answers at takes its time to be found out.
    private async Task<HttpResponseMessage> SendTellingAsync(HttpRequestMessage request, long started, CancellationToken token)
    {
        if (IdentityCall.Current?.Prompt is not { } prompt)
        {
            return await SendOnceAsync(request, started, token).ConfigureAwait(false);
        }

        var told = Task.CompletedTask;
        using var silence = new CancellationTokenSource();
        using var timer = clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), silence, ToldAfter, Timeout.InfiniteTimeSpan);
        var telling = silence.Token.Register(() =>
            told = prompt.ShowSilenceAsync(
                new WaitNotice(
                    $"{request.RequestUri!.Authority} hasn't responded to the sign-in yet",
                    TimeLimit - ToldAfter,
                    (clock.GetUtcNow() + TimeLimit - ToldAfter).UtcDateTime
                )
            )
        );
        try
        {
            return await SendOnceAsync(request, started, token).ConfigureAwait(false);
        }
        finally
        {
            telling.Dispose();
            if (silence.IsCancellationRequested)
            {
                await told.ConfigureAwait(false);
                await prompt.ShowSilenceAsync(null).ConfigureAwait(false);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, long started, CancellationToken token)
    {
        var response = await base.SendAsync(request, token).ConfigureAwait(false);
        try
        {
            // What is compressed cannot be read, and a little of it may take its sender long.
            var isCompressed = IdentityResponse.Compression(response) is not null;
            var received = isCompressed ? [] : await ReadAsync(request, response, token).ConfigureAwait(false);
            await TellAsync(request, FormattableString.Invariant($"HTTP {(int)response.StatusCode}, {received.Length:N0} bytes"), started)
                .ConfigureAwait(false);
            var content = new ByteArrayContent(check(request.RequestUri!, response, received));
            content.Headers.ContentType = response.Content.Headers.ContentType;
            response.Content = content;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // What stands behind the path may have a token in it.
    private Task TellAsync(HttpRequestMessage request, string what, long started) =>
        IdentityCall.Current?.Prompt?.VerboseAsync(
            FormattableString.Invariant(
                $"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)} : {what}, {clock.GetElapsedTime(started).TotalMilliseconds:N0} ms."
            )
        )
        ?? Task.CompletedTask;

    private static async Task<byte[]> ReadAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken token)
    {
        try
        {
            return await SmallBody.ReadAsync(response, token).ConfigureAwait(false);
        }
        catch (TooLargeException e)
        {
            throw IdentityResponse.Invalid(request.RequestUri!, response, OversizedResponse.What(e));
        }
    }
}
