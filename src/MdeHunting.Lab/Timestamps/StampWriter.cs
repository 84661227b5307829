using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace MdeHunting.Lab.Timestamps;

/// <summary>Writes responses of a time-stamp authority (RFC 3161, section 2.4.2).</summary>
internal static class StampWriter
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Info = "1.2.840.113549.1.9.16.1.4";

    // Names the certificate that signs, by its SHA-256 (RFC 5035, section 3).
    private const string SigningCertificate = "1.2.840.113549.1.9.16.2.47";

    // Any that is unique will do; this one is of the range for examples.
    private const string Policy = "1.3.6.1.4.1.32473.1";

    /// <summary>A response with a stamp.</summary>
    public static byte[] Grant(byte[] hash, ReadOnlyMemory<byte>? nonce, DateTimeOffset now, X509Certificate2 stamper, IEnumerable<X509Certificate2> chain)
    {
        var cms = new SignedCms(new ContentInfo(new Oid(Info), WriteInfo(hash, nonce, now)));
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, stamper)
        {
            DigestAlgorithm = new Oid(Sha256),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.Certificates.AddRange(chain.ToArray());
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid(SigningCertificate), WriteSigningCertificate(stamper)));
        signer.SignedAttributes.Add(new Pkcs9SigningTime(now.UtcDateTime));
        cms.ComputeSignature(signer, silent: true);
        return Write(0, null, cms.Encode());
    }

    /// <summary>A response without one.</summary>
    public static byte[] Refuse(string why) => Write(2, why, null);

    private static byte[] Write(int status, string? text, byte[]? token)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(status);
                if (text is not null)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
                    }

                    // badRequest
                    writer.WriteBitString([0x20], unusedBitCount: 5);
                }
            }

            if (token is not null)
            {
                writer.WriteEncodedValue(token);
            }
        }

        return writer.Encode();
    }

    private static byte[] WriteInfo(byte[] hash, ReadOnlyMemory<byte>? nonce, DateTimeOffset now)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(Policy);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Sha256);
                    writer.WriteNull();
                }

                writer.WriteOctetString(hash);
            }

            writer.WriteIntegerUnsigned([1, .. RandomNumberGenerator.GetBytes(8)]);
            writer.WriteGeneralizedTime(now, omitFractionalSeconds: true);
            if (nonce is { } number)
            {
                writer.WriteInteger(number.Span);
            }
        }

        return writer.Encode();
    }

    private static byte[] WriteSigningCertificate(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(certificate.RawData));
        }

        return writer.Encode();
    }
}
