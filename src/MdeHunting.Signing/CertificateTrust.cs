using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Signing;

/// <summary>Whether a certificate is trusted: its chain ends at a root of this machine's or the caller's, and each part of it was valid then.</summary>
internal static class CertificateTrust
{
    private static readonly TimeSpan RetrievalTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The certificates from one to its root, as far as they are found, without the network.</summary>
    public static IReadOnlyList<X509Certificate2> ChainOf(X509Certificate2 certificate, IEnumerable<X509Certificate2> others, DateTime at)
    {
        using var chain = Chain(others, at, checksRevocation: false, purpose: null);
        chain.Build(certificate);
        return [.. chain.ChainElements.Cast<X509ChainElement>().Select(element => element.Certificate)];
    }

    /// <summary>Why a certificate is not trusted, as a sentence; null where it is.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="others">Those that came with it.</param>
    /// <param name="purpose">What it has to be for (an object identifier); null for anything.</param>
    /// <param name="policy">By what it is judged.</param>
    public static string? Fault(X509Certificate2 certificate, X509Certificate2Collection others, string? purpose, TrustPolicy policy)
    {
        var known = others.Cast<X509Certificate2>().Concat(policy.Roots);
        using var chain = Chain(known, policy.At, policy.ChecksRevocation, purpose);
        if (chain.Build(certificate))
        {
            return null;
        }

        if (policy.Roots.Count > 0)
        {
            using var own = Chain(known, policy.At, policy.ChecksRevocation, purpose);
            return IsOfRoots(own, certificate, policy.Roots) ? null : Say(own, policy.At);
        }

        return Say(chain, policy.At);
    }

    /// <summary>What a message calls a certificate.</summary>
    public static string Name(X509Certificate2 certificate) => $"'{TerminalSafeText.Line(certificate.Subject)}' (SHA-256 {Sha256(certificate)})";

    /// <summary>The SHA-256 of a certificate, in lower-case hexadecimal digits.</summary>
    public static string Sha256(X509Certificate2 certificate)
    {
        using var sha256 = SHA256.Create();
        return Sha256Text.Digits(sha256.ComputeHash(certificate.RawData));
    }

    private static X509Chain Chain(IEnumerable<X509Certificate2> others, DateTime at, bool checksRevocation, string? purpose)
    {
        var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.ExtraStore.AddRange(others.ToArray());
        // The class takes it for local time.
        policy.VerificationTime = DateTime.SpecifyKind(at, DateTimeKind.Utc).ToLocalTime();
        policy.RevocationMode = checksRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        policy.UrlRetrievalTimeout = RetrievalTimeout;
        if (purpose is not null)
        {
            policy.ApplicationPolicy.Add(new Oid(purpose));
        }

#if NET
        // Nothing is asked of the network unless the caller wants that.
        policy.DisableCertificateDownloads = !checksRevocation;
#endif
        return chain;
    }

#if NET
    private static bool IsOfRoots(X509Chain chain, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> roots)
    {
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.ToArray());
        return chain.Build(certificate);
    }
#else
    private static bool IsOfRoots(X509Chain chain, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> roots)
    {
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        var isBuilt = chain.Build(certificate);
        var last = chain.ChainElements.Count == 0 ? null : chain.ChainElements[chain.ChainElements.Count - 1].Certificate;
        return isBuilt && last is not null && roots.Any(root => root.RawData.SequenceEqual(last.RawData));
    }
#endif

    private static string Say(X509Chain chain, DateTime at)
    {
        foreach (var element in chain.ChainElements.Cast<X509ChainElement>())
        {
            if (element.ChainElementStatus.FirstOrDefault(status => status.Status != X509ChainStatusFlags.NoError) is { Status: not 0 } status)
            {
                return Say(element.Certificate, status, at);
            }
        }

        var faults = chain.ChainStatus.Where(status => status.Status != X509ChainStatusFlags.NoError).ToList();
        return faults.Count > 0 && chain.ChainElements.Count > 0
            ? Say(chain.ChainElements[chain.ChainElements.Count - 1].Certificate, faults[0], at)
            : "The certificate's chain can't be checked.";
    }

    private static string Say(X509Certificate2 certificate, X509ChainStatus status, DateTime at)
    {
        var name = Name(certificate);
        return status.Status switch
        {
            X509ChainStatusFlags.NotTimeValid => $"The certificate {name} is valid from {Second(certificate.NotBefore)} until {Second(certificate.NotAfter)}, "
                + $"but not at {UtcText.Second(at)}.",
            X509ChainStatusFlags.UntrustedRoot => $"The root certificate {name} isn't one that this machine trusts.",
            X509ChainStatusFlags.PartialChain => $"The certificate of the issuer '{TerminalSafeText.Line(certificate.Issuer)}' of {name} isn't known here.",
            X509ChainStatusFlags.Revoked => $"The certificate {name} was revoked.",
            X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation =>
                $"Whether the certificate {name} was revoked can't be found out: its issuer can't be reached, or doesn't say.",
            X509ChainStatusFlags.NotSignatureValid => $"The certificate {name} was changed, or isn't of its issuer.",
            X509ChainStatusFlags.NotValidForUsage => $"The certificate {name} isn't for this purpose.",
            _ => $"The certificate {name} isn't valid: {status.Status}.",
        };
    }

    private static string Second(DateTime local) => UtcText.Second(local.ToUniversalTime());
}
