using System.Collections.Concurrent;
using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>
/// The bags that commands of this process fill, each open once, however many of them use it: a bag has one writer, and parallel runspaces share it.
/// </summary>
internal sealed class EvidenceBags(IJournalFiles files, Func<DateTime> now)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Used> _used = new(StringComparer.Ordinal);
    private readonly string _writer = BagOpening.NewWriter();
    private readonly ConcurrentDictionary<string, string> _untold = new(StringComparer.Ordinal);

    /// <summary>Those of the process. It is static, since the file system that they lie in is the process's too.</summary>
    public static EvidenceBags OfProcess { get; } = new(new JournalFiles(), static () => DateTime.UtcNow);

    /// <summary>The files.</summary>
    public IJournalFiles Files => files;

    /// <summary>The time of this machine (UTC).</summary>
    public DateTime Now => now();

    /// <summary>Why this process could not write to a bag, where its log doesn't say so; null where it can, or does.</summary>
    public string? UntoldAt(string path)
    {
        lock (_gate)
        {
            return _used.TryGetValue(path, out var used) && used.Bag is { } bag ? bag.UntoldFailure
                : _untold.TryGetValue(path, out var why) ? why
                : null;
        }
    }

    /// <summary>Opens a bag, or takes the one that is open already; given back by <see cref="Return"/>.</summary>
    /// <exception cref="EvidenceException">It is sealed, in use, of another case, none of this module's, or cannot be written.</exception>
    public EvidenceBag Take(string path, EvidenceCase facts)
    {
        lock (_gate)
        {
            if (!_used.TryGetValue(path, out var used))
            {
                used = new Used(OpenTold(path, facts));
                _used.Add(path, used);
            }

            if (used.Bag is not { } bag)
            {
                throw InUse(path, "is sealing");
            }

            used.Count++;
            return bag;
        }
    }

    /// <summary>Gives a bag back; it is closed where nobody else uses it.</summary>
    public void Return(EvidenceBag bag)
    {
        lock (_gate)
        {
            if (_used.TryGetValue(bag.Path, out var used) && --used.Count == 0)
            {
                _used.Remove(bag.Path);
                if (bag.UntoldFailure is { } why)
                {
                    _untold[bag.Path] = why;
                }

                bag.Dispose();
            }
        }
    }

    /// <summary>Seals a bag. Other bags are filled meanwhile.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="proof">What proves it besides its hashes.</param>
    /// <param name="token">Ends it; the bag is open then.</param>
    /// <exception cref="EvidenceException">It is not there, sealed already, in use, cannot be written, or cannot be signed or stamped.</exception>
    public async Task<SealedBag> SealAsync(string path, EvidenceProof proof, CancellationToken token)
    {
        lock (_gate)
        {
            if (_used.TryGetValue(path, out var used))
            {
                throw InUse(path, used.Bag is null ? "is sealing" : "still writes to");
            }

            if (!files.FileExists(Path.Combine(path, BagFolder.LogName)))
            {
                throw NotFound(path);
            }

            _used.Add(path, new Used(null));
        }

        try
        {
            if (BagFolder.StateOf(files, path) == BagState.Sealing)
            {
                BagOpening.FinishSealing(files, path);
                return new SealedBag([], null);
            }

            using var bag = OpenTold(path, EvidenceCase.Unknown);
            return await new EvidenceSeal(files, bag, now(), proof).WriteAsync(token).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _used.Remove(path);
            }
        }
    }

    // Its log had no room for why it could not be written to, and has it now.
    private EvidenceBag OpenTold(string path, EvidenceCase facts)
    {
        _untold.TryGetValue(path, out var why);
        var bag = BagOpening.Open(files, path, facts, now, _writer, why);
        _untold.TryRemove(path, out _);
        return bag;
    }

    /// <summary>The folders of the bags at a path: the folder itself, or those in it that are bags, one for each tenant.</summary>
    /// <exception cref="EvidenceException">There is none.</exception>
    public IReadOnlyList<string> At(string path)
    {
        var found = Bags(path);
        foreach (var bag in found)
        {
            if (bag != path)
            {
                BagFolder.CheckIsNoLink(files, bag);
            }

            BagFolder.CheckHasNoLinks(files, bag);
        }

        return found.Count > 0 ? found : throw NotFound(path);
    }

    /// <summary>Whether there is a bag at a path: the folder itself, or one in it.</summary>
    public bool HasAny(string path) => Bags(path).Count > 0;

    private IReadOnlyList<string> Bags(string path) =>
        BagFolder.IsBag(files, path) ? [path]
        : files.FolderExists(path) ? [.. files.Folders(path).Where(folder => BagFolder.IsBag(files, folder)).OrderBy(folder => folder, StringComparer.Ordinal)]
        : [];

    /// <summary>The bags at a path, to be read: also the one in a zip archive.</summary>
    /// <exception cref="EvidenceException">There is none, something in one leads out of it, or the archive is not valid.</exception>
    public FoundBags Find(string path) => files.FileExists(path) ? InArchive(path) : new FoundBags(files, At(path), null);

    /// <summary>The bags at a path, to be tested: what is in a folder is judged one by one, whatever it is.</summary>
    /// <exception cref="EvidenceException">There is none, or the archive is not valid.</exception>
    public FoundBags FindUntested(string path) =>
        files.FileExists(path) ? InArchive(path)
        : Bags(path) is { Count: > 0 } found ? new FoundBags(files, found, null)
        : throw NotFound(path);

    private FoundBags InArchive(string path)
    {
        var archive = ZipBagFiles.Open(files, path);
        if (BagFolder.IsBag(archive, path))
        {
            return new FoundBags(archive, [path], archive);
        }

        archive.Dispose();
        throw NotFound(path);
    }

    /// <summary>The name of the folder of a tenant's bag.</summary>
    public static string FolderOf(MdeConnection connection) =>
        new([.. (connection.TenantId ?? connection.HuntingHost).Select(sign => char.IsLetterOrDigit(sign) || sign is '-' ? sign : '_')]);

    private static EvidenceException NotFound(string path) =>
        new(EvidenceFailure.EvidenceNotFound, $"There is no bag of evidence in '{path}'.", "Check the path. Start-MdeEvidence and -EvidencePath create bags.")
        {
            Target = path,
        };

    private static EvidenceException InUse(string path, string does) =>
        new(
            EvidenceFailure.EvidenceInUse,
            $"A command of this process {does} the bag of evidence in '{path}'.",
            "Wait until it has ended, and run the command again."
        )
        {
            Target = path,
        };

    /// <param name="bag">The bag; null while it is sealed.</param>
    private sealed class Used(EvidenceBag? bag)
    {
        public EvidenceBag? Bag => bag;

        public int Count { get; set; }
    }
}

/// <summary>Bags that are read.</summary>
/// <param name="files">Where their files are.</param>
/// <param name="paths">The bags.</param>
/// <param name="archive">The archive that they lie in; null for the file system.</param>
internal sealed class FoundBags(IJournalFiles files, IReadOnlyList<string> paths, IDisposable? archive) : IDisposable
{
    /// <summary>Where their files are.</summary>
    public IJournalFiles Files => files;

    /// <summary>The bags.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <inheritdoc/>
    public void Dispose() => archive?.Dispose();
}
