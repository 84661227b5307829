using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>What was asked for a recorded response, so that it can be asked again.</summary>
/// <param name="Query">The query as it was sent.</param>
/// <param name="Timespan">The time that was sent beside it; null for none.</param>
/// <param name="SentAt">When it was sent (UTC).</param>
internal sealed record RecordedQuestion(string Query, string? Timespan, DateTime SentAt)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="EvidenceException">It was recorded without a secret, or not at all.</exception>
    public static RecordedQuestion Of(IJournalFiles files, RecordedResponse response)
    {
        if (response.Meta.IsSet("requestIsRedacted"))
        {
            throw NotComparable(
                response,
                "has a secret in its query, which wasn't recorded",
                "Run the query with the secret, and compare its rows with those of Import-MdeEvidence."
            );
        }

        var sent =
            response.Meta.Text("sentQuery")
            ?? (
                RecordedResponse.ReadText(files, response.Path, $"{response.Folder}/request.json") is { } text
                && JournalLineReader.Read(text.TrimEnd('\n'))?.Text("body") is { } body
                    ? JournalLineReader.Read(body)?.Text("Query")
                    : null
            );
        return new RecordedQuestion(
            sent ?? throw NotComparable(response, "doesn't say what was sent", "Test-MdeEvidence says what else was changed."),
            response.Meta.Text("timespan"),
            response.Meta.Moment("sentAt") ?? default
        );
    }

    /// <summary>The failure of a response that cannot be compared.</summary>
    public static EvidenceException NotComparable(RecordedResponse response, string why, string nextStep) =>
        new(
            EvidenceFailure.EvidenceNotComparable,
            FormattableString.Invariant($"Query {response.Query} of the bag of evidence in '{response.Path}' can't be compared: '{response.Folder}' ")
                + $"{why}.",
            nextStep
        )
        {
            Target = response.Path,
        };
}
