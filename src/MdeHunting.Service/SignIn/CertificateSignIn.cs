using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>Signs in as an application with its certificate: MSAL signs an assertion with the key (RFC 7523), which itself never leaves.</summary>
internal static class CertificateSignIn
{
    /// <summary>Signs in.</summary>
    /// <exception cref="SignInException">The certificate cannot be used, or the sign-in was refused.</exception>
    public static Task<ITokenSource> SignInAsync(SignInContext context, X509Certificate2 certificate, ISignInPrompt prompt, CancellationToken token)
    {
        Require(certificate, context.Clock.GetUtcNow());
        return ConfidentialClientSignIn.SignInAsync(
            context,
            SignInMethod.Certificate,
            builder => builder.WithCertificate(certificate, sendX5C: false),
            prompt,
            token
        );
    }

    private static void Require(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (!certificate.HasPrivateKey)
        {
            throw Failure(
                SignInFailure.CertificateWithoutKey,
                certificate,
                "doesn't have a private key here",
                "Specify the certificate with its key: a PFX (openssl pkcs12 -export -in file.cer -inkey file.key -out file.pfx), or the store where it was made."
            );
        }

        if (certificate.GetRSAPrivateKey() is null)
        {
            throw Failure(
                SignInFailure.CertificateUnreadable,
                certificate,
                "doesn't have an RSA key, which Entra ID's client assertions require",
                "Create a certificate with an RSA key of 2048 bits or more."
            );
        }

        if (now < certificate.NotBefore || now > certificate.NotAfter)
        {
            throw Failure(
                SignInFailure.CertificateExpired,
                certificate,
                $"is valid from {UtcText.Minute(certificate.NotBefore.ToUniversalTime())} "
                    + $"until {UtcText.Minute(certificate.NotAfter.ToUniversalTime())}, but not now",
                "Upload a new certificate to the app registration, and sign in with that."
            );
        }
    }

    private static SignInException Failure(SignInFailure failure, X509Certificate2 certificate, string what, string next) =>
        new(failure, $"The certificate '{certificate.Subject}' ({certificate.Thumbprint}) {what}.", next) { Target = certificate.Thumbprint };
}
