using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>What proves a tag manifest besides its hash: a signature, a time stamp of that, or a time stamp alone.</summary>
/// <param name="signing">Signs; null where neither is wanted.</param>
/// <param name="identity">Who signs; null for nobody.</param>
/// <param name="server">The time-stamp server; null for none.</param>
/// <param name="send">Sends a request to it, and gives its response.</param>
internal sealed class EvidenceProof(IEvidenceSigning? signing, SigningIdentity? identity, Uri? server, Func<byte[], CancellationToken, Task<byte[]>> send)
{
    /// <summary>Nothing.</summary>
    public static EvidenceProof None { get; } = new(null, null, null, static (_, _) => throw new InvalidOperationException("There is nothing to stamp."));

    /// <summary>Who signs; null for nobody.</summary>
    public string? Signer => identity is null ? null : TerminalSafeText.Line(identity.Certificate.Subject);

    /// <summary>What messages call the time-stamp server.</summary>
    public string? Server => server?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>What the log tells of it before it is there. A key may stand in the query of the server's address.</summary>
    public JournalLine ToLine() =>
        new JournalLine()
            .With("signer", identity?.Certificate.Subject)
            .With("signerSha256", identity is null ? null : Sha256(identity.Certificate))
            .With("timestampServer", server?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));

    /// <summary>Ends where it cannot be made, before anything is sealed.</summary>
    /// <exception cref="EvidenceException">The certificate cannot sign, or this edition cannot stamp.</exception>
    public void Check(DateTime now)
    {
        if (server is not null && signing is { CanStamp: false })
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceNotSupported,
                "Windows PowerShell can't request time stamps.",
                "Run Stop-MdeEvidence in PowerShell 7, or remove -TimestampServer. Nothing was sealed."
            );
        }

        if (identity?.Certificate is not { } certificate)
        {
            return;
        }

        var why =
            KeyKind.Foreign(certificate) is { } kind ? $"has a key of the kind {kind}, which .NET can't use"
            : !certificate.HasPrivateKey ? "doesn't have a private key here"
            : now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime()
                ? $"is valid from {UtcText.Second(certificate.NotBefore.ToUniversalTime())} until {UtcText.Second(certificate.NotAfter.ToUniversalTime())}, "
                    + "but not now"
            : !IsForSignatures(certificate) ? "isn't for signatures, by its key usage"
            : null;
        if (why is not null)
        {
            throw NotValid(
                $"The certificate '{Signer}' ({certificate.Thumbprint}) {why}.",
                "Specify a certificate that's valid now, with its private key: RSA or, in PowerShell 7, ECDSA. Nothing was sealed."
            );
        }
    }

    /// <summary>Makes it.</summary>
    /// <returns>The files, and the stamped time (UTC).</returns>
    /// <exception cref="EvidenceException">The key cannot be used, or the server refused, did not respond, or responded with something else.</exception>
    public async Task<(IReadOnlyList<KeyValuePair<string, byte[]>> Files, DateTime? StampedAt)> MakeAsync(
        byte[] manifest,
        DateTime now,
        CancellationToken token
    )
    {
        var files = new List<KeyValuePair<string, byte[]>>();
        if (identity is not null)
        {
            files.Add(new KeyValuePair<string, byte[]>(BagFolder.SignatureName, signing!.Sign(manifest, identity, now)));
        }

        if (server is null)
        {
            return (files, null);
        }

        var request = signing!.BeginStamp(files.Count > 0 ? files[0].Value : manifest);
        var response = await send(request.Bytes, token).ConfigureAwait(false);
        var stampedAt = signing.CompleteStamp(request, response, Server!);
        files.Add(new KeyValuePair<string, byte[]>(files.Count > 0 ? BagFolder.SignatureStampName : BagFolder.ManifestStampName, response));
        return (files, stampedAt);
    }

    /// <summary>The failure of a certificate that cannot sign.</summary>
    public static EvidenceException NotValid(string what, string nextStep, Exception? cause = null) =>
        new(EvidenceFailure.EvidenceCertificateNotValid, what, nextStep, cause);

    private static bool IsForSignatures(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is not { } usage
        || (usage.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) != 0;

    private static string Sha256(X509Certificate2 certificate)
    {
        using var sha256 = SHA256.Create();
        return Sha256Text.Digits(sha256.ComputeHash(certificate.RawData));
    }
}
