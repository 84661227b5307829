using MdeHunting.Evidence;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A bag of evidence.</summary>
public sealed class MdeEvidenceBag : MdeOutput
{
    private MdeEvidenceBag(string path, JournalLine header)
    {
        Path = path;
        CaseId = TerminalSafeText.Line(header.Text("caseId") ?? EvidenceCase.NotGiven);
        Operator = TerminalSafeText.Line(header.Text("operator") ?? EvidenceCase.NotGiven);
        StartedAt = header.Moment("at") ?? default;
    }

    /// <summary>The bag's folder.</summary>
    public string Path { get; }

    /// <summary>The case that it is for; <c>(not given)</c> where that was not said.</summary>
    public string CaseId { get; }

    /// <summary>Who collected it; <c>(not given)</c> where that was not said.</summary>
    public string Operator { get; }

    /// <summary>When it was begun (UTC).</summary>
    public DateTime StartedAt { get; }

    /// <summary>When it was sealed (UTC); null where it is not.</summary>
    public DateTime? SealedAt { get; private init; }

    /// <summary>How many queries it has.</summary>
    public long Queries { get; private init; }

    /// <summary>How many files its payload has.</summary>
    public long Files { get; private init; }

    /// <summary>How many bytes its payload has.</summary>
    public long Bytes { get; private init; }

    /// <summary>
    /// The SHA-256 of its tag manifest, in lower-case hexadecimal digits, which stands for the whole bag: whoever has it can tell that nothing was changed
    /// since. Null where the bag is not sealed.
    /// </summary>
    public string? Sha256 { get; private init; }

    /// <summary>Who signed it: the subject of the certificate. Null where it was not signed.</summary>
    public string? Signer { get; private init; }

    /// <summary>When a time-stamp authority saw it (UTC). Null where it was not time-stamped, or not now.</summary>
    public DateTime? StampedAt { get; private init; }

    /// <summary>The zip archive of it; null where none was made now.</summary>
    public string? ArchivePath { get; private init; }

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Reads what a bag says of itself.</summary>
    /// <param name="files">The files.</param>
    /// <param name="path">The bag's folder.</param>
    /// <param name="stampedAt">When it was time-stamped now (UTC).</param>
    /// <param name="archivePath">The archive that was made of it now.</param>
    /// <exception cref="EvidenceException">It cannot be read.</exception>
    internal static MdeEvidenceBag Read(IJournalFiles files, string path, DateTime? stampedAt = null, string? archivePath = null)
    {
        var lines = BagFolder.ReadLog(files, path).Lines;
        var isSealed = BagFolder.IsSealed(files, path);
        var seal = lines.LastOrDefault(line => line.Text("event") == EvidenceSeal.Event);
        var manifest = System.IO.Path.Combine(path, BagText.TagManifestName);
        return new MdeEvidenceBag(path, lines.Count > 0 ? lines[0] : new JournalLine())
        {
            SealedAt = isSealed ? seal?.Moment("at") : null,
            Queries = lines.Count(line => line.Text("event") == "query"),
            Files = isSealed ? seal?.Number("files") ?? 0 : lines.Where(line => line.Text("event") == "stored").Sum(line => line.Texts("files").Count),
            Bytes = isSealed ? seal?.Number("bytes") ?? 0 : 0,
            Signer = isSealed && seal?.Text("signer") is { } signer ? TerminalSafeText.Line(signer) : null,
            StampedAt = stampedAt,
            ArchivePath = archivePath,
            Sha256 = isSealed && files.FileExists(manifest) ? BagFolder.Reading(path, () => FileSum.Of(files, manifest, CancellationToken.None)).Sha256 : null,
        };
    }
}
