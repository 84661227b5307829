using System.Security.Cryptography.X509Certificates;

namespace MdeHunting.Contract;

/// <summary>
/// Signs what a bag of evidence is known by (CMS, RFC 5652), makes the request for a time stamp of it (RFC 3161), and checks both. It sends nothing.
/// </summary>
internal interface IEvidenceSigning
{
    /// <summary>Whether time stamps can be requested and checked: .NET Framework has no class for them.</summary>
    bool CanStamp { get; }

    /// <summary>Signs a content that stays apart (detached), with the certificate's chain inside.</summary>
    /// <param name="content">The content.</param>
    /// <param name="identity">Who signs.</param>
    /// <param name="now">The time of this machine (UTC), which the signature claims.</param>
    /// <returns>The signature, in DER.</returns>
    /// <exception cref="EvidenceException">The key cannot be used.</exception>
    byte[] Sign(byte[] content, SigningIdentity identity, DateTime now);

    /// <summary>Makes a request for a time stamp, which has the content's SHA-256 and a random number, and nothing else of it.</summary>
    StampRequest BeginStamp(byte[] content);

    /// <summary>Checks that a response grants what was requested: the same hash and number, by a certificate for time stamps.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response as it came (TimeStampResp).</param>
    /// <param name="server">What messages call the server.</param>
    /// <returns>The stamped time (UTC).</returns>
    /// <exception cref="EvidenceException">It was refused, or does not fit.</exception>
    DateTime CompleteStamp(StampRequest request, byte[] response, string server);

    /// <summary>Checks a signature, and whether its certificate is trusted.</summary>
    SignatureVerdict CheckSignature(byte[] content, byte[] signature, TrustPolicy policy);

    /// <summary>Checks a time stamp, and whether its certificate is trusted at the stamped time.</summary>
    StampVerdict CheckStamp(byte[] content, byte[] response, TrustPolicy policy);
}

/// <summary>Who signs.</summary>
/// <param name="Certificate">The certificate, with its key.</param>
/// <param name="Others">Other certificates that were beside it, such as those of its issuers.</param>
internal sealed record SigningIdentity(X509Certificate2 Certificate, IReadOnlyList<X509Certificate2> Others);

/// <summary>A request for a time stamp.</summary>
/// <param name="Content">What is to be stamped.</param>
/// <param name="Bytes">What is sent (TimeStampReq, in DER).</param>
/// <param name="Nonce">The random number in it, as the bytes of an INTEGER.</param>
internal sealed record StampRequest(byte[] Content, byte[] Bytes, byte[] Nonce);

/// <summary>By what trust is judged.</summary>
/// <param name="At">The time for which it is judged (UTC).</param>
/// <param name="Roots">Root certificates that are trusted besides those of this machine.</param>
/// <param name="ChecksRevocation">Whether the issuers are asked, over the network, what they have revoked.</param>
internal sealed record TrustPolicy(DateTime At, IReadOnlyList<X509Certificate2> Roots, bool ChecksRevocation);

/// <summary>What a signature was found to be.</summary>
/// <param name="Fault">What is wrong with it, as a sentence; null where it is of the content.</param>
/// <param name="Signer">Whose it is: the certificate's subject and SHA-256; null where that is not known.</param>
/// <param name="SignedAt">When it was made, as the signer claims (UTC).</param>
/// <param name="SignerSha256">The SHA-256 of the signer's certificate, in lower-case hexadecimal digits.</param>
/// <param name="TrustFault">Why the certificate is not trusted, as a sentence; null where it is.</param>
internal sealed record SignatureVerdict(
    string? Fault,
    string? Signer = null,
    DateTime? SignedAt = null,
    string? SignerSha256 = null,
    string? TrustFault = null
);

/// <summary>What a time stamp was found to be.</summary>
/// <param name="Fault">What is wrong with it, as a sentence; null where it is of the content.</param>
/// <param name="Authority">Whose it is: the certificate's subject and SHA-256; null where that is not known.</param>
/// <param name="At">The stamped time (UTC).</param>
/// <param name="TrustFault">Why the certificate is not trusted, as a sentence; null where it is.</param>
internal sealed record StampVerdict(string? Fault, string? Authority = null, DateTime? At = null, string? TrustFault = null);
