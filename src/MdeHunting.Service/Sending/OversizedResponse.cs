namespace MdeHunting.Service.Sending;

/// <summary>How it is said that more came than any honest service sends.</summary>
internal static class OversizedResponse
{
    /// <summary>What a response is of which more came than that many bytes, as the end of a sentence.</summary>
    public static string What(long bytes) => What(FormattableString.Invariant($"it has more than {bytes:N0} bytes"));

    /// <summary>The failure of a query's response.</summary>
    /// <param name="bytes">How many bytes a response has at the most.</param>
    public static HuntingException Of(long bytes) => Failure(What(bytes), null);

    /// <summary>The failure of a query's response.</summary>
    /// <param name="e">Says what of it is too large.</param>
    public static HuntingException Of(Json.TooLargeException e) => Failure(What(e.Message), e);

    private static string What(string how) => $"is larger than any that the service gives: {how}";

    private static HuntingException Failure(string what, Exception? e) =>
        new(
            HuntingFailure.AnswerTooLarge,
            $"The service's answer {what}; nothing of it was given out.",
            "Narrow the query; if it stays so, something between here and the service changes its answers.",
            e
        );
}
