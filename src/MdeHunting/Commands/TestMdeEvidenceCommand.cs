using System.Management.Automation;
using MdeHunting.Evidence;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Journal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Tests whether bags of evidence are as they were recorded.</summary>
/// <include file="../Help/Test-MdeEvidence.xml" path="help/*"/>
[Cmdlet(VerbsDiagnostic.Test, "MdeEvidence")]
[OutputType(typeof(MdeEvidenceTest))]
[OutputType(typeof(bool))]
public sealed class TestMdeEvidenceCommand : AsyncCommand
{
    private TrustSettings _trust = null!;

    /// <summary>Specifies a bag, a folder of bags, or the zip archive of a bag, sealed or not.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Returns True where no check failed and False otherwise, without an error for a bag that failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>
    /// Checks over the network whether the certificates of the signature and the time stamp were revoked. Without it, nothing is sent, and the output says
    /// that revocation wasn't checked.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>
    /// Specifies files with root certificates (PEM or DER) to trust besides those of this machine, such as the root of the signer's organization.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] TrustedRootPath { get; set; } = [];

    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        _trust = await EvidenceTrust.OfAsync(SessionState, TrustedRootPath, CheckRevocation, streams).ConfigureAwait(false);
    }

    // One that can't be read is one of several, and so is its error.
    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var folder = Path;
        try
        {
            folder = await EvidenceFolder.OfAsync(SessionState, Path, streams).ConfigureAwait(false);
            using var found = EvidenceBags.OfProcess.FindUntested(folder);
            foreach (var bag in found.Paths)
            {
                await TestAsync(found.Files, bag, isNamed: bag == folder, streams, token).ConfigureAwait(false);
            }
        }
        catch (EvidenceException e)
        {
            await TellUnreadAsync(folder, e, streams).ConfigureAwait(false);
        }
    }

    private async Task TestAsync(IJournalFiles files, string bag, bool isNamed, PipelineStreams streams, CancellationToken token)
    {
        MdeEvidenceTest test;
        try
        {
            if (!isNamed)
            {
                BagFolder.CheckIsNoLink(files, bag);
            }

            test = await new BagVerification(files, bag, (content, rows) => ServiceLoader.Service.ReadStoredAsync(content, rows, streams, token), _trust, token)
                .RunAsync()
                .ConfigureAwait(false);
        }
        catch (EvidenceException e)
        {
            await TellUnreadAsync(bag, e, streams).ConfigureAwait(false);
            return;
        }

        await streams.WriteAsync(Quiet ? test.IsValid : test).ConfigureAwait(false);
        if (Quiet)
        {
            return;
        }

        foreach (var doubt in test.Checks.Where(check => check.Outcome == MdeEvidenceCheckResult.Warning).SelectMany(check => check.Faults))
        {
            await streams.WarnAsync($"The bag of evidence in '{bag}': {doubt}").ConfigureAwait(false);
        }

        if (test.IsValid)
        {
            return;
        }

        var failed = test.Checks.Where(check => check.Outcome == MdeEvidenceCheckResult.Failed).ToList();
        await streams
            .WriteErrorAsync(
                new EvidenceException(
                    EvidenceFailure.EvidenceNotValid,
                    $"The bag of evidence in '{bag}' failed {string.Join(", ", failed.Select(check => check.Name))}: {failed[0].Detail}",
                    "The Checks of the output list all that was found. "
                        + (
                            failed.TrueForAll(check => check.IsOfTrust)
                                ? "If you trust the signer's organization, specify its root certificate with -TrustedRootPath."
                                : "Compare the bag with another copy of it."
                        )
                )
                {
                    Target = bag,
                }
            )
            .ConfigureAwait(false);
    }

    // What is there, and isn't a bag that can be read, fails; of what isn't there, nothing is known.
    private async Task TellUnreadAsync(string path, EvidenceException why, PipelineStreams streams)
    {
        var files = EvidenceBags.OfProcess.Files;
        var isThere = files.FileExists(path) || files.FolderExists(path);
        if (isThere)
        {
            var check = new MdeEvidenceCheck("Bag", "It's a bag of evidence that this version of the module can read.", [why.What]);
            await streams.WriteAsync(Quiet ? false : new MdeEvidenceTest(path, false, [check])).ConfigureAwait(false);
        }

        if (!isThere || !Quiet)
        {
            await streams.WriteErrorAsync(why).ConfigureAwait(false);
        }
    }
}
