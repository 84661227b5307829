namespace MdeHunting.Journal;

/// <summary>What was found as a folder was verified against its journal.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">The file, from the journal's folder on.</param>
/// <param name="SetAsideAs">The name that the file has now; null where it keeps its name.</param>
internal sealed record JournalFinding(JournalFindingKind Kind, string File, string? SetAsideAs = null);

/// <summary>What can be found.</summary>
internal enum JournalFindingKind
{
    /// <summary>A file is not as it was written: it was set aside as it is.</summary>
    Changed,

    /// <summary>A file is not there.</summary>
    Gone,

    /// <summary>A file that was not written whole was deleted.</summary>
    Unfinished,

    /// <summary>A file that the journal does not know was left as it is.</summary>
    Unknown,

    /// <summary>The last line of the journal was not written whole, and is cut off.</summary>
    TornLine,
}
