using MdeHunting.Contract;

namespace MdeHunting.Signing;

/// <summary>Signs evidence, and checks its signatures and time stamps.</summary>
internal sealed class EvidenceSigning : IEvidenceSigning
{
#if NET
    /// <inheritdoc/>
    public bool CanStamp => true;

    /// <inheritdoc/>
    public StampRequest BeginStamp(byte[] content) => TimeStamps.Request(content);

    /// <inheritdoc/>
    public DateTime CompleteStamp(StampRequest request, byte[] response, string server) => TimeStamps.Accept(request, response, server);

    /// <inheritdoc/>
    public StampVerdict CheckStamp(byte[] content, byte[] response, TrustPolicy policy) => TimeStamps.Check(content, response, policy);
#else
    /// <inheritdoc/>
    public bool CanStamp => false;

    /// <inheritdoc/>
    public StampRequest BeginStamp(byte[] content) => throw NotSupported();

    /// <inheritdoc/>
    public DateTime CompleteStamp(StampRequest request, byte[] response, string server) => throw NotSupported();

    /// <inheritdoc/>
    public StampVerdict CheckStamp(byte[] content, byte[] response, TrustPolicy policy) =>
        new("Windows PowerShell can't check time stamps. Run Test-MdeEvidence in PowerShell 7.");

    private static EvidenceException NotSupported() =>
        new(
            EvidenceFailure.EvidenceNotSupported,
            "Windows PowerShell can't request time stamps.",
            "Run Stop-MdeEvidence in PowerShell 7, or remove -TimestampServer. Nothing was sealed."
        );
#endif

    /// <inheritdoc/>
    public byte[] Sign(byte[] content, SigningIdentity identity, DateTime now) => CmsSignatures.Sign(content, identity, now);

    /// <inheritdoc/>
    public SignatureVerdict CheckSignature(byte[] content, byte[] signature, TrustPolicy policy) => CmsSignatures.Check(content, signature, policy);
}
