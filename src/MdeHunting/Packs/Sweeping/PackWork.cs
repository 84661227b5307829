using MdeHunting.Journal;
using MdeHunting.Running;

namespace MdeHunting.Packs.Sweeping;

/// <summary>Which task of a folder's journal belongs to which query of the sweep.</summary>
internal sealed class PackWork
{
    // Of the file's name, the folder's beside it, and what is put behind, a path has to hold all on a system that gives it 260 characters.
    private const int MostNameBytes = 80;

    private readonly Dictionary<PackTask, JournalTask> _tasks = [];

    /// <summary>The journal's tasks that belong to a query.</summary>
    public IEnumerable<JournalTask> All => _tasks.Values;

    /// <summary>The journal's task of a query; null where it has none.</summary>
    public JournalTask? Find(PackTask task) => _tasks.TryGetValue(task, out var work) ? work : null;

    /// <summary>
    /// Finds the task of each query in the journal of an earlier run. A task belongs to no more than one query, although several connections may be of one
    /// tenant: that of the same name first.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="plan">The queries.</param>
    /// <param name="keys">The key of each.</param>
    /// <returns>The queries that the journal does not have.</returns>
    public IReadOnlyList<PackTask> Match(JournalFolder folder, IReadOnlyList<PackTask> plan, IReadOnlyList<string> keys)
    {
        var known = folder.Tasks.GroupBy(task => task.Facts.Text("key")).ToDictionary(group => group.Key ?? string.Empty, group => group.ToList());
        foreach (var isOfName in new[] { true, false })
        {
            for (var i = 0; i < plan.Count; i++)
            {
                if (_tasks.ContainsKey(plan[i]) || !known.TryGetValue(keys[i], out var same))
                {
                    continue;
                }

                var found = same.Find(work => !isOfName || work.Facts.Text("connection") == plan[i].Connection.Name);
                if (found is not null)
                {
                    same.Remove(found);
                    _tasks.Add(plan[i], found);
                }
            }
        }

        return [.. plan.Where(task => !_tasks.ContainsKey(task))];
    }

    /// <summary>Adds queries to the journal.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="plan">All of the sweep's queries, of which each has a file's name of its own.</param>
    /// <param name="keys">The key of each.</param>
    /// <param name="left">Those that are added.</param>
    /// <exception cref="OutputException">The journal cannot be written.</exception>
    public void Add(JournalFolder folder, IReadOnlyList<PackTask> plan, IReadOnlyList<string> keys, IReadOnlyList<PackTask> left)
    {
        if (left.Count == 0)
        {
            return;
        }

        var (connections, files) = (new SavedNames(MostNameBytes), new SavedNames(MostNameBytes));

        // A query may be called as the index is.
        files.Reserve(Path.GetFileNameWithoutExtension(PackIndex.CsvName));
        var isAlone = plan.Select(task => task.Connection).Distinct().Count() == 1;
        var facts = new List<JournalLine>();
        for (var i = 0; i < plan.Count; i++)
        {
            // Named also where it is there, so that each has the name that it had.
            var task = plan[i];
            var (place, file) = (isAlone ? string.Empty : connections.Of(task.Connection.Name), files.Of(task.Title));
            if (!_tasks.ContainsKey(task))
            {
                facts.Add(PackRecord.FactsOf(task, keys[i], place, file));
            }
        }

        folder.AddAll(facts);
        foreach (var (task, work) in left.Zip(folder.Tasks.Skip(folder.Tasks.Count - left.Count), (task, work) => (task, work)))
        {
            _tasks.Add(task, work);
        }
    }
}
