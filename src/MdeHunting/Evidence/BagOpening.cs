using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>Opens bags to be filled: the folder is checked and kept from others before anything is written to it.</summary>
internal static class BagOpening
{
    /// <summary>Opens a bag to be filled: a new one, or one that is not sealed.</summary>
    /// <param name="files">The files.</param>
    /// <param name="path">Its folder.</param>
    /// <param name="facts">What the evidence is for.</param>
    /// <param name="now">The time of this machine (UTC).</param>
    /// <param name="writer">What tells this process from every other one; null for one of its own.</param>
    /// <param name="untold">Why this process could not write to it before, where its log doesn't say so.</param>
    /// <exception cref="EvidenceException">It is sealed, in use, of another case, none of this module's, or cannot be written.</exception>
    public static EvidenceBag Open(IJournalFiles files, string path, EvidenceCase facts, Func<DateTime> now, string? writer = null, string? untold = null)
    {
        CheckIsNoFile(files, path);
        BagFolder.CheckIsOpen(files, path);
        BagFolder.Guard(path, () => files.CreateFolder(path), path);
        var held = Lock(files, path);
        try
        {
            BagFolder.CheckIsOpen(files, path);
            var log = Path.Combine(path, BagFolder.LogName);
            var text = files.FileExists(log) ? BagFolder.ReadLog(files, path) : null;
            if (text is null)
            {
                CheckIsEmpty(files, path);
            }

            var bag = new EvidenceBag(files, path, now, writer ?? NewWriter(), held, text);
            if (text is { Lines.Count: > 0 })
            {
                bag.Continue(text, facts, untold);
            }
            else
            {
                bag.Begin(facts, text?.Torn);
            }

            return bag;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>What tells a process from every other one.</summary>
    public static string NewWriter() => Guid.NewGuid().ToString();

    /// <summary>Finishes what a process left undone that ended while it sealed a bag, whose log says already that it is.</summary>
    /// <exception cref="EvidenceException">It is in use, or cannot be written.</exception>
    public static void FinishSealing(IJournalFiles files, string path)
    {
        // It is released before it is deleted.
        Lock(files, path).Dispose();
        EvidenceSeal.Finish(files, path);
    }

    private static void CheckIsNoFile(IJournalFiles files, string path)
    {
        for (var folder = path; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (files.FileExists(folder))
            {
                throw new EvidenceException(
                    EvidenceFailure.EvidencePathNotValid,
                    $"'{folder}' is a file, not a folder.",
                    "Specify a folder. It doesn't have to exist yet."
                )
                {
                    Target = path,
                };
            }
        }
    }

    // What a process leaves that ended before the log's first line is made anew.
    private static void CheckIsEmpty(IJournalFiles files, string path)
    {
        string[] own = [BagFolder.LockName, BagText.DeclarationName, BagFolder.CaseName, BagFolder.ToolName];
        var other = BagFolder
            .Reading(path, () => BagFolder.AllFiles(files, path))
            .FirstOrDefault(file => !own.Contains(file.Replace(JournalFolder.UnfinishedSuffix, string.Empty)));
        if (other is not null)
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceFolderNotEmpty,
                $"The folder '{path}' has files, such as '{other}', but no {BagFolder.LogName} of a bag of evidence. Nothing in it is overwritten.",
                "Specify another folder. It doesn't have to exist yet."
            )
            {
                Target = path,
            };
        }
    }

    private static IDisposable Lock(IJournalFiles files, string path)
    {
        var file = Path.Combine(path, BagFolder.LockName);
        IDisposable? held = null;
        BagFolder.Guard(file, () => held = files.TryLock(file), path);
        return held
            ?? throw new EvidenceException(
                EvidenceFailure.EvidenceInUse,
                $"Another process writes to the bag of evidence in '{path}'{Holder(files, path)}.",
                "Wait until it has ended, or specify another folder."
            )
            {
                Target = path,
            };
    }

    private static string Holder(IJournalFiles files, string path)
    {
        try
        {
            return BagFolder.ReadLog(files, path).Holder;
        }
        catch (EvidenceException)
        {
            return string.Empty;
        }
    }
}
