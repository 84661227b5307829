using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MdeHunting.Service.SignIn;

/// <summary>Reads PFX, and what else .NET reads of DER: a certificate, or certificates without keys.</summary>
internal static class PfxFile
{
    // The key stays in this process and is not written to the user's key store, where the system can do that: macOS cannot.
    private static X509KeyStorageFlags KeyStorage =>
        RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;

    /// <summary>Reads it; of several certificates, the one with the key.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="password">Its password; null for none.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="others">Takes the other certificates in it.</param>
    /// <exception cref="SignInException">It cannot be read.</exception>
    public static X509Certificate2 Read(byte[] bytes, string? password, string path, List<X509Certificate2>? others = null)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.Import(bytes, password, KeyStorage);
        }
        catch (CryptographicException e) when (IsPassword(e))
        {
            throw CertificateFile.PasswordWrong(path, password, e);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            throw Is(bytes, IsPrivateKey)
                ? CertificateFile.Unreadable(
                    path,
                    "is a private key without a certificate",
                    "Put both into one file: openssl pkcs12 -export -in file.cer -inkey file.key -out file.pfx."
                )
                : CertificateFile.Unreadable(
                    path,
                    $"can't be read as PFX: {e.Message.TrimEnd('.')}",
                    "Export the certificate with its private key as PFX again, with AES (openssl pkcs12 -export -keypbe AES-256-CBC -certpbe AES-256-CBC). "
                        + "The key has to be an RSA key, or an ECDSA key in PowerShell 7; .NET can't read others, such as Ed25519.",
                    e
                );
        }

        // Several keys are those of an old and a new certificate.
        var found = all.Cast<X509Certificate2>()
            .OrderByDescending(certificate => certificate.HasPrivateKey)
            .ThenByDescending(certificate => certificate.HasPrivateKey && certificate.GetKeyAlgorithm() == "1.2.840.113549.1.1.1")
            .ThenByDescending(certificate => certificate.NotBefore)
            .FirstOrDefault();
        others?.AddRange(all.Cast<X509Certificate2>().Where(certificate => certificate != found));
        return found ?? throw CertificateFile.Unreadable(path, "holds no certificate", "Export the certificate with its private key as PFX.");
    }

    // ERROR_INVALID_PASSWORD; on other systems .NET gives it the same number.
    private static bool IsPassword(CryptographicException e) => (e.HResult & 0xFFFF) == 86;

    private static bool Is(byte[] bytes, Func<byte[], bool> kind)
    {
        try
        {
            return kind(bytes);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsPrivateKey(byte[] bytes)
    {
#if NET
        using var key = RSA.Create();
        try
        {
            key.ImportPkcs8PrivateKey(bytes, out _);
        }
        catch (CryptographicException)
        {
            key.ImportRSAPrivateKey(bytes, out _);
        }

        return true;
#else
        return false;
#endif
    }
}
