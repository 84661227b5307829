using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>Checks that what is told of a response in its meta.json is what its other files, and the lines that began it, tell.</summary>
/// <param name="files">The files.</param>
/// <param name="path">The bag's folder.</param>
internal sealed class StoredFacts(IJournalFiles files, string path)
{
    /// <summary>Compares them.</summary>
    /// <param name="recorded">The response.</param>
    /// <param name="query">The line that begins its query; null where there is none.</param>
    /// <param name="request">The line that begins its request; null where there is none.</param>
    /// <param name="fault">Called with what is found.</param>
    /// <exception cref="EvidenceException">A file cannot be read.</exception>
    public void Compare(RecordedResponse recorded, JournalLine? query, JournalLine? request, Action<string> fault)
    {
        var meta = recorded.Meta;
        foreach (var member in new[] { "connection", "tenantId" }.Where(_ => query is not null))
        {
            Compare(member, meta.Text(member), query!.Text(member), BagFolder.LogName);
        }

        foreach (var member in new[] { "start", "end" }.Where(_ => request is not null))
        {
            Compare(member, meta.Text(member), request!.Text(member), BagFolder.LogName);
        }

        CompareRows(recorded, fault);
        if (Read(recorded, "request.json", fault) is { } sent)
        {
            CompareSent(sent);
        }

        if (meta.Number("status") is not null && Read(recorded, "response-headers.json", fault) is { } received)
        {
            Compare(
                "contentEncoding",
                meta.Text("contentEncoding"),
                meta.IsSet("responseIsRedacted") ? null : Header(received, "Content-Encoding"),
                "response-headers.json"
            );
            Compare("serviceTime", meta.Moment("serviceTime"), HttpDate.Read(Header(received, "Date")), "response-headers.json");
        }

        void CompareSent(JournalLine line)
        {
            const string File = "request.json";
            Compare("requestIsRedacted", meta.IsSet("requestIsRedacted"), line.IsSet("isRedacted"), File);
            Compare("huntingHost", meta.Text("huntingHost"), Host(line.Text("uri")), File);
            var body = line.Text("body") ?? string.Empty;
            if (body.Length == 0)
            {
                Compare("sentQuery", meta.Text("sentQuery") ?? string.Empty, string.Empty, File);
            }
            else if (JournalLineReader.Read(body) is not { } asked)
            {
                fault($"'{recorded.Folder}/{File}' has a body that isn't one of a query.");
            }
            else
            {
                Compare("sentQuery", meta.Text("sentQuery"), asked.Text("Query"), File);
                Compare("timespan", meta.Text("timespan"), asked.Text("Timespan"), File);
            }
        }

        void Compare(string member, object? told, object? other, string where)
        {
            if (!Equals(told, other))
            {
                fault(
                    $"'{recorded.Folder}/meta.json' says {member}: {Shown(told)}, and {(where == BagFolder.LogName ? where : $"'{recorded.Folder}/{where}'")} says "
                        + $"{Shown(other)}."
                );
            }
        }
    }

    // Each row of a response is returned, but where it's said why not.
    private static void CompareRows(RecordedResponse recorded, Action<string> fault)
    {
        var (rows, returned) = (recorded.Meta.Number("rows"), recorded.Meta.Number("rowsReturned"));
        var isFewer = recorded.Meta.Text("verdict") is RecordedResponse.SetAside or RecordedResponse.Counted or RecordedResponse.RowsLeftOut;
        if (rows != returned && !(isFewer && returned < rows))
        {
            fault(FormattableString.Invariant($"'{recorded.Folder}/meta.json' says rows: {rows:N0}, and rowsReturned: {returned:N0}, and not why."));
        }
    }

    private JournalLine? Read(RecordedResponse recorded, string name, Action<string> fault)
    {
        if (RecordedResponse.ReadText(files, path, $"{recorded.Folder}/{name}") is not { } text)
        {
            // That it's missing is told of the log.
            return null;
        }

        var line = JournalLineReader.Read(text.TrimEnd('\n'));
        if (line is null)
        {
            fault($"'{recorded.Folder}/{name}' can't be read: it isn't as this module writes it.");
        }

        return line;
    }

    private static string? Header(JournalLine line, string name) =>
        line.Texts("headers").FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Host(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Authority : null;

    private static string Shown(object? value) =>
        value switch
        {
            null => "nothing",
            DateTime moment => Text.UtcText.Exact(moment),
            _ => $"'{Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)}'",
        };
}
