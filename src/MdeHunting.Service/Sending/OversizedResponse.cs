using MdeHunting.Service.Json;

namespace MdeHunting.Service.Sending;

/// <summary>How it is said that more came than any honest service sends.</summary>
internal static class OversizedResponse
{
    /// <summary>What a response is that is too large, as the end of a sentence.</summary>
    public static string What(TooLargeException e) => $"is larger than any that the service returns: {e.Message}";

    /// <summary>The failure of a query's response.</summary>
    /// <param name="bytes">How many bytes a response has at the most.</param>
    public static HuntingException Of(long bytes) => Of(new TooLargeException(FormattableString.Invariant($"it has more than {bytes:N0} bytes")));

    /// <summary>The failure of a query's response.</summary>
    /// <param name="e">Says what of it is too large.</param>
    public static HuntingException Of(TooLargeException e) =>
        new(
            HuntingFailure.AnswerTooLarge,
            $"The service's response {What(e)}. No rows were returned.",
            "Narrow the query. If the error persists, something between here and the service changes its responses.",
            e
        );
}
