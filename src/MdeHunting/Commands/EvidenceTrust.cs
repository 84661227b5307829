using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Isolation;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>By what a command judges signatures and time stamps, as its parameters say.</summary>
internal static class EvidenceTrust
{
    /// <summary>Reads the certificates.</summary>
    /// <exception cref="EvidenceException">A file has none, or cannot be read.</exception>
    public static async Task<TrustSettings> OfAsync(SessionState session, IEnumerable<string> rootPaths, bool checksRevocation, PipelineStreams streams)
    {
        var roots = new List<X509Certificate2>();
        foreach (var path in rootPaths)
        {
            var file = ConnectArguments.File(await streams.InvokeAsync(() => FilePath.Of(session, path)).ConfigureAwait(false))!;
            roots.AddRange(Roots(file));
        }

        return new TrustSettings(static () => SigningLoader.Signing, EvidenceBags.OfProcess.Now, roots, checksRevocation);
    }

    private static IEnumerable<X509Certificate2> Roots(string file)
    {
        try
        {
            var identity = ServiceLoader.Service.FindSigningIdentity(new CertificateFileChoice(file, null));
            return [identity.Certificate, .. identity.Others];
        }
        catch (SignInException e)
        {
            throw EvidenceProof.NotValid(e.What, "Specify a file with root certificates, PEM or DER, with -TrustedRootPath.", e);
        }
    }
}
