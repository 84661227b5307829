using System.Net;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MdeHunting.Connections;
using MdeHunting.Service.Clouds;

namespace MdeHunting.Service.SignIn;

/// <summary>Finds the certificate to sign in with: in a store or in a file.</summary>
internal static class CertificateSource
{
    // The key stays in this process and is not written to the user's key store, where the system can do that: macOS cannot.
    private static X509KeyStorageFlags KeyStorage =>
        RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;

    /// <summary>The certificate that a choice names.</summary>
    /// <exception cref="SignInException">It is not there, or cannot be read.</exception>
    public static X509Certificate2 Find(SignInChoice choice) => choice switch
    {
        CertificateChoice given => given.Certificate,
        CertificateThumbprintChoice thumbprint => InStores(thumbprint.Thumbprint),
        CertificateFileChoice file => InFile(file.Path, file.Password),
        _ => throw new ArgumentException($"{choice.Method} has no certificate.", nameof(choice)),
    };

    private static X509Certificate2 InStores(string typed)
    {
        // Copied from a dialog of Windows, a thumbprint has blanks and an invisible mark in it.
        var thumbprint = string.Concat(typed.Where(Uri.IsHexDigit));
        X509Certificate2? without = null;
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            try
            {
                using var store = new X509Store(StoreName.My, location);
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                foreach (var found in store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false))
                {
                    if (found.HasPrivateKey)
                    {
                        return found;
                    }

                    without = found;
                }
            }
            catch (CryptographicException)
            {
                // No such store here: on Linux and macOS the machine has none of its own.
            }
        }

        return without ?? throw new SignInException(
            SignInFailure.CertificateNotFound,
            $"No certificate with the thumbprint '{typed}' is in the personal store of the user or of the machine.",
            "Check it with Get-ChildItem Cert:\\CurrentUser\\My, Cert:\\LocalMachine\\My; on Linux and macOS, -CertificatePath takes a file.")
        {
            Target = typed,
        };
    }

    private static X509Certificate2 InFile(string path, SecureString? password)
    {
        byte[] bytes;
        try
        {
            bytes = SmallFile.Read(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SignInException(SignInFailure.CertificateNotFound, $"There is no certificate file '{path}'.", "Check the path.", e) { Target = path };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, $"cannot be read: {e.Message}", "Check that it is a file, and that you may read it.", e);
        }

        var secret = password is null ? null : new NetworkCredential(string.Empty, password).Password;
        return Encoding.ASCII.GetString(bytes).IndexOf("-----BEGIN ", StringComparison.Ordinal) >= 0 ? FromPem(bytes, secret, path) : FromPfx(bytes, secret, path);
    }

    private static X509Certificate2 FromPfx(byte[] bytes, string? password, string path)
    {
        try
        {
            return new X509Certificate2(bytes, password, KeyStorage);
        }
        catch (CryptographicException e) when (IsPassword(e))
        {
            throw PasswordWrong(path, password, e);
        }
        catch (CryptographicException e)
        {
            throw Unreadable(path, "is neither PFX nor PEM", "Export the certificate with its private key as PFX.", e);
        }
    }

    private static X509Certificate2 FromPem(byte[] bytes, string? password, string path)
    {
#if NET
        var pem = Encoding.UTF8.GetString(bytes);
        try
        {
            return !pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? X509Certificate2.CreateFromPem(pem)
                : pem.Contains("ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal) ? X509Certificate2.CreateFromEncryptedPem(pem, pem, password ?? string.Empty)
                : X509Certificate2.CreateFromPem(pem, pem);
        }
        catch (CryptographicException e) when (pem.Contains("ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw PasswordWrong(path, password, e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Unreadable(path, "is PEM, but holds no certificate and key that belong together", "Put the certificate and its private key into one file.", e);
        }
#else
        throw Unreadable(path, "is PEM, which .NET Framework cannot read with its key", "Convert it to PFX: openssl pkcs12 -export -in file.pem -out file.pfx.", null);
#endif
    }

    // ERROR_INVALID_PASSWORD; on other systems .NET gives it the same number.
    private static bool IsPassword(CryptographicException e) => (e.HResult & 0xFFFF) == 86;

    private static SignInException PasswordWrong(string path, string? password, Exception e) => new(
        SignInFailure.CertificatePasswordWrong,
        password is null ? $"The certificate file '{path}' needs a password." : $"The password of the certificate file '{path}' is wrong.",
        "Give it with -CertificatePassword (Read-Host -AsSecureString).",
        e)
    {
        Target = path,
    };

    private static SignInException Unreadable(string path, string what, string next, Exception? e) =>
        new(SignInFailure.CertificateUnreadable, $"The certificate file '{path}' {what}.", next, e) { Target = path };
}
