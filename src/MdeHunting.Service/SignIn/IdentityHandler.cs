using MdeHunting.Service.Json;
using MdeHunting.Service.Sending;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Bounds each request of a sign-in in time and size, and lets MSAL see a response only after it was checked: MSAL has no limits of its own, and throws
/// whatever a surprise makes it throw.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="check">Looks at a response's body, and gives what is to be handed on.</param>
/// <param name="inner">What carries the requests.</param>
internal sealed class IdentityHandler(TimeProvider clock, IdentityHandler.Check check, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>Looks at a response's body, and gives what is to be handed on.</summary>
    /// <exception cref="SignInException">It is not valid.</exception>
    public delegate byte[] Check(Uri address, HttpResponseMessage response, byte[] body);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        try
        {
            return await clock.WithinAsync(TimeLimit, within => SendOnceAsync(request, within), token).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new SignInException(
                SignInFailure.SignInTimeout,
                FormattableString.Invariant(
                    $"{request.RequestUri!.Authority} did not answer a request of the sign-in within {TimeLimit.TotalSeconds:0} seconds."
                ),
                "Check the network and its proxy, and run it again.",
                e
            )
            {
                Target = request.RequestUri.Authority,
            };
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken token)
    {
        var response = await base.SendAsync(request, token).ConfigureAwait(false);
        try
        {
            // What is compressed cannot be read, and a little of it may take its sender long.
            var isCompressed = IdentityResponse.Compression(response) is not null;
            var body = check(request.RequestUri!, response, isCompressed ? [] : await ReadAsync(request, response, token).ConfigureAwait(false));
            var content = new ByteArrayContent(body);
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
