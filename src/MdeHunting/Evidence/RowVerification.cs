using MdeHunting.Contract;
using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>Checks that the rows, derived anew from the stored responses, are those that were counted when they came.</summary>
/// <param name="files">The files.</param>
/// <param name="path">The bag's folder.</param>
/// <param name="read">Reads a stored response.</param>
/// <param name="times">What takes in the times of the responses.</param>
/// <param name="token">Ends it.</param>
internal sealed class RowVerification(
    IJournalFiles files,
    string path,
    Func<StoredContent, IRowSink, Task<StoredRows>> read,
    BagTimes times,
    CancellationToken token
)
{
    /// <summary>Checks them.</summary>
    /// <param name="responses">The folders of the responses.</param>
    /// <exception cref="EvidenceException">A file cannot be read.</exception>
    public async Task<MdeEvidenceCheck> RunAsync(IReadOnlyList<string> responses)
    {
        var faults = new List<string>();
        var (total, notReturned) = (0L, 0L);
        foreach (var folder in responses)
        {
            token.ThrowIfCancellationRequested();
            if (RecordedResponse.Read(files, path, folder) is not { } recorded)
            {
                faults.Add($"'{folder}/meta.json' is missing, or can't be read.");
                continue;
            }

            times.AddResponse(recorded);
            var rows = recorded.Meta.Number("rows");
            if (rows is null && !recorded.IsWholeAtStop)
            {
                continue;
            }

            var counted = new RowCount();
            try
            {
                var content = recorded.Open(files) with { MaxRows = int.MaxValue };
                using var bytes = content.Content;
                var found = await read(content, counted).ConfigureAwait(false);
                if (counted.Rows != (rows ?? counted.Rows) || found.ContentSha256 != recorded.Meta.Text("contentSha256"))
                {
                    faults.Add(
                        $"The response stored in '{folder}' has {Counted(counted.Rows)}, and its JSON has the SHA-256 {found.ContentSha256}. "
                            + $"When it was received, it had {Counted(rows ?? counted.Rows)} and {recorded.Meta.Text("contentSha256")}."
                    );
                }

                total += counted.Rows;
                notReturned += rows is null ? Math.Max(0, counted.Rows - (recorded.Meta.Number("rowsBeforeStop") ?? 0)) : 0;
            }
            catch (HuntingException e)
            {
                faults.Add($"'{folder}' can't be read as a response: {e.What}");
            }
            catch (EvidenceException e)
            {
                faults.Add(e.What);
            }
        }

        return new MdeEvidenceCheck(
            "Rows",
            "The rows, derived again from the stored responses, are those that were counted when they came.",
            faults,
            faults.Count == 0
                ? $"{Counted(total)} {(total == 1 ? "is" : "are")} stored"
                    + (
                        notReturned == 0
                            ? "."
                            : FormattableString.Invariant($", {notReturned:N0} of which commands didn't return, because they were stopped before.")
                    )
                : null
        );
    }

    private static string Counted(long rows) => FormattableString.Invariant($"{rows:N0} {(rows == 1 ? "row" : "rows")}");

    private sealed class RowCount : IRowSink
    {
        private static readonly object Row = new();

        public long Rows { get; private set; }

        public void Begin(IReadOnlyList<MdeHuntingColumn> columns) { }

        public object CreateRow(object?[] cells) => Row;

        public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => Row;

        public Task ReceiveAsync(object[] rows, int count)
        {
            Rows += count;
            return Task.CompletedTask;
        }
    }
}
