using MdeHunting.Packs;

namespace MdeHunting.Checks;

/// <summary>Files that are to be checked and have nothing that can be: each is a finding, so that a log of the others has it too.</summary>
internal static class UnreadFiles
{
    // What has such a name is meant for a query; any other file may be about them.
    private static readonly string[] OfQueries = [".kql", ".csl", ".kusto"];

    /// <summary>What is wrong with a file of a pack; null where it has queries alone, or is none of queries.</summary>
    public static MdeQueryFinding? Of(PackReading reading)
    {
        if (reading.Failure is { } failure)
        {
            return Of(failure, reading.Path);
        }

        var why = reading.Skipped.Count > 0 ? reading.Skipped[0] : $"it's {reading.What ?? "empty"}";
        return reading.Queries.Count == 0 && OfQueries.Contains(Path.GetExtension(reading.Path), StringComparer.OrdinalIgnoreCase)
                ? Finding(reading.Path, MdeFindingSeverity.Error, $"The file has no query: {why}.", "Save a query in KQL in it.")
            : reading.Skipped.Count > 0
                ? Finding(
                    reading.Path,
                    MdeFindingSeverity.Warning,
                    $"A part of the file isn't checked: {why}.",
                    "Correct it, or label it as another language than KQL."
                )
            : null;
    }

    /// <summary>A file that can't be read.</summary>
    public static MdeQueryFinding Of(MdeException failure, string file) =>
        Finding(file, MdeFindingSeverity.Error, failure.What.Replace($"The file '{file}'", "The file").Replace($"'{file}'", "The file"), failure.NextStep);

    private static MdeQueryFinding Finding(string file, MdeFindingSeverity severity, string message, string suggestion) =>
        new("MDE000", severity, message)
        {
            Line = 1,
            Column = 1,
            Suggestion = suggestion,
            File = file,
            Query = Path.GetFileName(file),
        };
}
