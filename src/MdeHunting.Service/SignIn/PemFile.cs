using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
#if NET
using System.Formats.Asn1;
using MdeHunting.Contract;
#endif

namespace MdeHunting.Service.SignIn;

/// <summary>Reads PEM: certificates and keys in any order, with whatever OpenSSL writes between them ("Bag Attributes").</summary>
internal static class PemFile
{
    private static readonly Regex Block = new(
        @"-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<body>[^-]*(?:-(?!----END)[^-]*)*)-----END \k<label>-----",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

    // A boundary whose other one is missing, or the beginning of one.
    private static readonly Regex Rest = new(@"-----(BEGIN|END) |-----[A-Z ]*\s*\z", RegexOptions.CultureInvariant);

    /// <summary>Reads it; of several certificates, the one that the key is for. Without a key, the first.</summary>
    /// <param name="text">The file.</param>
    /// <param name="password">The key's password; null for none.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="others">Takes the certificates in it, without the key.</param>
    /// <exception cref="SignInException">It cannot be read.</exception>
    public static X509Certificate2 Read(string text, string? password, string path, List<X509Certificate2>? others = null)
    {
        var blocks = Block.Matches(text).Cast<Match>().Select(block => (Label: block.Groups["label"].Value, Body: block.Groups["body"].Value)).ToList();
        if (blocks.Count == 0)
        {
            throw Cut(path);
        }

        var certificates = blocks.FindAll(block => block.Label is "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" or "PKCS12");
        var keys = blocks.FindAll(block => block.Label is "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY");
        // Without a key, what is cut is the key.
        if (keys.Count == 0 && Rest.IsMatch(Block.Replace(text, string.Empty)))
        {
            throw Cut(path);
        }

        if (keys.Count == 0 && ForeignCertificate.OfLabels([.. blocks.Select(block => block.Label)]) is { } foreign)
        {
            throw CertificateFile.Unreadable(path, foreign.What, foreign.NextStep);
        }

        if (certificates.Count == 0)
        {
            throw keys.Count == 0
                ? CertificateFile.Unreadable(path, "is PEM, but doesn't contain a certificate", "Put the certificate and its private key into one file.")
                : CertificateFile.Unreadable(
                    path,
                    "contains a private key, but no certificate",
                    "Put the certificate into the same file, or both into a PFX: openssl pkcs12 -export -in file.cer -inkey file.key -out file.pfx."
                );
        }

        if (keys.Count == 0 && certificates.Select(block => PemText.Decode(block.Body)).FirstOrDefault(IsPfx) is { } pfx)
        {
            // What "certutil -encode" makes of a PFX.
            return PfxFile.Read(pfx, password, path, others);
        }

        var read = certificates.ConvertAll(block => Certificate(block.Body, path));
        others?.AddRange(read);
        if (keys.Count == 0)
        {
            return read[0];
        }

#if NET
        if (read.TrueForAll(certificate => KeyKind.Foreign(certificate) is not null))
        {
            throw CertificateFile.Unreadable(path, $"has a key of the kind {KeyKind.Foreign(read[0])}, which .NET can't use", KeyKind.NextStep);
        }

        foreach (var (label, body) in keys)
        {
            using var key = Key(label, body, password, path);
            foreach (var certificate in read)
            {
                if (Pair(certificate, key) is { } pair)
                {
                    return pair;
                }
            }
        }

        throw CertificateFile.Unreadable(
            path,
            "has a private key that doesn't belong to any of its certificates",
            "Put the certificate and its own private key into one file."
        );
#else
        throw CertificateFile.Unreadable(
            path,
            "is PEM, which .NET Framework can't read with its key",
            "Convert it to PFX: openssl pkcs12 -export -in file.pem -out file.pfx."
        );
#endif
    }

    private static SignInException Cut(string path) =>
        CertificateFile.Unreadable(path, "is PEM that lacks its end, or a line", "Copy the whole file, from -----BEGIN to -----END.");

    private static bool IsPfx(byte[]? bytes)
    {
        try
        {
            return bytes is not null && X509Certificate2.GetCertContentType(bytes) is X509ContentType.Pfx;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static X509Certificate2 Certificate(string body, string path)
    {
        try
        {
            return new X509Certificate2(PemText.Decode(body) ?? throw Damaged(null));
        }
        catch (CryptographicException e)
        {
            throw Damaged(e);
        }

        SignInException Damaged(Exception? e) => CertificateFile.Unreadable(path, "has a certificate that is damaged", "Export it again.", e);
    }

#if NET
    private static AsymmetricAlgorithm Key(string label, string body, string? password, string path)
    {
        if (body.Contains("Proc-Type:", StringComparison.Ordinal))
        {
            throw CertificateFile.Unreadable(
                path,
                "has a key that is encrypted as OpenSSL did before 2010, which .NET doesn't read",
                "Convert the key: openssl pkcs8 -topk8 -in file.key -out new.key."
            );
        }

        var bytes = PemText.Decode(body) ?? throw CertificateFile.Unreadable(path, "has a private key that is damaged", "Export it again.");
        if (!IsWhole(bytes))
        {
            throw Cut(path);
        }

        var keys = new AsymmetricAlgorithm[] { RSA.Create(), ECDsa.Create() };
        Exception? last = null;
        foreach (var key in keys)
        {
            try
            {
                Import(key, label, bytes, password);
                return key;
            }
            catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
            {
                key.Dispose();
                last ??= e;
            }
        }

        throw label == "ENCRYPTED PRIVATE KEY"
            ? CertificateFile.PasswordWrong(path, password, last!)
            : CertificateFile.Unreadable(path, $"has a private key that can't be read: {last!.Message.TrimEnd('.')}", KeyKind.NextStep, last);
    }

    // DER begins with how long it is.
    private static bool IsWhole(byte[] bytes)
    {
        try
        {
            AsnDecoder.ReadSequence(bytes, AsnEncodingRules.BER, out _, out _, out _);
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static void Import(AsymmetricAlgorithm key, string label, byte[] bytes, string? password)
    {
        switch (label, key)
        {
            case ("ENCRYPTED PRIVATE KEY", _):
                key.ImportEncryptedPkcs8PrivateKey(password, bytes, out _);
                break;
            case ("RSA PRIVATE KEY", RSA rsa):
                rsa.ImportRSAPrivateKey(bytes, out _);
                break;
            case ("EC PRIVATE KEY", ECDsa elliptic):
                elliptic.ImportECPrivateKey(bytes, out _);
                break;
            case ("PRIVATE KEY", _):
                key.ImportPkcs8PrivateKey(bytes, out _);
                break;
            default:
                throw new CryptographicException("The key is of another kind.");
        }
    }

    private static X509Certificate2? Pair(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        try
        {
            return key switch
            {
                RSA rsa when certificate.GetRSAPublicKey() is not null => certificate.CopyWithPrivateKey(rsa),
                ECDsa elliptic when certificate.GetECDsaPublicKey() is not null => certificate.CopyWithPrivateKey(elliptic),
                _ => null,
            };
        }
        catch (ArgumentException)
        {
            // It is another certificate's.
            return null;
        }
    }
#endif
}
