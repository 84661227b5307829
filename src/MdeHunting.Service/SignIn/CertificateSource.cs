using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;

namespace MdeHunting.Service.SignIn;

/// <summary>Finds the certificate to sign in with: in a store or in a file.</summary>
internal static class CertificateSource
{
    /// <summary>The certificate that a choice names.</summary>
    /// <exception cref="SignInException">It is not there, or cannot be read.</exception>
    public static X509Certificate2 Find(SignInChoice choice) =>
        choice switch
        {
            CertificateChoice given => given.Certificate,
            CertificateThumbprintChoice thumbprint => InStores(thumbprint.Thumbprint),
            CertificateFileChoice file => CertificateFile.Read(file.Path, file.Password),
            _ => throw new ArgumentException($"{choice.Method} has no certificate.", nameof(choice)),
        };

    /// <summary>The certificate that a choice names, with those that lie beside it in its file.</summary>
    /// <exception cref="SignInException">It is not there, or cannot be read.</exception>
    public static SigningIdentity FindIdentity(SignInChoice choice)
    {
        var others = new List<X509Certificate2>();
        return new SigningIdentity(choice is CertificateFileChoice file ? CertificateFile.Read(file.Path, file.Password, others) : Find(choice), others);
    }

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

        return without
            ?? throw new SignInException(
                SignInFailure.CertificateNotFound,
                $"No certificate with the thumbprint '{typed}' is in the personal store of the user or of the machine.",
                "Check it with Get-ChildItem Cert:\\CurrentUser\\My, Cert:\\LocalMachine\\My; on Linux and macOS, -CertificatePath takes a file."
            )
            {
                Target = typed,
            };
    }
}
