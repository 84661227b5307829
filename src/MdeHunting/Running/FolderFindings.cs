using MdeHunting.Contract;
using MdeHunting.Journal;

namespace MdeHunting.Running;

/// <summary>Tells what was found as a folder was verified, so that a run in it can go on.</summary>
internal static class FolderFindings
{
    /// <summary>The member of the journal's first line with the folder that the run recorded evidence in.</summary>
    public const string Evidence = "evidence";

    private const int MostTold = 10;

    /// <summary>Tells that a run that recorded evidence goes on without.</summary>
    /// <param name="options">Where and how it goes on.</param>
    /// <param name="header">What the run is; null where that isn't known.</param>
    /// <param name="messages">Where it is told.</param>
    public static Task TellNotRecordedAsync(OutputFolderOptions options, JournalLine? header, IMessageSink messages) =>
        options is { IsResume: true, EvidencePath: null } && header?.Text(Evidence) is { } before
            ? messages.WarnAsync(
                $"The run in '{options.Path}' recorded evidence in '{before}', and what is queried now isn't recorded. To record it, use -EvidencePath."
            )
            : Task.CompletedTask;

    /// <summary>Tells them.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="messages">Where it is told.</param>
    public static async Task TellAsync(string path, IReadOnlyList<JournalFinding> findings, IMessageSink messages)
    {
        foreach (var kind in findings.GroupBy(finding => finding.Kind))
        {
            var names = string.Join(", ", kind.Take(MostTold).Select(finding => finding.SetAsideAs is { } now ? $"{finding.File} (now {now})" : finding.File));
            var told = kind.Count() > MostTold ? FormattableString.Invariant($"{names}, and {kind.Count() - MostTold:N0} more") : names;
            await (
                kind.Key switch
                {
                    JournalFindingKind.Changed => messages.WarnAsync(
                        $"Files in '{path}' have changed since they were written. They're set aside unchanged, and their rows are queried again: {told}."
                    ),
                    JournalFindingKind.Gone => messages.WarnAsync(
                        $"Files that were written to '{path}' no longer exist, and their rows are queried again: {told}."
                    ),
                    JournalFindingKind.Unknown => messages.WarnAsync($"Files in '{path}' don't belong to the run, and are left unchanged: {told}."),
                    JournalFindingKind.TornLine => messages.VerboseAsync("The last line of the journal is incomplete, and is removed."),
                    _ => messages.VerboseAsync($"Incomplete files are deleted: {told}."),
                }
            ).ConfigureAwait(false);
        }
    }
}
