namespace MdeHunting.Journal;

/// <summary>Opens folders that have a journal, or are to have one.</summary>
/// <param name="files">The files.</param>
/// <param name="now">The time (UTC).</param>
internal sealed class JournalFolders(IJournalFiles files, Func<DateTime> now)
{
    private const string Version = "1";
    private const string UsualKind = "query";
    private const string ResumeOrOther = "Specify -Resume to continue the run that it belongs to, or specify another folder.";

    /// <summary>What kind of run its journals tell of, so that one command does not go on with what another began.</summary>
    public string Kind { get; init; } = UsualKind;

    /// <summary>The names of files that tell what the journal has, in another form: they are made anew, and not verified.</summary>
    public IReadOnlyList<string> Derived { get; init; } = [];

    /// <summary>Makes a folder, or takes an empty one.</summary>
    /// <exception cref="OutputException">It is not empty, in use, or cannot be written.</exception>
    public JournalFolder Create(string path)
    {
        CheckIsNoFile(path);
        CheckIsEmpty(path);
        Guard(path, () => files.CreateFolder(path));
        var held = Lock(path);
        try
        {
            // Another run may have been quicker.
            if (files.FileExists(Journal(path)))
            {
                throw NotEmpty(path);
            }

            return new JournalFolder(files, path, now, held, null);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Looks whether a folder could be made or resumed, and what it has, and leaves it as it is.</summary>
    /// <returns>The folder; null where there is none yet.</returns>
    /// <exception cref="OutputException">It could not.</exception>
    public JournalFolder? Look(string path, bool isResume)
    {
        CheckIsNoFile(path);
        if (!isResume)
        {
            CheckIsEmpty(path);
            return null;
        }

        return Read(path) is { } text ? Replay(new JournalFolder(files, path, now, null, text), text) : null;
    }

    /// <summary>Opens a folder in which a run was begun, and verifies it: what is not as the journal tells is found, and is to be done again.</summary>
    /// <exception cref="OutputException">It is not there, in use, damaged, or not of a run.</exception>
    public JournalFolder Resume(string path, CancellationToken token)
    {
        CheckIsNoFile(path);
        _ = Read(path);
        var held = Lock(path);
        try
        {
            var text = Read(path);
            var folder = new JournalFolder(files, path, now, held, text);
            if (text is not null)
            {
                Replay(folder, text);
                new JournalVerification(files, folder, text, Derived, token).Run();
            }

            return folder;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static string Journal(string path) => Path.Combine(path, JournalFolder.JournalName);

    private JournalText? Read(string path)
    {
        if (!files.FolderExists(path))
        {
            throw new OutputException(
                OutputFailure.OutputFolderNotFound,
                $"There's no folder '{path}' to resume.",
                "Check the path, or remove -Resume to start a run there."
            )
            {
                Target = path,
            };
        }

        if (!files.FileExists(Journal(path)))
        {
            return IsEmpty(path)
                ? null
                : throw new OutputException(
                    OutputFailure.OutputFolderNotEmpty,
                    $"The folder '{path}' has files, but no {JournalFolder.JournalName} of a run that can be resumed.",
                    "Check the path, or specify another folder."
                )
                {
                    Target = path,
                };
        }

        try
        {
            return JournalLog.Read(files, Journal(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JournalVerification.NotRead(Journal(path), e);
        }
    }

    // The state that the lines tell of.
    private JournalFolder Replay(JournalFolder folder, JournalText text)
    {
        foreach (var line in text.Lines)
        {
            var task = folder.TaskOf(line);
            switch (line.Text("event"))
            {
                case "run" when line.Text("version") != Version:
                    throw JournalLog.Damaged(folder.FullPath(JournalFolder.JournalName), "it's of another version of the module");
                case "run" when (line.Text("kind") ?? UsualKind) is var kind && kind != Kind:
                    throw new OutputException(
                        OutputFailure.ResumeMismatch,
                        $"The run in '{folder.Path}' is different: it was begun by another command ({kind}).",
                        "Resume it with that command, or specify another folder."
                    )
                    {
                        Target = folder.Path,
                    };
                case "run":
                    folder.Header = line;
                    break;
                case "task":
                    CheckIsWithin(folder, line.Text("folder"));
                    folder.ReadTask(line);
                    break;
                case "written" when task is not null && JournalPart.Read(line) is { } part:
                    CheckIsWithin(folder, part.File);
                    task.Read(part);
                    break;
                case "writing" when JournalPart.Read(line) is { } begun:
                    CheckIsWithin(folder, begun.File);
                    break;
                case "empty" when task is not null && line.Text("part") is { } key:
                    task.ReadEmpty(key, line);
                    break;
                case "finished" when task is not null:
                    task.ReadFinished();
                    break;
                case "cut" when task is not null:
                    task.IsCut = true;
                    break;
                case "setAside" when task is not null && line.Text("file") is { } file:
                    task.Leave(file);
                    break;
            }

            folder.HasEnded = line.Text("event") is "ended";
        }

        return folder;
    }

    /// <summary>The first member of a run's description, by which a later version of the module knows it.</summary>
    public JournalLine Header() => new JournalLine().With("version", Version).With("kind", Kind == UsualKind ? null : Kind);

    // The journal may come from anybody; what it names lies below its folder, and nowhere else.
    private static void CheckIsWithin(JournalFolder folder, string? file)
    {
        if (file is { Length: > 0 } && LeadsOut(file))
        {
            throw JournalLog.Damaged(folder.FullPath(JournalFolder.JournalName), "it names a file that isn't in its folder");
        }
    }

    /// <summary>Whether a path could lead out of the folder that it is of, or to another file on another system.</summary>
    public static bool LeadsOut(string file) => file.IndexOfAny(['\\', ':', '\0']) >= 0 || file.Split('/').Any(name => name.Trim(' ', '.').Length == 0);

    private void CheckIsNoFile(string path)
    {
        if (files.FileExists(path))
        {
            throw new OutputException(OutputFailure.OutputPathNotValid, $"'{path}' is a file, not a folder.", "Specify a folder. It doesn't have to exist yet.")
            {
                Target = path,
            };
        }
    }

    private void CheckIsEmpty(string path)
    {
        if (files.FolderExists(path) && !IsEmpty(path))
        {
            throw NotEmpty(path);
        }
    }

    // The lock stays behind of a run that was killed before its first line.
    private bool IsEmpty(string path)
    {
        try
        {
            return files.IsEmpty(path) || files.AllFiles(path).All(file => file == Path.Combine(path, JournalFolder.LockName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JournalVerification.NotRead(path, e);
        }
    }

    private static OutputException NotEmpty(string path) =>
        new(OutputFailure.OutputFolderNotEmpty, $"The folder '{path}' isn't empty, and nothing in it is overwritten.", ResumeOrOther) { Target = path };

    private IDisposable Lock(string path)
    {
        var file = Path.Combine(path, JournalFolder.LockName);
        IDisposable? held = null;
        Guard(file, () => held = files.TryLock(file));
        return held
            ?? throw new OutputException(
                OutputFailure.OutputFolderInUse,
                $"Another run writes to '{path}'{Holder(path)}; it holds '{file}'.",
                "Wait until it has ended, or specify another folder."
            )
            {
                Target = path,
            };
    }

    // Who began or resumed the run last.
    private string Holder(string path)
    {
        try
        {
            return JournalLog.Read(files, Journal(path)).Holder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OutputException)
        {
            return string.Empty;
        }
    }

    private static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw JournalFolder.NotBegun(path, e);
        }
    }
}
