using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Reporting;

namespace MdeHunting.Running;

/// <summary>
/// The folder that a command writes its rows to. It is looked at when the first query is run, and made when the first one is asked; of a run that is resumed,
/// it is verified before.
/// </summary>
/// <param name="options">Where and how.</param>
internal sealed class OutputFolder(OutputFolderOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly SavedNames _connections = new();
    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);
    private readonly HashSet<JournalTask> _asked = [];
    private readonly HashSet<JournalTask> _refused = [];
    private readonly HashSet<JournalTask> _claimed = [];
    private IReadOnlyList<JournalTask> _earlier = [];
    private JournalFolder? _folder;
    private bool _isPrepared;
    private bool _isResumed;
    private bool _hasEnded;

    /// <summary>How queries are found in it.</summary>
    public OutputFolderOptions Options => options;

    /// <summary>The format of its files.</summary>
    public MdeOutputFormat Format =>
        _folder?.Header?.Text("format") is { } told && Enum.TryParse<MdeOutputFormat>(told, out var format) ? format : options.Format ?? MdeOutputFormat.Csv;

    /// <summary>Looks at the folder, and verifies it where a run is resumed.</summary>
    /// <exception cref="OutputException">It is not fit for what is asked.</exception>
    public async Task PrepareAsync(JobSubject subject, IMessageSink messages, CancellationToken token)
    {
        await _gate.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (_isPrepared)
            {
                return;
            }

            var folders = Folders(subject);
            _folder = options.IsResume && !options.IsPreview ? folders.Resume(options.Path, token) : folders.Look(options.Path, options.IsResume);
            _isPrepared = true;
            if (_folder is { } folder)
            {
                _earlier = [.. folder.Tasks];
                CheckFormat(folder);
                await FolderFindings.TellAsync(options.Path, folder.Findings, messages).ConfigureAwait(false);
                await FolderFindings.TellNotRecordedAsync(options, folder.Header, messages).ConfigureAwait(false);
            }

            if (options.IsResume && _folder is not { Tasks.Count: > 0 })
            {
                await messages
                    .WarnAsync($"The folder '{options.Path}' doesn't contain a run yet. A run starts now, with the specified parameters.")
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The query's number among those of this command that are alike, from 1 on.</summary>
    public int CountOccurrence(JobSubject subject, string query)
    {
        lock (_occurrences)
        {
            var key = $"{subject.Connection.Name}\n{query}";
            _occurrences.TryGetValue(key, out var count);
            return _occurrences[key] = count + 1;
        }
    }

    /// <summary>
    /// The work of a query that was asked before; null where it is new. It is that of no other query of this command, although several connections may be of
    /// one tenant: the one of the same name first.
    /// </summary>
    /// <exception cref="OutputException">The folder is of another query or tenant.</exception>
    public JournalTask? Find(JobSubject subject, string query, int occurrence)
    {
        _gate.Wait();
        try
        {
            return _earlier.Count > 0 ? Claim(_folder!, subject, query, occurrence) : null;
        }
        finally
        {
            _gate.Release();
        }
    }

    private JournalTask? Claim(JournalFolder folder, JobSubject subject, string query, int occurrence)
    {
        var same = _earlier.Where(task => !_claimed.Contains(task) && RecordedRun.Is(task.Facts, subject, query, occurrence)).ToArray();
        if ((Array.Find(same, task => task.Facts.Text("connection") == subject.Connection.Name) ?? same.FirstOrDefault()) is { } found)
        {
            _claimed.Add(found);
            return found;
        }

        // Of several queries, the first run may have ended before it came to this one.
        if (folder.Header?.IsSet("severalQueries") is true or null || folder.Header.IsSet("severalConnections"))
        {
            return folder.HasEnded && !IsLeft(folder, subject.Connection) ? throw Mismatch(options.Difference(_earlier, subject, query)) : null;
        }

        throw Mismatch(options.Difference(_earlier, subject, query));
    }

    /// <summary>The failure of a command that asks something else than the run that it resumes.</summary>
    public OutputException Mismatch(string difference) =>
        new(OutputFailure.ResumeMismatch, $"The run in '{options.Path}' is different: {difference}.", options.MismatchStep) { Target = options.Path };

    /// <summary>Whether rows say which connection they are of, and which query.</summary>
    public (string? ConnectionColumn, string? QueryColumn) Labels(JobSubject subject) =>
        _folder?.Header is { } header
            ? (header.Text("connectionColumn"), header.Text("queryColumn"))
            : (subject.IsAlone ? null : options.ConnectionColumn, options.QueryColumn());

    /// <summary>Begins to ask a query, or goes on to.</summary>
    /// <param name="subject">The query and its connection.</param>
    /// <param name="known">Its work so far; null where it is new.</param>
    /// <param name="facts">Gives what tells it from others.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public JournalTask Begin(JobSubject subject, JournalTask? known, Func<string, JournalLine> facts)
    {
        _gate.Wait();
        try
        {
            var folder = _folder ??= Folders(subject).Create(options.Path);
            folder.ThrowIfBroken();
            Describe(folder, subject);
            var task = known ?? folder.Add(facts(SubFolder(folder, subject)));
            _asked.Add(task);
            return task;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The moment of the run that is resumed (UTC); null where there is none.</summary>
    public DateTime? Moment => _earlier.Select(task => task.Facts.Moment("moment")).FirstOrDefault(moment => moment is not null);

    /// <summary>The full path of a file.</summary>
    public string FullPath(string file) => _folder!.FullPath(file);

    /// <summary>The service does not take that query, so that nothing is to be had of it.</summary>
    public void Refuse(JournalTask task)
    {
        lock (_refused)
        {
            _refused.Add(task);
        }
    }

    /// <summary>The command has come to its end.</summary>
    public async Task EndAsync(IMessageSink messages)
    {
        _hasEnded = true;
        if (_folder is not { } folder || options.IsPreview)
        {
            return;
        }

        var away = ConnectionsOf(folder).Where(connection => !folder.Tasks.Any(task => IsOf(task, connection) && options.HasAll(task))).ToList();
        var hasAll = away.Count == 0 && folder.Tasks.All(options.HasAll);
        var isComplete = hasAll && !folder.Tasks.Any(RecordedRun.IsCut);
        var files = folder.Tasks.Sum(task => task.Parts.Count);
        var rows = folder.Tasks.Sum(task => task.Parts.Sum(RecordedRun.Rows));
        string[] left = [.. away.Where(connection => !options.Connections().Any(one => Is(connection, one.Name, one.TenantId))).Select(one => one.Key)];
        if (left.Length > 0)
        {
            await messages
                .WarnAsync(
                    $"The run in '{options.Path}' isn't complete: it's also of {string.Join(", ", left)}. To complete it, "
                        + $"include {(left.Length == 1 ? "this connection" : "these connections")} in -Connection."
                )
                .ConfigureAwait(false);
        }

        if (_asked.Count > 0)
        {
            folder.Append("ended", new JournalLine().With("isComplete", isComplete).With("files", (long)files).With("rows", rows));
        }
        else if (hasAll && files > 0)
        {
            var what = FormattableString.Invariant($"{files:N0} {(files == 1 ? "file" : "files")} with {rows:N0} {(rows == 1 ? "row" : "rows")}");
            await messages
                .WarnAsync(
                    $"The run in '{options.Path}' is complete: its {what} were verified, and no query was run."
                        + (isComplete ? string.Empty : " Rows are missing that the service doesn't return, as the journal records.")
                )
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder is { } folder && !options.IsPreview)
        {
            try
            {
                if (!_isResumed && _asked.Count > 0 && folder.Tasks.All(task => task.Parts.Count == 0 && _refused.Contains(task)))
                {
                    folder.Remove();
                }
                else if (!_hasEnded && _asked.Count > 0)
                {
                    folder.Append("stopped", new JournalLine());
                }
            }
            catch (OutputException)
            {
                // It was told, and the journal says what is there.
            }
        }

        _folder?.Dispose();
        _gate.Dispose();
    }

    // Those of the run, by the name and the tenant of each, whether it was begun there or not.
    private static IReadOnlyList<KeyValuePair<string, string>> ConnectionsOf(JournalFolder folder) => folder.Header?.Texts("connections") ?? [];

    // Whether a run that came to its end did so without one of its connections.
    private static bool IsLeft(JournalFolder folder, MdeConnection connection) =>
        ConnectionsOf(folder).Any(one => Is(one, connection.Name, connection.TenantId) && !folder.Tasks.Any(task => IsOf(task, one)));

    private static bool IsOf(JournalTask task, KeyValuePair<string, string> connection) =>
        Is(connection, task.Facts.Text("connection"), task.Facts.Text("tenantId"));

    private static bool Is(KeyValuePair<string, string> connection, string? name, string? tenantId) =>
        connection.Key == name || (connection.Value.Length > 0 && connection.Value == tenantId);

    private JournalFolders Folders(JobSubject subject) => new(options.Files, () => subject.Connection.Session.UtcNow);

    // The first line, or that another run goes on; once, and only where something is asked.
    private void Describe(JournalFolder folder, JobSubject subject)
    {
        if (_asked.Count > 0)
        {
            return;
        }

        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var who = new JournalLine().With("process", (long)process.Id).With("computer", Environment.MachineName).With("account", subject.Connection.Account);
        if (folder.Header is not null)
        {
            _isResumed = true;
            folder.Append("resumed", who);
            return;
        }

        folder.Describe(
            Folders(subject)
                .Header()
                .With("module", typeof(OutputFolder).Assembly.GetName().Version!.ToString(3))
                .With("format", Format.ToString())
                .With("severalQueries", options.QueryColumn() is not null)
                .With("severalConnections", !subject.IsAlone)
                .With("connections", [.. options.Connections().Select(one => new KeyValuePair<string, string>(one.Name, one.TenantId ?? string.Empty))])
                .With("connectionColumn", subject.IsAlone ? null : options.ConnectionColumn)
                .With("queryColumn", options.QueryColumn())
                .With(FolderFindings.Evidence, options.EvidencePath)
                .With(who)
        );
    }

    // As many folders as the run has to tell apart, each no other's but for its case.
    private string SubFolder(JournalFolder folder, JobSubject subject)
    {
        var names = new List<string>();
        if (folder.Header!.IsSet("severalConnections"))
        {
            names.Add(_connections.Of(subject.Connection.Name));
        }

        if (folder.Header.IsSet("severalQueries"))
        {
            names.Add(subject.SavedName ?? "query");
        }

        var own = string.Join("/", names);
        var free = own;
        for (var number = 2; folder.Tasks.Any(task => string.Equals(task.SubFolder, free, StringComparison.OrdinalIgnoreCase)); number++)
        {
            free = FormattableString.Invariant($"{own} ({number})").TrimStart();
        }

        return free;
    }

    private void CheckFormat(JournalFolder folder)
    {
        if (options.Format is { } format && folder.Header?.Text("format") is { } before && before != format.ToString())
        {
            throw Mismatch($"-OutputFormat is {format}, and was {before}");
        }
    }
}
