using MdeHunting.Service.Json;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Sending;

/// <summary>Reads the body of a response that is read whole, and so has to be small.</summary>
internal static class SmallBody
{
    private const int Limit = ReceivingLimits.SmallResponse;

    /// <summary>The body, as it came.</summary>
    /// <exception cref="TooLargeException">It is larger than any of its kind.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken token)
    {
        // .NET Framework waits for a body whatever the token says, but not for one of a response that was let go of.
        using var giveUp = token.Register(response.Dispose);
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            using var body = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, 0, buffer.Length, token).ConfigureAwait(false)) > 0; )
            {
                body.Write(buffer, 0, read);
                if (body.Length > Limit)
                {
                    throw new TooLargeException(FormattableString.Invariant($"it has more than {Limit:N0} bytes"));
                }
            }

            return body.ToArray();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            token.ThrowIfCancellationRequested();
            throw;
        }
    }
}
