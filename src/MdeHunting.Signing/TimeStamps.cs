#if NET
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;

namespace MdeHunting.Signing;

/// <summary>Time stamps as RFC 3161 has them.</summary>
internal static class TimeStamps
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    private const string Info = "1.2.840.113549.1.9.16.1.4";
    private const string BadSignature = "has a signature that isn't valid";
    private const int NonceBytes = 16;

    // By object identifier: what a stamp may have of the content.
    private static readonly Dictionary<string, HashAlgorithmName> Hashes = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.2.1"] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
    };

    /// <summary>A request.</summary>
    public static StampRequest Request(byte[] content)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        // A number above zero, without leading zeros.
        nonce[0] = (byte)((nonce[0] & 0x7F) | 0x40);
        var request = Rfc3161TimestampRequest.CreateFromData(content, HashAlgorithmName.SHA256, nonce: nonce, requestSignerCertificates: true);
        return new StampRequest(content, request.Encode(), nonce);
    }

    /// <summary>Checks that a response grants what was requested.</summary>
    /// <returns>The stamped time (UTC).</returns>
    /// <exception cref="EvidenceException">It was refused, or does not fit.</exception>
    public static DateTime Accept(StampRequest request, byte[] response, string server)
    {
        var read = StampResponse.Read(response);
        if (read is null)
        {
            throw NotValid(server, "isn't one of a time-stamp authority (RFC 3161)");
        }

        if (read.Refusal is { } refusal)
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceTimestampFailed,
                $"The time-stamp server {server} refused the request: {refusal}.",
                "Specify another server with -TimestampServer, or seal the bag without one. The bag isn't sealed."
            )
            {
                Target = server,
            };
        }

        if (!TryDecode(read.Token, out var token))
        {
            throw NotValid(server, DecodeFault(read.Token));
        }

        if (ImprintFault(token, request.Content) is { } imprint)
        {
            throw NotValid(server, imprint);
        }

        if (token.TokenInfo.GetNonce() is not { } nonce || !Trim(nonce.Span).SequenceEqual(request.Nonce))
        {
            throw NotValid(server, "doesn't contain the nonce that was sent, so it isn't the response to this request");
        }

        return SignatureFault(token, request.Content) is { } fault ? throw NotValid(server, fault) : token.TokenInfo.Timestamp.UtcDateTime;
    }

    /// <summary>Checks a time stamp.</summary>
    public static StampVerdict Check(byte[] content, byte[] response, TrustPolicy policy)
    {
        if (StampResponse.Read(response) is not { Refusal: null } read)
        {
            return new StampVerdict("The time stamp can't be read: it isn't one of RFC 3161, or was damaged.");
        }

        if (!TryDecode(read.Token, out var token))
        {
            return new StampVerdict($"The time stamp {DecodeFault(read.Token)}.");
        }

        var fault = ImprintFault(token, content) ?? SignatureFault(token, content);
        var signer = Signer(token);
        var name = signer is null ? null : CertificateTrust.Name(signer);
        if (fault is not null || signer is null)
        {
            return new StampVerdict($"The time stamp {fault ?? "doesn't contain its authority's certificate"}.", name);
        }

        var at = token.TokenInfo.Timestamp.UtcDateTime;
        return new StampVerdict(null, name, at, CertificateTrust.Fault(signer, token.AsSignedCms().Certificates, TimeStamping, policy with { At = at }));
    }

    private static bool TryDecode(byte[]? bytes, out Rfc3161TimestampToken token)
    {
        token = null!;
        return bytes is not null && Rfc3161TimestampToken.TryDecode(bytes, out token!, out var read) && read == bytes.Length;
    }

    // The class refuses also what is a stamp with another's certificate or signature, and doesn't say which.
    private static string DecodeFault(byte[]? bytes)
    {
        try
        {
            var cms = new SignedCms();
            cms.Decode(bytes ?? []);
            return cms.SignerInfos is not { Count: 1 } signers || cms.ContentInfo.ContentType.Value != Info ? "doesn't contain a time stamp"
                : signers[0].Certificate is { } certificate && !IsForTimeStamps(certificate) ? OtherPurpose(certificate)
                : BadSignature;
        }
        catch (CryptographicException)
        {
            return "doesn't contain a time stamp";
        }
    }

    private static string OtherPurpose(X509Certificate2 certificate) =>
        $"was signed by {CertificateTrust.Name(certificate)}, whose certificate isn't for time stamps";

    private static string? ImprintFault(Rfc3161TimestampToken token, byte[] content)
    {
        var info = token.TokenInfo;
        return !Hashes.TryGetValue(info.HashAlgorithmId.Value ?? string.Empty, out var hash) ? "has a hash that's older than SHA-256"
            : !Hash(hash, content).AsSpan().SequenceEqual(info.GetMessageHash().Span) ? "is of other content"
            : null;
    }

    private static byte[] Hash(HashAlgorithmName name, byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(name);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }

    private static string? SignatureFault(Rfc3161TimestampToken token, byte[] content)
    {
        try
        {
            if (token.VerifySignatureForData(content, out _))
            {
                return null;
            }
        }
        catch (CryptographicException)
        {
            // It is said below.
        }

        // The class says no more than that.
        return Signer(token) is not { } certificate ? "doesn't contain its authority's certificate"
            : !IsForTimeStamps(certificate) ? OtherPurpose(certificate)
            : token.TokenInfo.Timestamp < certificate.NotBefore || token.TokenInfo.Timestamp > certificate.NotAfter
                ? $"has a time at which the certificate {CertificateTrust.Name(certificate)} wasn't valid"
            : BadSignature;
    }

    private static X509Certificate2? Signer(Rfc3161TimestampToken token) =>
        token.AsSignedCms() is { SignerInfos.Count: > 0 } cms ? cms.SignerInfos[0].Certificate : null;

    // For nothing else, and critically so (RFC 3161, section 2.3).
    private static bool IsForTimeStamps(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { Critical: true, EnhancedKeyUsages: { Count: 1 } usages }
        && usages[0].Value == TimeStamping;

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> number) => number.TrimStart((byte)0);

    private static EvidenceException NotValid(string server, string what) =>
        new(
            EvidenceFailure.EvidenceTimestampNotValid,
            $"The response of the time-stamp server {server} {what}.",
            "Specify another server with -TimestampServer, or seal the bag without one. The bag isn't sealed."
        )
        {
            Target = server,
        };

    /// <summary>A response (RFC 3161, section 2.4.2).</summary>
    /// <param name="Refusal">Why there is no stamp; null where there is one.</param>
    /// <param name="Token">The stamp, in DER.</param>
    private sealed record StampResponse(string? Refusal, byte[]? Token)
    {
        // PKIStatus (RFC 4210, appendix F).
        private const int GrantedWithMods = 1;

        // PKIFailureInfo (RFC 3161, section 2.4.2).
        private static readonly Dictionary<int, string> Reasons = new()
        {
            [0] = "it doesn't support the hash",
            [2] = "it doesn't allow the request",
            [5] = "it can't read the request",
            [14] = "it doesn't know when it is",
            [15] = "it doesn't support the policy",
            [16] = "it doesn't support an extension",
            [17] = "it doesn't have what was requested",
            [25] = "it failed",
        };

        /// <summary>Reads one; null where it is none.</summary>
        public static StampResponse? Read(byte[] bytes)
        {
            try
            {
                var response = new AsnReader(bytes, AsnEncodingRules.BER);
                var members = response.ReadSequence();
                response.ThrowIfNotEmpty();
                var info = members.ReadSequence();
                if (!info.TryReadInt32(out var status))
                {
                    return null;
                }

                var said = new List<string>();
                if (info.HasData && info.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
                {
                    for (var texts = info.ReadSequence(); texts.HasData; )
                    {
                        said.Add(Text.TerminalSafeText.Line(texts.ReadCharacterString(UniversalTagNumber.UTF8String)));
                    }
                }

                var reason = info.HasData ? Reason(info.ReadBitString(out _)) : null;
                var token = members.HasData ? members.ReadEncodedValue().ToArray() : null;
                members.ThrowIfNotEmpty();
                return status is >= 0 and <= GrantedWithMods
                    ? new StampResponse(null, token)
                    : new StampResponse(said.Count > 0 ? string.Join(" ", said) : reason ?? FormattableString.Invariant($"status {status}"), null);
            }
            catch (Exception e) when (e is AsnContentException or CryptographicException)
            {
                return null;
            }
        }

        private static string? Reason(byte[] bits) =>
            Reasons
                .Where(reason => reason.Key / 8 < bits.Length && (bits[reason.Key / 8] & (0x80 >> (reason.Key % 8))) != 0)
                .Select(reason => reason.Value)
                .FirstOrDefault();
    }
}
#endif
