namespace MdeHunting.Journal;

/// <summary>
/// A folder of files that a run writes one by one, and a journal that tells of each: what was asked, what is there with which hash, and what could not be had.
/// Whenever the process or the machine ends, the folder tells the truth, and another run goes on where it ended.
/// </summary>
/// <remarks>
/// A file is written under a temporary name and flushed. Then the journal says that it will be there, the file gets its name, and the journal says that it is.
/// So each file with a name of its own is in the journal; and what the journal says to be there is there, with the hash that it tells. Where the process ended
/// in between, the next run does what is left of that.
/// </remarks>
internal sealed class JournalFolder : IDisposable
{
    /// <summary>The name of the journal.</summary>
    public const string JournalName = "journal.ndjson";

    /// <summary>The name of the file that keeps others out while a run writes; it stays, and is empty.</summary>
    public const string LockName = "journal.lock";

    /// <summary>What stands behind the name of a file that is being written.</summary>
    public const string UnfinishedSuffix = ".mde-partial";

    private readonly IJournalFiles _files;
    private readonly Func<DateTime> _now;
    private readonly JournalLog _log;
    private readonly IDisposable? _lock;
    private readonly Dictionary<string, PartWriter> _open = new(StringComparer.Ordinal);
    private readonly List<JournalTask> _tasks = [];
    private readonly object _gate = new();
    private OutputException? _failure;
    private bool _isDisposed;

