using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;

namespace MdeHunting.Signing;

/// <summary>Signatures as RFC 5652 has them, of a content that stays apart, with the chain of the signer's certificate inside.</summary>
internal static class CmsSignatures
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    // SHA-256, SHA-384, SHA-512: an older one proves nothing any more.
    private static readonly string[] Digests = [Sha256, "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"];

    /// <summary>Signs.</summary>
    /// <exception cref="EvidenceException">The key cannot be used.</exception>
    public static byte[] Sign(byte[] content, SigningIdentity identity, DateTime now)
    {
        var certificate = identity.Certificate;
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = new Oid(Sha256),
            IncludeOption = X509IncludeOption.None,
        };
        signer.Certificates.AddRange(CertificateTrust.ChainOf(certificate, identity.Others, now).ToArray());
        signer.SignedAttributes.Add(new Pkcs9SigningTime(now.ToUniversalTime()));
        try
        {
            var cms = new SignedCms(new ContentInfo(content), detached: true);
            cms.ComputeSignature(signer, silent: true);
            return cms.Encode();
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or NotSupportedException)
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceCertificateNotValid,
                $"The certificate {CertificateTrust.Name(certificate)} can't sign: {e.Message.TrimEnd('.')}.",
                "Specify a certificate whose private key you can use, with an RSA key (in PowerShell 7 also ECDSA). The bag isn't sealed.",
                e
            )
            {
                Target = certificate.Thumbprint,
            };
        }
    }

    /// <summary>Checks a signature.</summary>
    public static SignatureVerdict Check(byte[] content, byte[] signature, TrustPolicy policy)
    {
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        try
        {
            cms.Decode(signature);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or InvalidOperationException)
        {
            return new SignatureVerdict("The signature can't be read: it isn't CMS (RFC 5652), or was damaged.");
        }

        if (cms.SignerInfos.Count != 1 || !cms.ContentInfo.Content.SequenceEqual(content))
        {
            return new SignatureVerdict("The signature isn't one of the tag manifest by one signer.");
        }

        var signer = cms.SignerInfos[0];
        if (signer.Certificate is not { } certificate)
        {
            return new SignatureVerdict("The signature doesn't contain the signer's certificate.");
        }

        var name = CertificateTrust.Name(certificate);
        if (!Digests.Contains(signer.DigestAlgorithm.Value))
        {
            return new SignatureVerdict($"The signature of {name} is made with a hash that's older than SHA-256.", name);
        }

        try
        {
            signer.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            return new SignatureVerdict($"The signature isn't the one that {name} made of this tag manifest: one of them was changed.", name);
        }

        return new SignatureVerdict(
            null,
            name,
            SignedAt(signer),
            CertificateTrust.Sha256(certificate),
            UsageFault(certificate) ?? CertificateTrust.Fault(certificate, cms.Certificates, null, policy)
        );
    }

    private static DateTime? SignedAt(SignerInfo signer) =>
        signer
            .SignedAttributes.Cast<CryptographicAttributeObject>()
            .SelectMany(attribute => attribute.Values.Cast<AsnEncodedData>())
            .OfType<Pkcs9SigningTime>()
            .FirstOrDefault()
            ?.SigningTime.ToUniversalTime();

    // A certificate that says what its key is for says signatures.
    private static string? UsageFault(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is { } usage
        && (usage.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) == 0
            ? $"The certificate {CertificateTrust.Name(certificate)} isn't for signatures."
            : null;
}
