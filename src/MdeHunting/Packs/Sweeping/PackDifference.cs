using MdeHunting.Journal;

namespace MdeHunting.Packs.Sweeping;

/// <summary>How the queries that are specified differ from those of the sweep that a folder has.</summary>
internal static class PackDifference
{
    private const int MostNames = 3;

    /// <summary>Names what differs, the first of each kind.</summary>
    /// <param name="lacking">What the folder has that isn't specified now.</param>
    /// <param name="added">What is specified now that the folder doesn't have.</param>
    public static string Describe(IEnumerable<JournalTask> lacking, IReadOnlyList<PackTask> added)
    {
        var gone = lacking.Select(work => $"'{work.Facts.Text("name")}' on {work.Facts.Text("connection")}").ToList();
        var asked = added.Select(task => $"'{task.Query.Name}' on {task.Connection.Name}").ToList();
        var changed = gone.Intersect(asked, StringComparer.Ordinal).ToList();
        foreach (var name in changed)
        {
            gone.Remove(name);
            asked.Remove(name);
        }

        var told = new List<string>();
        if (changed.Count > 0)
        {
            told.Add($"it has other parameters or another text of {Names(changed)}");
        }

        if (gone.Count > 0)
        {
            told.Add($"it has queries that aren't specified now: {Names(gone)}");
        }

        if (asked.Count > 0)
        {
            told.Add($"it doesn't have {Names(asked)}");
        }

        return told.Count == 0 ? "its queries are others" : string.Join("; ", told);

        static string Names(IReadOnlyList<string> names) =>
            string.Join(", ", names.Take(MostNames))
            + (names.Count > MostNames ? FormattableString.Invariant($", and {names.Count - MostNames:N0} more") : string.Empty);
    }
}
