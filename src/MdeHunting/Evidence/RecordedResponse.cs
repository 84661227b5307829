using System.Text;
using MdeHunting.Contract;
using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>A response in a bag, with what its <c>meta.json</c> tells.</summary>
/// <param name="Path">The bag's folder.</param>
/// <param name="Folder">The response's folder, from the bag on.</param>
/// <param name="Meta">What is told of it.</param>
internal sealed record RecordedResponse(string Path, string Folder, JournalLine Meta)
{
    /// <summary>The query that it is of.</summary>
    public long Query => Meta.Number("query") ?? 0;

    /// <summary>The verdict on one whose caller wanted no more of its rows.</summary>
    public const string Stopped = "Stopped";

    /// <summary>The verdict on one whose rows were queried again over shorter times.</summary>
    public const string SetAside = "SetAside";

    /// <summary>The verdict on one that only counted rows, to plan the requests for them.</summary>
    public const string Counted = "Counted";

    /// <summary>The verdict on one whose rows may not be all.</summary>
    public const string MaybeTruncated = "MaybeTruncated";

    /// <summary>The verdict on one of whose rows the caller wanted the first ones.</summary>
    public const string RowsLeftOut = "RowsLeftOut";

    /// <summary>The status of a response that has rows.</summary>
    public const int Ok = 200;

    /// <summary>Whether it has rows of its query: it is whole, and neither a refusal, nor one that was asked for again, nor one that only counted.</summary>
    public bool HasRows => Meta.Number("rows") is not null ? Meta.Text("verdict") is not (SetAside or Counted) : IsWholeAtStop;

    /// <summary>Whether its caller wanted no more of its rows, and it is whole all the same.</summary>
    public bool IsWholeAtStop => Meta.Text("verdict") == Stopped && Meta.Number("status") == Ok && Meta.Text("received") == nameof(RecordingOutcome.Complete);

    /// <summary>The file of its content, from the bag on; null where none is named.</summary>
    public string? File => Meta.Text("storedAs") is { Length: > 0 } name && !BagText.Climbs(name) ? $"{Folder}/{name}" : null;

    /// <summary>Reads what a bag tells of a response; null where nothing can be read.</summary>
    /// <exception cref="EvidenceException">The file cannot be read.</exception>
    public static RecordedResponse? Read(IJournalFiles files, string path, string folder) =>
        ReadText(files, path, $"{folder}/meta.json") is { } text && JournalLineReader.Read(text.TrimEnd('\n')) is { } meta
            ? new RecordedResponse(path, folder, meta)
            : null;

    /// <summary>The text of a file; null where there is none.</summary>
    /// <exception cref="EvidenceException">The file cannot be read.</exception>
    public static string? ReadText(IJournalFiles files, string path, string file)
    {
        var full = FullPath(path, file);
        if (!files.FileExists(full))
        {
            return null;
        }

        return BagFolder.Reading(
            full,
            () =>
            {
                using var reader = new StreamReader(files.Open(full), Encoding.UTF8);
                return reader.ReadToEnd();
            }
        );
    }

    /// <summary>The full path of a file.</summary>
    public static string FullPath(string path, string file) => System.IO.Path.Combine(path, file.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>Its content, to be read as one that has just come; the stream is the caller's to close.</summary>
    /// <exception cref="EvidenceException">It is not there, or cannot be read.</exception>
    public StoredContent Open(IJournalFiles files)
    {
        var full = FullPath(Path, File ?? $"{Folder}/response.json");
        var content = BagFolder.Reading(full, () => files.Open(full));
        return new StoredContent(content, Meta.Text("contentEncoding"), Enum.TryParse<MdeApi>(Meta.Text("api"), out var api) ? api : MdeApi.Graph)
        {
            // What was returned, where -MaxRows left the rest out.
            MaxRows = (int)Math.Min(int.MaxValue, Math.Max(0, Meta.Number("rowsReturned") ?? int.MaxValue)),
            RowLimit = (int)Math.Min(int.MaxValue, Math.Max(0, Meta.Number("rowLimit") ?? 0)),
            ByteLimit = Math.Max(0, Meta.Number("byteLimit") ?? 0),
        };
    }
}
