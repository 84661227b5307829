using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Sending;

/// <summary>
/// Trusts an environment's root certificate for that environment's own hosts, and only where they are loopback addresses: a file cannot make
/// this module trust anything beyond this machine. The name in the certificate and its validity are checked as always.
/// </summary>
internal sealed class LoopbackRootTrust(X509Certificate2 root, IEnumerable<string> hosts)
{
    // TLS server authentication (RFC 5280, section 4.2.1.12): a certificate for clients alone, of the same root, is no server's.
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly HashSet<string> _hosts = new(hosts.Where(Loopback.Includes), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a server's certificate is good for a host.</summary>
    public bool Accepts(string host, X509Certificate2? certificate, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || !_hosts.Contains(host))
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
#if NET
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        if (chain.Build(certificate))
        {
            return true;
        }

        CertificateTimeException.ThrowIfNothingElse(certificate, chain.ChainStatus);
        return false;
#else
        // .NET Framework knows no root of one's own, so the chain may end anywhere and its end is compared.
        chain.ChainPolicy.ExtraStore.Add(root);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return chain.Build(certificate) && chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData.AsSpan().SequenceEqual(root.RawData);
#endif
    }
}
