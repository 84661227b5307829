using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>What lies in a bag's folder, sealed or not.</summary>
internal static class BagFolder
{
    /// <summary>The name of the log.</summary>
    public const string LogName = "log.ndjson";

    /// <summary>The name of the file that says what the evidence is for.</summary>
    public const string CaseName = "case.json";

    /// <summary>The name of the file that says what collects it.</summary>
    public const string ToolName = "tool.json";

    /// <summary>The name of the file that keeps other processes out while the bag is open.</summary>
    public const string LockName = "evidence.lock";

    /// <summary>The name of the signature of the tag manifest (CMS, RFC 5652, in DER).</summary>
    public const string SignatureName = BagText.TagManifestName + ".p7s";

    /// <summary>The name of the time stamp of the signature (the response of RFC 3161, in DER).</summary>
    public const string SignatureStampName = SignatureName + ".tsr";

    /// <summary>The name of the time stamp of the tag manifest, of a bag that is not signed.</summary>
    public const string ManifestStampName = BagText.TagManifestName + ".tsr";

    /// <summary>The files that a bag has besides its payload and the manifest of these.</summary>
    public static IReadOnlyList<string> TagFiles { get; } = [BagText.DeclarationName, BagText.InfoName, CaseName, LogName, BagText.ManifestName, ToolName];

    /// <summary>The files that prove the tag manifest, and so stand in none.</summary>
    public static IReadOnlyList<string> Proofs { get; } = [SignatureName, SignatureStampName, ManifestStampName];

    /// <summary>The name of the file with the sums of what proves the tag manifest: a signature can't be in what it signs.</summary>
    public const string ProofSumsName = "proof-sha256.txt";

    /// <summary>The files that only sealing writes, the tag manifest at last.</summary>
    public static IReadOnlyList<string> SealFiles { get; } = [BagText.InfoName, BagText.ManifestName, .. Proofs, ProofSumsName, BagText.TagManifestName];

    /// <summary>Whether a file is one that a bag has, or has while it is filled.</summary>
    public static bool IsOwn(string file)
    {
        var unfinished = JournalFolder.UnfinishedSuffix;
        var name = file.EndsWith(unfinished, StringComparison.Ordinal) ? file.Substring(0, file.Length - unfinished.Length) : file;
        return name.StartsWith(BagText.Payload, StringComparison.Ordinal) || name == LockName || TagFiles.Contains(name) || SealFiles.Contains(name);
    }

    /// <summary>Whether a folder, or an archive, is a bag.</summary>
    public static bool IsBag(IJournalFiles files, string path) =>
        files.FileExists(Path.Combine(path, LogName)) || files.FileExists(Path.Combine(path, BagText.DeclarationName));

    /// <summary>
    /// How far a bag has come. It is sealed by what its log says last, and by what only sealing writes: none of these opens it again that is taken away.
    /// </summary>
    /// <exception cref="EvidenceException">The log cannot be read.</exception>
    public static BagState StateOf(IJournalFiles files, string path)
    {
        if (Has(BagText.TagManifestName))
        {
            return BagState.Sealed;
        }

        if (!Has(LogName))
        {
            return BagState.Open;
        }

        var log = Path.Combine(path, LogName);
        var saysSealed = Reading(log, () => LogTail.LastEvent(files, log)) == EvidenceSeal.Event;
        return saysSealed && Has(BagText.TagManifestName + JournalFolder.UnfinishedSuffix) ? BagState.Sealing
            : saysSealed || SealFiles.Any(Has) ? BagState.Sealed
            : BagState.Open;

        bool Has(string file) => files.FileExists(Path.Combine(path, file));
    }

    /// <summary>Whether a bag is sealed.</summary>
    /// <exception cref="EvidenceException">The log cannot be read.</exception>
    public static bool IsSealed(IJournalFiles files, string path) => StateOf(files, path) == BagState.Sealed;

