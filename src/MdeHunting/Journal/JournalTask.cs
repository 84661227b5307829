namespace MdeHunting.Journal;

/// <summary>Work that a journal keeps: it has facts that tell it from other work, a folder, and parts that are done one by one.</summary>
internal sealed class JournalTask
{
    private readonly JournalFolder _folder;
    private readonly List<JournalPart> _parts = [];
    private readonly Dictionary<string, JournalLine> _empty = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <param name="folder">The journal.</param>
    /// <param name="number">Its number, from 1 on.</param>
    /// <param name="facts">What tells it from other work.</param>
    public JournalTask(JournalFolder folder, int number, JournalLine facts)
    {
        _folder = folder;
        Number = number;
        Facts = facts;
        SubFolder = facts.Text("folder") ?? string.Empty;
    }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>What tells it from other work.</summary>
    public JournalLine Facts { get; }

    /// <summary>The folder of its files, from the journal's on; empty for that itself.</summary>
    public string SubFolder { get; }

    /// <summary>Its parts that are done, in the order in which they were.</summary>
    public IReadOnlyList<JournalPart> Parts
    {
        get
        {
            lock (_gate)
            {
                return [.. _parts];
            }
        }
    }

    /// <summary>What is known of its parts that are done and have no file, by their keys.</summary>
    public IReadOnlyDictionary<string, JournalLine> EmptyParts
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, JournalLine>(_empty, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Whether it came to its end with all of its parts.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Whether some of the work cannot be done, however often it is tried.</summary>
    public bool IsCut { get; internal set; }

    /// <summary>Whether a part was done when the journal was opened.</summary>
    public bool WasDone(JournalPart part) => _known.Contains(part.Key);

    /// <summary>Begins the file of a part. One that was begun before and is not done is left off.</summary>
    /// <param name="name">The file's name.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public PartWriter Begin(string name) => _folder.Begin(SubFolder.Length == 0 ? name : $"{SubFolder}/{name}");

    /// <summary>Ends a part: its file gets its name, and the journal tells of it.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="key">What tells it from the other parts.</param>
    /// <param name="facts">What else is known of it.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public JournalPart Complete(PartWriter writer, string key, JournalLine facts)
    {
        var part = _folder.Complete(this, writer, key, facts);
        lock (_gate)
        {
            _parts.Add(part);
        }

        return part;
    }

    /// <summary>Ends a part that has no file.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void CompleteEmpty(string key, JournalLine facts)
    {
        Tell("empty", new JournalLine().With("part", key).With(facts));
        ReadEmpty(key, facts);
    }

    /// <summary>Tells that all of its parts are done.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Finish()
    {
        Tell("finished", new JournalLine());
        IsFinished = true;
    }

    /// <summary>Tells that a part could not be had. It is asked for again when the journal is resumed.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Miss(string key, JournalLine facts) => Tell("missing", new JournalLine().With("part", key).With(facts));

    /// <summary>Tells that some of the work cannot be done, however often it is tried.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Cut(JournalLine facts)
    {
        IsCut = true;
        Tell("cut", facts);
    }

    /// <summary>Tells something of the task.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Tell(string name, JournalLine facts) => _folder.Append(name, new JournalLine().With("task", (long)Number).With(facts));

    /// <summary>Takes in a part that the journal tells of.</summary>
    internal void Read(JournalPart part)
    {
        _parts.Add(part);
        _known.Add(part.Key);
    }

    /// <summary>Takes in a part without a file that the journal tells of.</summary>
    internal void ReadEmpty(string key, JournalLine facts)
    {
        lock (_gate)
        {
            _empty[key] = facts;
        }
    }

    /// <summary>Takes in that the journal tells of its end.</summary>
    internal void ReadFinished() => IsFinished = true;

    /// <summary>Takes out a part whose file is not what the journal tells.</summary>
    internal void Leave(string file)
    {
        foreach (var part in _parts.Where(part => part.File == file))
        {
            _known.Remove(part.Key);
        }

        _parts.RemoveAll(part => part.File == file);
        IsFinished = false;
    }
}