    /// <param name="files">The files.</param>
    /// <param name="path">The folder.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="heldLock">What keeps others out; null where the folder is only read.</param>
    /// <param name="read">What the journal tells; null for a new one.</param>
    internal JournalFolder(IJournalFiles files, string path, Func<DateTime> now, IDisposable? heldLock, JournalText? read)
    {
        (_files, Path, _now, _lock) = (files, path, now, heldLock);
        _log = new JournalLog(files, FullPath(JournalName), read);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the run is; null until it is told.</summary>
    public JournalLine? Header { get; internal set; }

    /// <summary>Whether the run came to its end, with or without all that it was to have.</summary>
    public bool HasEnded { get; internal set; }

    /// <summary>The work.</summary>
    public IReadOnlyList<JournalTask> Tasks => _tasks;

    /// <summary>What was found as the folder was verified.</summary>
    public IReadOnlyList<JournalFinding> Findings { get; internal set; } = [];

    /// <summary>The full path of a file.</summary>
    /// <param name="file">The file, from this folder on.</param>
    public string FullPath(string file) => System.IO.Path.Combine(Path, file.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>Says what the run is: once, before everything else.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Describe(JournalLine header)
    {
        Append("run", header);
        Header = header;
    }

    /// <summary>Begins work.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public JournalTask Add(JournalLine facts)
    {
        lock (_gate)
        {
            var task = new JournalTask(this, _tasks.Count + 1, facts);
            task.Tell("task", facts);
            _tasks.Add(task);
            return task;
        }
    }

    /// <summary>Begins work of which there is much, at once: what the process leaves of it when it ends is as much of it as was written.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void AddAll(IReadOnlyList<JournalLine> facts)
    {
        lock (_gate)
        {
            var tasks = facts.Select((one, place) => new JournalTask(this, _tasks.Count + place + 1, one)).ToList();
            var at = _now();
            Write(
                JournalName,
                () =>
                    _log.Append([
                        .. tasks.Select(task => new JournalLine().With("at", at).With("event", "task").With("task", (long)task.Number).With(task.Facts)),
                    ])
            );
            _tasks.AddRange(tasks);
        }
    }

    /// <summary>
    /// Writes a file that tells what the journal has, in another form, in place of what it had. It is under its name as a whole or not at all.
    /// </summary>
    /// <param name="name">Its name, which is one of <see cref="JournalFolders.Derived"/>.</param>
    /// <param name="content">What it is to have.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Derive(string name, byte[] content) =>
        Write(
            name,
            () =>
            {
                var path = FullPath(name);
                if (IsThere(path, content))
                {
                    return;
                }

                using (var stream = _files.Create(path + UnfinishedSuffix))
                {
                    stream.Write(content, 0, content.Length);
                    _files.Flush(stream);
                }

                _files.Replace(path + UnfinishedSuffix, path);
            }
        );

    /// <summary>Adds an event to the journal.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Append(string name, JournalLine facts) =>
        Write(JournalName, () => _log.Append(new JournalLine().With("at", _now()).With("event", name).With(facts)));

    /// <summary>Ends where something could not be written before: then nothing more can be, and nothing is to be asked for that.</summary>
    /// <exception cref="OutputException">It could not.</exception>
    public void ThrowIfBroken()
    {
        if (_failure is { } failure)
        {
            throw new OutputException(failure.Failure, failure.What, failure.NextStep) { Target = failure.GetTarget() };
        }
    }

    /// <summary>Takes the journal away again, of a run that has nothing to tell.</summary>
    /// <exception cref="OutputException">It cannot be deleted.</exception>
    public void Remove()
    {
        _log.Dispose();
        Write(JournalName, () => _files.Delete(FullPath(JournalName)));
        _lock?.Dispose();
        Write(LockName, () => _files.Delete(FullPath(LockName)));
    }

    /// <summary>Closes the folder, and deletes what was not written whole.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var writer in _open.Values)
            {
                writer.Dispose();
            }

            _open.Clear();
        }

        _log.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Takes in work that the journal tells of.</summary>
    internal JournalTask ReadTask(JournalLine facts)
    {
        var task = new JournalTask(this, _tasks.Count + 1, facts);
        _tasks.Add(task);
        return task;
    }

    /// <summary>The work that a line tells of; null where it is of none.</summary>
    internal JournalTask? TaskOf(JournalLine line) => line.Number("task") is > 0 and var number && number <= _tasks.Count ? _tasks[(int)number - 1] : null;

    private bool IsThere(string path, byte[] content)
    {
        if (!_files.FileExists(path))
        {
            return false;
        }

        using var stream = _files.Open(path);
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.Length == content.Length && all.ToArray().SequenceEqual(content);
    }

    internal PartWriter Begin(string file) =>
        Write(
            file,
            () =>
            {
                lock (_gate)
                {
                    // Ctrl+C may have closed the folder while a response was read.
                    if (_isDisposed)
                    {
                        throw new OperationCanceledException();
                    }

                    if (_open.TryGetValue(file, out var before))
                    {
                        before.Dispose();
                        _open.Remove(file);
                    }

                    var full = FullPath(file);
                    _files.CreateFolder(System.IO.Path.GetDirectoryName(full)!);
                    return _open[file] = new PartWriter(Write, _files, full + UnfinishedSuffix, file);
                }
            }
        );

    internal JournalPart Complete(JournalTask task, PartWriter writer, string key, JournalLine facts)
    {
        var sha256 = writer.Seal();
        var part = new JournalPart(key, writer.File, writer.Length, sha256, facts);
        task.Tell("writing", part.ToLine());
        Write(
            writer.File,
            () =>
            {
                // One that is there was not all that was to be had, and this one is in its place.
                if (task.Parts.Any(before => before.File == writer.File))
                {
                    _files.Delete(FullPath(writer.File));
                    task.Leave(writer.File);
                }

                _files.Move(writer.Path, FullPath(writer.File));
            }
        );
        task.Tell("written", part.ToLine());
        lock (_gate)
        {
            _open.Remove(writer.File);
        }

        writer.Dispose();
        return part;
    }

    /// <summary>Writes; the first failure is that of all that would be written after it.</summary>
    internal T Write<T>(string file, Func<T> write)
    {
        ThrowIfBroken();
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException)
        {
            throw _failure = NotWritten(FullPath(file), e);
        }
    }

    /// <summary>The failure to write a file.</summary>
    internal static OutputException NotWritten(string path, Exception cause) =>
        NotWritten(
            path,
            cause,
            "Free up space, or allow writing to it, and run the command again with -Resume. Everything that the journal lists as written is there."
        );

    /// <summary>The failure to write to a folder before anything was asked.</summary>
    internal static OutputException NotBegun(string path, Exception cause) =>
        NotWritten(path, cause, "Free up space, or allow writing to it, and run the command again, or specify another folder. No query was run.");

    private static OutputException NotWritten(string path, Exception cause, string nextStep) =>
        new(OutputFailure.OutputNotWritten, $"'{path}' can't be written: {cause.Message}", nextStep, cause) { Target = path };

    /// <summary>Writes; the first failure is that of all that would be written after it.</summary>
    internal void Write(string file, Action write) =>
        Write(
            file,
            () =>
            {
                write();
                return true;
            }
        );
}
