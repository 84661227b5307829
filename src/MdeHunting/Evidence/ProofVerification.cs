using System.Security.Cryptography;
using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>Checks what proves a sealed bag: its signature, whose it is, and the time stamp.</summary>
/// <param name="files">The files.</param>
/// <param name="path">The bag's folder.</param>
/// <param name="trust">By what they are judged.</param>
internal sealed class ProofVerification(IJournalFiles files, string path, TrustSettings trust)
{
    private const string SignatureMeaning = "Proves who sealed the bag, and that nobody else changed it.";
    private const string StampMeaning = "Proves that the bag was there at the stamped time, whatever the clock of the machine that made it said.";

    /// <summary>When the signer signed, by the signer's clock (UTC); null where nobody did, or it's not known.</summary>
    public DateTime? SignedAt { get; private set; }

    /// <summary>When it was stamped (UTC); null where it wasn't, or the stamp isn't trusted.</summary>
    public DateTime? StampedAt { get; private set; }

    /// <summary>Checks it.</summary>
    /// <param name="isSealed">Whether the bag is sealed.</param>
    /// <param name="seal">The line of the log that says so; null where it has none.</param>
    /// <exception cref="EvidenceException">A file cannot be read.</exception>
    public IEnumerable<MdeEvidenceCheck> Run(bool isSealed, JournalLine? seal)
    {
        if (!isSealed)
        {
            return
            [
                MdeEvidenceCheck.OfNothing("Signature", SignatureMeaning, "The bag isn't sealed yet, so it isn't signed. It proves nothing about who made it."),
            ];
        }

        // Where it is missing, nothing proves what is left.
        var manifest = Read(BagText.TagManifestName) ?? [];
        var signature = Read(BagFolder.SignatureName);
        var (stamp, stampCheck) = Stamp(manifest, signature, seal);
        StampedAt = stamp;
        return [.. Signature(manifest, signature, seal, stamp, stampCheck), stampCheck];
    }

    private IEnumerable<MdeEvidenceCheck> Signature(byte[] manifest, byte[]? signature, JournalLine? seal, DateTime? stampedAt, MdeEvidenceCheck stamp)
    {
        if (signature is null)
        {
            yield return seal?.Text("signer") is { } signer
                ? Failed(
                    "Signature",
                    SignatureMeaning,
                    $"The log says that '{TerminalSafeText.Line(signer)}' signed the bag, and {BagFolder.SignatureName} is missing."
                )
                : MdeEvidenceCheck.OfNothing("Signature", SignatureMeaning, "The bag isn't signed. That it's consistent proves nothing about who made it.");
            yield break;
        }

        if (seal?.Text("signerSha256") is not { } known)
        {
            yield return Failed("Signature", SignatureMeaning, $"{BagFolder.SignatureName} is there, and the log doesn't say that the bag was signed.");
            yield break;
        }

        var at = stampedAt ?? trust.Now;
        var verdict = Guarded(
            () => trust.Signing().CheckSignature(manifest, signature, trust.At(at)),
            () => new SignatureVerdict("A certificate in it can't be read: it was damaged.")
        );
        if (verdict.Fault is not null)
        {
            yield return Failed("Signature", SignatureMeaning, $"{BagFolder.SignatureName}: {verdict.Fault}");
            yield break;
        }

        if (verdict.SignerSha256 != known)
        {
            const string Other = $"{BagFolder.SignatureName} is of another certificate than the one that the log says the bag was signed with:";
            yield return Failed("Signature", SignatureMeaning, $"{Other} {verdict.Signer}.");
            yield break;
        }

        SignedAt = verdict.SignedAt;
        var claimed = verdict.SignedAt is { } time ? $" at {UtcText.Minute(time)} by its own clock" : string.Empty;
        yield return new MdeEvidenceCheck("Signature", SignatureMeaning, [], $"{verdict.Signer} signed it{claimed}.");
        const string Meaning = "The signer's certificate leads to a root that this machine trusts, and was valid at the time: the signer is who it names.";
        var judged =
            stampedAt is not null ? $"Judged at the stamped time, {UtcText.Second(at)}."
            : stamp.Outcome == MdeEvidenceCheckResult.Absent ? "Judged now, because no time stamp says when it was signed."
            : "Judged now, because the check of the time stamp, which says when it was signed, failed.";
        yield return verdict.TrustFault is { } fault
            ? new MdeEvidenceCheck("Trust", Meaning, [$"{fault} {judged}"]) { IsOfTrust = true }
            : new MdeEvidenceCheck("Trust", Meaning, [], $"{judged} {trust.Revocation}");
    }

    private (DateTime? At, MdeEvidenceCheck Check) Stamp(byte[] manifest, byte[]? signature, JournalLine? seal)
    {
        var isSigned = signature is not null || seal?.Text("signer") is not null;
        var name = isSigned ? BagFolder.SignatureStampName : BagFolder.ManifestStampName;
        var server = seal?.Text("timestampServer");
        var others = BagFolder.Proofs.Where(file => file != BagFolder.SignatureName && (file != name || server is null));
        if (others.FirstOrDefault(file => files.FileExists(RecordedResponse.FullPath(path, file))) is { } other)
        {
            return (null, Failed("Timestamp", StampMeaning, $"{other} is there, and isn't the time stamp that the log says the bag has."));
        }

        if (Read(name) is not { } stamp)
        {
            return server is not null
                ? (null, Failed("Timestamp", StampMeaning, $"The log says that '{TerminalSafeText.Line(server)}' time-stamped the bag, and {name} is missing."))
                : (null, MdeEvidenceCheck.OfNothing("Timestamp", StampMeaning, "The bag isn't time-stamped. Its times are those of the machine that made it."));
        }

        if (isSigned && signature is null)
        {
            return (null, Failed("Timestamp", StampMeaning, $"{name} is of {BagFolder.SignatureName}, which is missing."));
        }

        var verdict = Guarded(
            () => trust.Signing().CheckStamp(signature ?? manifest, stamp, trust.At(trust.Now)),
            () => new StampVerdict("A certificate in it can't be read: it was damaged.")
        );
        if ((verdict.Fault ?? verdict.TrustFault) is { } fault)
        {
            return (null, new MdeEvidenceCheck("Timestamp", StampMeaning, [$"{name}: {fault}"]) { IsOfTrust = verdict.Fault is null });
        }

        var at = verdict.At!.Value;
        return (at, new MdeEvidenceCheck("Timestamp", StampMeaning, [], $"{verdict.Authority} stamped it at {UtcText.Second(at)}. {trust.Revocation}"));
    }

    // An extension of a certificate is read when it is asked for.
    private static T Guarded<T>(Func<T> check, Func<T> damaged)
    {
        try
        {
            return check();
        }
        catch (CryptographicException)
        {
            return damaged();
        }
    }

    private static MdeEvidenceCheck Failed(string name, string meaning, string fault) => new(name, meaning, [fault]);

    private byte[]? Read(string file)
    {
        var full = RecordedResponse.FullPath(path, file);
        return files.FileExists(full) ? BagFolder.Reading(full, () => BagFolder.ReadAll(files, full)) : null;
    }
}
