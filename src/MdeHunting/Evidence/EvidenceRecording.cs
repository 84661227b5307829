namespace MdeHunting.Evidence;

/// <summary>What a command, or a session, records into: a bag for each tenant below one folder, or one bag for all.</summary>
/// <param name="bags">The bags of the process.</param>
/// <param name="path">The folder.</param>
/// <param name="facts">What the evidence is for.</param>
/// <param name="isSingle">Whether the folder itself is the one bag of all tenants.</param>
/// <param name="mask">Takes secrets out of what is recorded.</param>
internal sealed class EvidenceRecording(EvidenceBags bags, string path, EvidenceCase facts, bool isSingle, EvidenceMask mask) : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, EvidenceBag> _taken = new(StringComparer.Ordinal);
    private bool _isOver;

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>Takes secrets out of what is recorded.</summary>
    public EvidenceMask Mask => mask;

    /// <summary>A recording of the same, whose bags are opened as they are needed.</summary>
    public EvidenceRecording Again() => new(bags, path, facts, isSingle, mask);

    /// <summary>Ends where the bag of a connection is sealed, before anything is sent.</summary>
    /// <exception cref="EvidenceException">It is.</exception>
    public void Check(MdeConnection connection) => Check(FolderOf(connection));

    /// <summary>Begins to record a query.</summary>
    public EvidenceQuery Begin(MdeConnection connection, string query) => new(() => Take(FolderOf(connection)), connection, query, mask);

    /// <summary>Notes something in each bag that is used.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public void Note(string text)
    {
        lock (_gate)
        {
            foreach (var bag in _taken.Values)
            {
                bag.Append("note", new Journal.JournalLine().With("text", mask.Text(text)));
            }
        }
    }

    /// <summary>
    /// Opens the one bag, or that of the one tenant that the session is connected to, so that what is wrong is told before anything is recorded, and notes have
    /// their place at once. Of several tenants, only those that are asked something have a bag. Without a connection, the folder has none that is sealed.
    /// </summary>
    /// <param name="connections">The connections, the current one last.</param>
    /// <exception cref="EvidenceException">One is sealed, or cannot be opened.</exception>
    public void Open(IReadOnlyList<MdeConnection> connections)
    {
        if (isSingle)
        {
            Take(path);
            return;
        }

        string[] folders =
            connections.Count > 0 ? [.. connections.Select(FolderOf)]
            : bags.Files.FolderExists(path) ? [.. bags.Files.Folders(path)]
            : [];
        foreach (var folder in folders.Append(System.IO.Path.Combine(path, BagText.Payload)))
        {
            Check(folder);
        }

        BagFolder.Guard(path, () => bags.Files.CreateFolder(path), path);
        if (connections.Select(FolderOf).Distinct(StringComparer.Ordinal).Count() == 1)
        {
            OpenFirst(connections);
        }
    }

    /// <summary>Opens the bag of the current connection where none is open yet.</summary>
    /// <param name="connections">The connections, the current one last.</param>
    /// <exception cref="EvidenceException">It cannot be opened.</exception>
    public void OpenFirst(IReadOnlyList<MdeConnection> connections)
    {
        if (connections.Count > 0 && !IsUsed)
        {
            Take(FolderOf(connections[connections.Count - 1]));
        }
    }

    private bool IsUsed
    {
        get
        {
            lock (_gate)
            {
                return _taken.Count > 0;
            }
        }
    }

    /// <summary>Gives the bags back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            foreach (var bag in _taken.Values)
            {
                bags.Return(bag);
            }

            _taken.Clear();
        }
    }

    private string FolderOf(MdeConnection connection) => isSingle ? path : System.IO.Path.Combine(path, EvidenceBags.FolderOf(connection));

    // The folder that was named may be reached by a link; one in it leads to what nobody named.
    private void Check(string folder)
    {
        if (!isSingle)
        {
            BagFolder.CheckIsNoLink(bags.Files, folder);
        }

        BagFolder.CheckIsOpen(bags.Files, folder);
    }

    private EvidenceBag Take(string folder)
    {
        lock (_gate)
        {
            // Ctrl+C may have ended the command while a query was about to be sent.
            if (_isOver)
            {
                throw new OperationCanceledException();
            }

            if (!_taken.TryGetValue(folder, out var bag))
            {
                _taken.Add(folder, bag = bags.Take(folder, mask.Case(facts)));
            }

            return bag;
        }
    }
}
