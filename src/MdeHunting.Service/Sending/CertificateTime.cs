using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Text;

namespace MdeHunting.Service.Sending;

/// <summary>A server's certificate that is good but for the time, by this machine's clock: it is the clock that is looked at first.</summary>
internal sealed class CertificateTimeException : AuthenticationException
{
    private CertificateTimeException(X509Certificate2 certificate)
        : base(
            $"is valid from {UtcText.Minute(certificate.NotBefore.ToUniversalTime())} until {UtcText.Minute(certificate.NotAfter.ToUniversalTime())}, "
                + "but not now by this machine's clock"
        ) { }

    /// <summary>Throws it where nothing but the time is wrong with a certificate that is refused. On .NET Framework nobody would see it.</summary>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="faults">What is wrong with its chain.</param>
    /// <exception cref="CertificateTimeException">Nothing but the time is.</exception>
    public static void ThrowIfNothingElse(X509Certificate2? certificate, X509ChainStatus[]? faults)
    {
#if NET
        if (certificate is not null && faults is { Length: > 0 } && Array.TrueForAll(faults, fault => fault.Status is X509ChainStatusFlags.NotTimeValid))
        {
            throw new CertificateTimeException(certificate);
        }
#endif
    }
}
