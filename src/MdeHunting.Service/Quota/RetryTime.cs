namespace MdeHunting.Service.Quota;

/// <summary>
/// How long a service asks to wait (Retry-After, RFC 9110 section 10.2.3). Over an hour is taken as an hour: the longest cycles in which these services count
/// are that long or far shorter, and a number from outside must not end the work of a process.
/// </summary>
internal static class RetryTime
{
    /// <summary>The longest that is waited before asking again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>What a response asks for; null where it does not say, or not in the future.</summary>
    public static TimeSpan? Of(HttpResponseMessage response)
    {
        // A date is the server's, and so goes by the server's clock; one that is over is no wait.
        var wait = response.Headers.RetryAfter is { } told
            ? told.Delta ?? (told.Date is { } date && response.Headers.Date is { } now ? date - now : null)
            : LargeNumber(response);
        return wait is { } time && time > TimeSpan.Zero ? AtMost(time) : null;
    }

    /// <summary>A wait that came from outside, as it is taken.</summary>
    public static TimeSpan AtMost(TimeSpan wait) => wait > Longest ? Longest : wait;

    // Seconds that .NET does not take for a number, since there are too many of them.
    private static TimeSpan? LargeNumber(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Retry-After", out var values)
        && values.FirstOrDefault()?.Trim() is { Length: > 0 } text
        && text.All(c => c is >= '0' and <= '9')
            ? Longest
            : null;
}
