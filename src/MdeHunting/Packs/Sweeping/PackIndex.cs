using System.Text;
using MdeHunting.Journal;
using MdeHunting.Results;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Packs.Sweeping;

/// <summary>What became of a query in a tenant, as the index of a folder tells it.</summary>
/// <param name="Task">The query.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Part">The file with its rows; null where there is none.</param>
internal sealed record IndexEntry(PackTask Task, PackOutcome Outcome, JournalPart? Part);

/// <summary>
/// The index of a sweep's folder, as CSV and as JSON: it tells what the journal has, for people and their programs, and is made of nothing else.
/// </summary>
/// <param name="entries">The queries, in the order of the plan.</param>
/// <param name="unread">The files of queries that could not be read.</param>
internal sealed class PackIndex(IReadOnlyList<IndexEntry> entries, IReadOnlyList<PackException> unread)
{
    /// <summary>The name of the one as CSV.</summary>
    public const string CsvName = "index.csv";

    /// <summary>The name of the one as JSON.</summary>
    public const string JsonName = "index.json";

    private static readonly (string Name, Func<IndexEntry, object?> Value)[] Members =
    [
        ("Connection", entry => entry.Task.Connection.Name),
        ("TenantId", entry => entry.Task.Connection.TenantId),
        ("Api", entry => entry.Task.Connection.Api),
        ("Name", entry => entry.Task.Title),
        ("Id", entry => entry.Task.Query.Id),
        ("Status", entry => entry.Outcome.Status.ToString()),
        ("Rows", entry => entry.Outcome.Rows),
        ("IsComplete", entry => entry.Outcome.IsComplete),
        ("Seconds", entry => entry.Outcome.Seconds),
        ("File", entry => entry.Part?.File),
        ("Bytes", entry => entry.Part?.Bytes),
        ("Sha256", entry => entry.Part?.Sha256),
        ("Technique", entry => entry.Task.Query.Techniques),
        ("Tactic", entry => entry.Task.Query.Tactics),
        ("ErrorId", entry => entry.Outcome.ErrorId),
        ("Error", entry => entry.Outcome.Error),
        ("Missing", entry => entry.Outcome.Missing.Select(window => window.ToString()).ToArray()),
        ("Source", entry => entry.Task.Query.Source),
        ("StartedAt", entry => entry.Outcome.StartedAt),
        ("RequestId", entry => entry.Outcome.RequestId),
    ];

    private static readonly (string Name, Func<IndexEntry, object?> Value)[] AllMembers = [.. Members, ("Query", entry => entry.Task.Query.Query)];

    /// <summary>As CSV, as the rows' files have it; what is several is parted by semicolons.</summary>
    public byte[] ToCsv()
    {
        var format = new CsvFormat();
        var text = new StringBuilder();
        format.WriteHeader(text, [.. Members.Select(member => new MdeHuntingColumn(member.Name, "String"))]);
        foreach (var row in Rows(Members))
        {
            format.WriteRow(text, Array.ConvertAll(row, value => value is IReadOnlyList<string> several ? Joined(several) : value));
        }

        return [.. format.Preamble, .. Encode(text)];
    }

    /// <summary>As JSON: an array with an object for each query, with the query itself.</summary>
    public byte[] ToJson()
    {
        var text = new StringBuilder("[");
        foreach (var row in Rows(AllMembers))
        {
            text.Append(text.Length == 1 ? "\n  {" : ",\n  {");
            foreach (var (name, value) in AllMembers.Zip(row, (member, value) => (member.Name, value)))
            {
                text.Append(text[text.Length - 1] == '{' ? string.Empty : ",");
                JsonString.Write(text, name);
                text.Append(':');
                CompactJson.Write(text, value is IReadOnlyList<string> several ? several.ToArray() : value);
            }

            text.Append('}');
        }

        return Encode(text.Append("\n]\n"));
    }

    // A file that gave no query since it could not be read is told of behind the queries: it was not hunted with.
    private IEnumerable<object?[]> Rows((string Name, Func<IndexEntry, object?> Value)[] members) =>
        entries
            .Select(entry => Array.ConvertAll(members, member => member.Value(entry)))
            .Concat(unread.Select(file => Array.ConvertAll(members, member => OfUnread(file, member.Name))));

    private static object? OfUnread(PackException file, string member) =>
        member switch
        {
            "Name" => Path.GetFileName($"{file.GetTarget()}"),
            "Status" => nameof(MdePackStatus.Failed),
            "Rows" => 0L,
            "IsComplete" => false,
            "ErrorId" => file.ErrorId,
            "Error" => $"{file.What} {file.NextStep}",
            "Source" => $"{file.GetTarget()}",
            _ => null,
        };

    private static string? Joined(IReadOnlyList<string> several) => several.Count == 0 ? null : string.Join("; ", several);

    // Half a surrogate pair, which UTF-8 cannot have, may be in a name.
    private static byte[] Encode(StringBuilder text) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text.ToString());
}
