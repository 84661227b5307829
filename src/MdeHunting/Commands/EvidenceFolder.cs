using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Evidence;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>The folder that a parameter names for evidence.</summary>
internal static class EvidenceFolder
{
    /// <summary>The path of the file system, absolute, as it is without wildcards.</summary>
    /// <exception cref="EvidenceException">It is none.</exception>
    public static async Task<string> OfAsync(SessionState session, string path, PipelineStreams streams)
    {
        var folder = await streams.InvokeAsync(() => FolderPath.Of(session, path)).ConfigureAwait(false);
        return folder
            .ThrowIfNotValid(what => new EvidenceException(EvidenceFailure.EvidencePathNotValid, what, "Specify the path of a folder.") { Target = path })
            .Full;
    }

    /// <summary>
    /// The bags that something is noted in: those at a path; where none is named, those that the session records in, of which there is one then.
    /// Beside them may lie one that another session sealed.
    /// </summary>
    /// <exception cref="EvidenceException">There is none.</exception>
    public static async Task<FoundBags> NotedAsync(SessionState session, string? path, PipelineStreams streams)
    {
        var bags = EvidenceBags.OfProcess;
        if (path is not null)
        {
            return bags.Find(await OfAsync(session, path, streams).ConfigureAwait(false));
        }

        var folder = await OrStartedAsync(session, path, streams).ConfigureAwait(false);
        await OpenFirstAsync(streams).ConfigureAwait(false);
        string[] open = [.. bags.At(folder).Where(bag => !BagFolder.IsSealed(bags.Files, bag))];
        return open.Length > 0 ? new FoundBags(bags.Files, open, null) : bags.Find(folder);
    }

    /// <summary>What takes secrets out of what a command records: those of the session's connections, and of what the session recorded.</summary>
    public static async Task<EvidenceMask> MaskAsync(PipelineStreams streams)
    {
        var runspace = await streams.InvokeAsync(static () => RunspaceEvidence.Current).ConfigureAwait(false);
        return runspace.Recording?.Mask ?? await OwnMaskAsync(streams).ConfigureAwait(false);
    }

    /// <summary>The same for what is recorded from now on.</summary>
    public static async Task<EvidenceMask> OwnMaskAsync(PipelineStreams streams)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        return new EvidenceMask(() => table.All);
    }

    /// <summary>Gives what the session records in a bag where it has none yet.</summary>
    /// <exception cref="EvidenceException">It cannot be opened.</exception>
    public static async Task OpenFirstAsync(PipelineStreams streams)
    {
        var runspace = await streams.InvokeAsync(static () => RunspaceEvidence.Current).ConfigureAwait(false);
        runspace.Recording?.OpenFirst((await RunspaceConnections.GetAsync(streams).ConfigureAwait(false)).All);
    }

    /// <summary>The same; where none is named, the one that the session records in.</summary>
    /// <exception cref="EvidenceException">It is none, or the session records in none.</exception>
    public static async Task<string> OrStartedAsync(SessionState session, string? path, PipelineStreams streams)
    {
        if (path is not null)
        {
            return await OfAsync(session, path, streams).ConfigureAwait(false);
        }

        var runspace = await streams.InvokeAsync(static () => RunspaceEvidence.Current).ConfigureAwait(false);
        return runspace.Recording?.Path
            ?? throw new EvidenceException(
                EvidenceFailure.EvidenceNotFound,
                "The session doesn't record evidence.",
                "Specify the bag with -Path, or run Start-MdeEvidence before the queries."
            );
    }
}
