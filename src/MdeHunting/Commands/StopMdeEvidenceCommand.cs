using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Stops recording evidence, and seals the bags: with a signature, a time stamp, and an archive if specified.</summary>
/// <include file="../Help/Stop-MdeEvidence.xml" path="help/*"/>
[Cmdlet(VerbsLifecycle.Stop, "MdeEvidence", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MdeEvidenceBag))]
public sealed class StopMdeEvidenceCommand : AsyncCommand
{
    // A time-stamp authority signs one hash.
    private static readonly TimeSpan StampTimeLimit = TimeSpan.FromSeconds(60);

    private EvidenceProof _proof = EvidenceProof.None;

    /// <summary>
    /// Specifies a bag, or a folder of bags, to seal. The default is the folder that Start-MdeEvidence specified, which isn't recorded in after that, unless
    /// sealing fails.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Specifies the certificate to sign with, with its private key. The signature is CMS (RFC 5652), and contains the certificate's chain.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Specifies the thumbprint of the certificate to sign with, in the store of the user or of the machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? CertificateThumbprint { get; set; }

    /// <summary>
    /// Specifies a file with the certificate to sign with and its private key: PFX or, in PowerShell 7, PEM. The certificates of its issuers in the same
    /// file are added to the signature.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>Specifies the password of the certificate's file.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>
    /// Specifies the address of a time-stamp server (RFC 3161) that certifies when the bag was sealed. Only a hash is sent to it, without credentials, so
    /// http is allowed. Windows PowerShell can't request time stamps.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public Uri? TimestampServer { get; set; }

    /// <summary>Specifies the proxy to the time-stamp server. The default is the system's proxy, or the one in HTTPS_PROXY.</summary>
    [Parameter]
    [ProxyAddress]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public Uri? Proxy { get; set; }

    /// <summary>Specifies the proxy's credentials.</summary>
    [Parameter]
    [Credential]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// Creates a zip archive of each bag, next to it and with its name: to give it to somebody. The other cmdlets read the archive as they read the folder.
    /// A bag that's already sealed is archived as it is.
    /// </summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var proxy = ConnectArguments.Proxy(Proxy, ProxyCredential);
        var server = TimestampServer is null ? null : StampAddress.Of(TimestampServer);
        var file = CertificatePath is null
            ? null
            : ConnectArguments.File(await streams.InvokeAsync(() => FilePath.Of(SessionState, CertificatePath)).ConfigureAwait(false));
        var choice = ConnectArguments.CertificateChoiceOf(Certificate, CertificateThumbprint, file, CertificatePassword);
        if (choice is null && server is null)
        {
            return;
        }

        _proof = new EvidenceProof(
            SigningLoader.Signing,
            choice is null ? null : Identity(choice),
            server,
            (request, stop) => SendAsync(server!, request, proxy, stop)
        );
        _proof.Check(EvidenceBags.OfProcess.Now);
    }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var runspace = await streams.InvokeAsync(static () => RunspaceEvidence.Current).ConfigureAwait(false);
        var started = runspace.Recording;
        var folder = await EvidenceFolder.OrStartedAsync(SessionState, Path, streams).ConfigureAwait(false);
        var bags = EvidenceBags.OfProcess;
        if (Compress)
        {
            foreach (var bag in started?.Path == folder ? [] : bags.At(folder))
            {
                BagArchive.Check(bags.Files, bag);
            }
        }

        if (!await streams.ShouldProcessAsync($"Seal the bags of evidence in '{folder}'", $"Seal the bags of evidence in '{folder}'?").ConfigureAwait(false))
        {
            return;
        }

        if (started is null || started.Path != folder)
        {
            await SealAllAsync(bags, folder, streams, token).ConfigureAwait(false);
            return;
        }

        started.Dispose();
        runspace.Recording = null;
        if (!bags.HasAny(folder))
        {
            await streams.WarnAsync($"Nothing was recorded in '{folder}', which has no bag of evidence.").ConfigureAwait(false);
            return;
        }

        try
        {
            await SealAllAsync(bags, folder, streams, token).ConfigureAwait(false);
        }
        catch (Exception e) when (bags.At(folder).Any(bag => !BagFolder.IsSealed(bags.Files, bag)))
        {
            // What couldn't be sealed is as it was before, and so is the session.
            runspace.Recording = started.Again();
            if (e is not OperationCanceledException)
            {
                await streams
                    .WarnAsync($"The session still records evidence in '{folder}'. To seal it, correct the cause and run Stop-MdeEvidence again.")
                    .ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task SealAllAsync(EvidenceBags bags, string folder, PipelineStreams streams, CancellationToken token)
    {
        foreach (var bag in bags.At(folder))
        {
            await SealAsync(bags, bag, streams, token).ConfigureAwait(false);
        }
    }

    private async Task SealAsync(EvidenceBags bags, string bag, PipelineStreams streams, CancellationToken token)
    {
        if (BagFolder.IsSealed(bags.Files, bag))
        {
            if (Compress)
            {
                foreach (var change in BagVerification.ChangesOf(bags.Files, bag, token))
                {
                    await streams.WarnAsync($"The bag of evidence in '{bag}' is archived as it is, and isn't as it was sealed: {change}").ConfigureAwait(false);
                }

                await streams.WriteAsync(MdeEvidenceBag.Read(bags.Files, bag, archivePath: Archive(bags, bag, token))).ConfigureAwait(false);
                return;
            }

            await streams.WarnAsync($"The bag of evidence in '{bag}' is already sealed.").ConfigureAwait(false);
            return;
        }

        var done = await bags.SealAsync(bag, _proof, token).ConfigureAwait(false);
        foreach (var finding in done.Findings)
        {
            await streams.WarnAsync($"The bag of evidence in '{bag}' was sealed as it is, and isn't as it was recorded: {finding}").ConfigureAwait(false);
        }

        await streams.WriteAsync(MdeEvidenceBag.Read(bags.Files, bag, done.StampedAt, Compress ? Archive(bags, bag, token) : null)).ConfigureAwait(false);
    }

    private static string Archive(EvidenceBags bags, string bag, CancellationToken token) => BagArchive.Write(bags.Files, bag, bags.Now, token);

    private static SigningIdentity Identity(SignInChoice choice)
    {
        try
        {
            return ServiceLoader.Service.FindSigningIdentity(choice);
        }
        catch (SignInException e)
        {
            throw EvidenceProof.NotValid(e.What, e.NextStep, e);
        }
    }

    private static Task<byte[]> SendAsync(Uri server, byte[] request, IWebProxy? proxy, CancellationToken token) =>
        ServiceLoader.Service.RequestStampAsync(server, request, proxy, StampTimeLimit, token);
}
