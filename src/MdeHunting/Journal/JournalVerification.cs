using MdeHunting.Contract;

namespace MdeHunting.Journal;

/// <summary>
/// Compares a folder with its journal. A file that was changed is neither trusted nor overwritten: it is set aside as it is, and its part is to be done again.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="folder">The folder, whose journal was read.</param>
/// <param name="text">What its journal tells.</param>
/// <param name="derived">The names of files that are made anew.</param>
/// <param name="token">Ends it.</param>
internal sealed class JournalVerification(IJournalFiles files, JournalFolder folder, JournalText text, IReadOnlyList<string> derived, CancellationToken token)
{
    private const string SetAsideSuffix = ".changed";

    private readonly List<JournalFinding> _findings = [];

    /// <summary>Compares them.</summary>
    /// <exception cref="OutputException">A file cannot be read, or what was found not be written.</exception>
    public void Run()
    {
        if (text.HasTornLine)
        {
            _findings.Add(new JournalFinding(JournalFindingKind.TornLine, JournalFolder.JournalName));
        }

        foreach (var task in folder.Tasks)
        {
            Verify(task);
        }

        EndWriting();
        FindUnknown();
        folder.Findings = _findings;
    }

    /// <summary>The failure to read what is to be verified.</summary>
    public static OutputException NotRead(string path, Exception cause) =>
        new(OutputFailure.OutputNotRead, $"'{path}' can't be read: {cause.Message}", "Allow access to it, and run the command again.", cause) { Target = path };

    private void Verify(JournalTask task)
    {
        foreach (var part in task.Parts.ToArray())
        {
            Rename(part);
            if (!files.FileExists(folder.FullPath(part.File)))
            {
                _findings.Add(new JournalFinding(JournalFindingKind.Gone, part.File));
                task.Tell("setAside", new JournalLine().With("file", part.File).With("why", "it isn't there"));
                task.Leave(part.File);
            }
            else if (!IsAsTold(folder.FullPath(part.File), part, out var sha256))
            {
                SetAside(task, part.File, sha256);
            }
        }
    }

    // A file that is whole, and whose new name was lost with the machine's power or was still to be given.
    private void Rename(JournalPart part)
    {
        var path = folder.FullPath(part.File);
        var unfinished = path + JournalFolder.UnfinishedSuffix;
        if (!files.FileExists(path) && files.FileExists(unfinished) && IsAsTold(unfinished, part, out _))
        {
            folder.Write(part.File, () => files.Move(unfinished, path));
        }
    }

    private void SetAside(JournalTask task, string file, string? sha256)
    {
        var aside = SharedFile.NameAside(file, SetAsideSuffix, name => files.FileExists(folder.FullPath(name)));
        folder.Write(file, () => files.Move(folder.FullPath(file), folder.FullPath(aside)));
        _findings.Add(new JournalFinding(JournalFindingKind.Changed, file, aside));
        task.Tell("setAside", new JournalLine().With("file", file).With("keptAs", aside).With("sha256", sha256).With("why", "it isn't as it was written"));
        task.Leave(file);
    }

    // A run that was killed between the last lines of a part.
    private void EndWriting()
    {
        foreach (var line in LastOfFiles().Where(line => line.Text("event") is "writing"))
        {
            if (folder.TaskOf(line) is not { } task || JournalPart.Read(line) is not { } part)
            {
                continue;
            }

            Rename(part);
            if (!files.FileExists(folder.FullPath(part.File)))
            {
                continue;
            }

            if (!IsAsTold(folder.FullPath(part.File), part, out var sha256))
            {
                SetAside(task, part.File, sha256);
                continue;
            }

            task.Tell("written", part.ToLine());
            task.Read(part);
        }
    }

    // Of each file the last that the journal tells.
    private IEnumerable<JournalLine> LastOfFiles() =>
        text.Lines.Where(line => line.Text("event") is "writing" or "written" or "setAside").GroupBy(line => line.Text("file")).Select(lines => lines.Last());

    private void FindUnknown()
    {
        var known = new HashSet<string>(folder.Tasks.SelectMany(task => task.Parts).Select(part => folder.FullPath(part.File)), StringComparer.Ordinal)
        {
            folder.FullPath(JournalFolder.JournalName),
            folder.FullPath(JournalFolder.LockName),
        };
        known.UnionWith(derived.Select(folder.FullPath));
        known.UnionWith(
            text.Lines.Select(line => line.Text("keptAs")).Concat(_findings.Select(finding => finding.SetAsideAs)).OfType<string>().Select(folder.FullPath)
        );
        foreach (var file in Guard(folder.Path, () => files.AllFiles(folder.Path).ToArray()))
        {
            token.ThrowIfCancellationRequested();
            if (known.Contains(file))
            {
                continue;
            }

            var name = file.Substring(folder.Path.Length).TrimStart(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
            var isUnfinished = file.EndsWith(JournalFolder.UnfinishedSuffix, StringComparison.Ordinal);
            if (isUnfinished)
            {
                folder.Write(name, () => files.Delete(file));
            }

            _findings.Add(new JournalFinding(isUnfinished ? JournalFindingKind.Unfinished : JournalFindingKind.Unknown, name));
        }
    }

    private bool IsAsTold(string path, JournalPart part, out string? sha256)
    {
        var (digits, bytes) = Guard(path, () => FileSum.Of(files, path, token));
        sha256 = digits;
        return bytes == part.Bytes && digits == part.Sha256;
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotRead(path, e);
        }
    }
}
