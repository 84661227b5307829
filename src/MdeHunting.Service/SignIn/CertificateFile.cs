using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using MdeHunting.Service.Services;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Reads the certificate and its key from a file, as OpenSSL, Key Vault, Windows and Let's Encrypt write them, and names what else it is given: PFX (RFC 7292)
/// also in base64, as Key Vault keeps it, and PEM (RFC 7468), also in base64.
/// </summary>
internal static class CertificateFile
{
    // Base64 of base64, as a secret of a pipeline is that was encoded already.
    private const int MostWrappings = 2;

    // More than any file system takes; a key or a certificate is longer.
    private const int LongestPath = 1_000;

    private static readonly Regex DataAddress = new(@"^\s*data:[^,]{0,200},", RegexOptions.CultureInvariant);

    /// <summary>The certificate; without its key only where the file has none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password; null for none.</param>
    /// <param name="others">Takes the other certificates in it.</param>
    /// <exception cref="SignInException">It is not there, or cannot be read.</exception>
    public static X509Certificate2 Read(string path, SecureString? password, List<X509Certificate2>? others = null)
    {
        var bytes = ReadBytes(path);
        var secret = password is null ? null : SecretText.Of(password);
        try
        {
            return Read(bytes, secret, path, others);
        }
        catch (SignInException e)
            when (e.Failure is SignInFailure.CertificatePasswordWrong
                && secret is not null
                && PastedText.Trim(secret) is var bare
                && bare.Length != secret.Length
            )
        {
            // Of a password that was read from a file or pasted, what came with it is no part.
            return Read(bytes, bare, path, others);
        }
    }

    /// <summary>The failure of a file that is something else.</summary>
    public static SignInException Unreadable(string path, string what, string next, Exception? e = null) =>
        new(SignInFailure.CertificateUnreadable, $"The certificate file '{path}' {what}.", next, e) { Target = path };

    /// <summary>The failure of a file whose key is not opened by what was given.</summary>
    public static SignInException PasswordWrong(string path, string? password, Exception e) =>
        new(
            SignInFailure.CertificatePasswordWrong,
            password is null ? $"The certificate file '{path}' needs a password." : $"The password of the certificate file '{path}' is wrong.",
            "Specify it with -CertificatePassword (Read-Host -AsSecureString).",
            e
        )
        {
            Target = path,
        };

    private static byte[] ReadBytes(string path)
    {
        if (PemText.Of(path) is not null || path.Length > LongestPath)
        {
            // It may be a private key, and is not repeated.
            throw new SignInException(
                SignInFailure.CertificateNotFound,
                "The value for the path of the certificate file isn't a path, but looks like the certificate itself.",
                "Write it to a file that only you can read, and specify its path with -CertificatePath, or use -Certificate."
            );
        }

        try
        {
            return SmallFile.Read(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SignInException(SignInFailure.CertificateNotFound, $"There's no certificate file '{path}'.", "Check the path.", e) { Target = path };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unreadable(path, $"can't be read: {e.Message.TrimEnd('.')}", "Check that it's a file and that you can read it.", e);
        }
    }

    private static X509Certificate2 Read(byte[] bytes, string? password, string path, List<X509Certificate2>? others, int wrappings = MostWrappings)
    {
        if (ForeignCertificate.OfBytes(bytes) is { } foreign)
        {
            throw Unreadable(path, foreign.What, foreign.NextStep);
        }

        // DER, of which PFX is made, begins with a sequence.
        if (bytes[0] == 0x30)
        {
            return PfxFile.Read(bytes, password, path, others);
        }

        var text = Text(bytes);
        if (PemText.Of(text) is { } pem)
        {
            return PemFile.Read(pem, password, path, others);
        }

        if (ForeignCertificate.OfText(text) is { } other)
        {
            throw Unreadable(path, other.What, other.NextStep);
        }

        return wrappings > 0 && PemText.Decode(DataAddress.Replace(text, string.Empty)) is { Length: > 0 } decoded
            ? Read(decoded, password, path, others, wrappings - 1)
            : throw Unreadable(path, "is neither PFX nor PEM", "Export the certificate with its private key as PFX.");
    }

    // PowerShell 5.1 writes UTF-16 by default, others put a mark before UTF-8 or none before UTF-16, and what stands between the blocks may be in any encoding.
    private static string Text(byte[] bytes) => TextEncoding.Read(bytes) ?? Encoding.UTF8.GetString(bytes);
}