    /// <summary>Ends where something in a bag leads elsewhere: what is behind it is not the bag's, and is neither read nor packed.</summary>
    /// <exception cref="EvidenceException">Something does, or it cannot be known.</exception>
    public static void CheckHasNoLinks(IJournalFiles files, string path)
    {
        if (files.FolderExists(path))
        {
            _ = Files(files, path, isDeep: true);
        }
    }

    /// <summary>Ends where the folder of a tenant's bag, which nobody named, is a link to a folder elsewhere.</summary>
    /// <exception cref="EvidenceException">It is.</exception>
    public static void CheckIsNoLink(IJournalFiles files, string path)
    {
        if (Reading(path, () => files.KindOf(path)) == EntryKind.Link)
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceNotValid,
                $"'{path}' is a link to a bag of evidence that's somewhere else.",
                "Specify the path of the bag itself. Nothing behind the link was read or changed."
            )
            {
                Target = path,
            };
        }
    }

    private static List<string> Files(IJournalFiles files, string path, bool isDeep)
    {
        var found = new List<string>();
        var other = default(FolderEntry);
        foreach (var entry in Reading(path, () => files.Entries(path, isDeep).ToList()))
        {
            if (entry.Kind == EntryKind.File)
            {
                found.Add(NameOf(path, entry.Path));
            }
            else if (other.Path is null || string.CompareOrdinal(entry.Path, other.Path) < 0)
            {
                other = entry;
            }
        }

        if (other.Path is null)
        {
            found.Sort(StringComparer.Ordinal);
            return found;
        }

        var isLink = other.Kind == EntryKind.Link;
        throw new EvidenceException(
            EvidenceFailure.EvidenceNotValid,
            $"The bag of evidence in '{path}' isn't valid: '{TerminalSafeText.Line(NameOf(path, other.Path))}' "
                + (isLink ? "is a link, which leads out of the bag." : "is a named pipe, a socket, or a device, and not a file."),
            (isLink ? "Nothing behind the link was read" : "It wasn't read")
                + ", and nothing was changed. Compare the bag with another copy of it, or replace it with the file itself."
        )
        {
            Target = path,
        };
    }

    /// <summary>Ends where a bag is sealed, or lies in another one, without changing anything.</summary>
    /// <exception cref="EvidenceException">It is, or does.</exception>
    public static void CheckIsOpen(IJournalFiles files, string path)
    {
        // Below its folders, it's looked through once, when it's opened.
        if (files.FolderExists(path))
        {
            _ = Files(files, path, isDeep: false);
        }

        CheckIsOutside(files, path, "Specify a folder outside of it. A bag is specified with -SingleBag, or with the folder that contains it.");
        var state = StateOf(files, path);
        if (state != BagState.Open)
        {
            CheckHasNoLinks(files, path);
        }

        switch (state)
        {
            case BagState.Sealed:
                throw new EvidenceException(
                    EvidenceFailure.EvidenceSealed,
                    $"The bag of evidence in '{path}' is sealed, and nothing is added to it.",
                    "Specify another folder. Nothing was run or changed."
                )
                {
                    Target = path,
                };
            case BagState.Sealing:
                throw new EvidenceException(
                    EvidenceFailure.EvidenceSealed,
                    $"The process that sealed the bag of evidence in '{path}' ended before it had finished, and nothing is added to the bag.",
                    "Run Stop-MdeEvidence with -Path to finish sealing the bag, and specify another folder. Nothing was run or changed."
                )
                {
                    Target = path,
                };
        }
    }

    /// <summary>Ends where a path lies in a bag, which has its own files alone.</summary>
    /// <exception cref="EvidenceException">It does.</exception>
    public static void CheckIsOutside(IJournalFiles files, string path, string nextStep)
    {
        for (var folder = Path.GetDirectoryName(path); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (files.FileExists(Path.Combine(folder, BagText.DeclarationName)))
            {
                throw new EvidenceException(
                    EvidenceFailure.EvidencePathNotValid,
                    $"'{path}' is in a bag, '{folder}', which contains its own files only.",
                    nextStep
                )
                {
                    Target = path,
                };
            }
        }
    }

    /// <summary>Reads a bag's log.</summary>
    /// <exception cref="EvidenceException">It cannot be read, a line was changed, or it is of a newer version.</exception>
    public static JournalText ReadLog(IJournalFiles files, string path)
    {
        var log = Path.Combine(path, LogName);
        try
        {
            return Known(JournalLog.Read(files, log), path);
        }
        catch (OutputException e)
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceDamaged,
                e.What.Replace("The journal", "The log"),
                "Nothing was changed. Test-MdeEvidence says what the bag still proves. To record on, specify another folder.",
                e
            )
            {
                Target = path,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotRead(log, e);
        }
    }

    private static JournalText Known(JournalText text, string path) =>
        text.Lines.Count == 0 || text.Lines[0].Text("version") is not { } version || version == EvidenceBag.Version
            ? text
            : throw new EvidenceException(
                EvidenceFailure.EvidenceNewer,
                $"The bag of evidence in '{path}' has version {TerminalSafeText.Line(version)}, which this version of the module doesn't know.",
                "Update the module, or specify another folder."
            )
            {
                Target = path,
            };

    /// <summary>The files of a bag, by their names from it on.</summary>
    /// <exception cref="EvidenceException">Something in it leads elsewhere.</exception>
    public static IReadOnlyList<string> AllFiles(IJournalFiles files, string path) => Files(files, path, isDeep: true);

    /// <summary>The folders of a bag that have no file and aren't those of a response, which one that was interrupted leaves empty.</summary>
    public static IEnumerable<string> OtherFolders(IJournalFiles files, string path, IReadOnlyList<string> there) =>
        Reading(path, () => Below(files, path).ToList())
            .Select(folder => NameOf(path, folder))
            .Where(folder =>
                folder != BagText.PayloadFolder && !IsOfResponse(folder) && !there.Any(file => file.StartsWith($"{folder}/", StringComparison.Ordinal))
            )
            .OrderBy(folder => folder, StringComparer.Ordinal);

    private static IEnumerable<string> Below(IJournalFiles files, string path) =>
        files.Folders(path).SelectMany(folder => Below(files, folder).Prepend(folder));

    private static bool IsOfResponse(string folder) =>
        folder.StartsWith(BagText.Payload, StringComparison.Ordinal) && folder.Skip(BagText.Payload.Length).All(char.IsDigit);

    private static string NameOf(string path, string file) =>
        file.Substring(path.Length).TrimStart(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The failure to read a file.</summary>
    public static EvidenceException NotRead(string path, Exception cause) =>
        cause is DamagedArchiveException
            ? new(
                EvidenceFailure.EvidenceArchiveNotValid,
                $"'{path}' is damaged in the archive: {cause.Message}",
                "Compare the archive with another copy of it, or specify the folder of the bag.",
                cause
            )
            {
                Target = path,
            }
            : new(EvidenceFailure.EvidenceNotRead, $"'{path}' can't be read: {cause.Message}", "Allow reading it, and run the command again.", cause)
            {
                Target = path,
            };

    /// <summary>The bytes of a file.</summary>
    public static byte[] ReadAll(IJournalFiles files, string full)
    {
        using var stream = files.Open(full);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Writes; what cannot be written is told by its path.</summary>
    /// <exception cref="EvidenceException">It cannot be written.</exception>
    public static void Guard(string file, Action write, string path)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException)
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceNotWritten,
                $"'{file}' can't be written: {e.Message}",
                "Free up space, or allow writing to it, and run the command again. What the bag's log lists as stored is there.",
                e
            )
            {
                Target = path,
            };
        }
    }

    /// <summary>Reads; what cannot be read is told by its path.</summary>
    /// <exception cref="EvidenceException">It cannot be read.</exception>
    public static T Reading<T>(string path, Func<T> read)
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

/// <summary>How far a bag has come.</summary>
internal enum BagState
{
    /// <summary>It is filled.</summary>
    Open,

    /// <summary>Its log says that it is sealed, and its manifests do not have their names yet.</summary>
    Sealing,

    /// <summary>Nothing is added to it.</summary>
    Sealed,
}
