using System.Management.Automation;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Journal;
using MdeHunting.Pipeline;
using MdeHunting.Reports;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Writes an HTML report of evidence or of rows: one file, which opens offline and loads nothing.</summary>
/// <include file="../Help/Export-MdeReport.xml" path="help/*"/>
[Cmdlet(VerbsData.Export, "MdeReport", DefaultParameterSetName = ObjectSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class ExportMdeReportCommand : AsyncCommand
{
    private const string ObjectSet = "InputObject";
    private const string EvidenceSet = "EvidencePath";
    private const int FileBuffer = 64 * 1024;

    private readonly List<PSObject> _objects = [];

    /// <summary>Specifies the file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Specifies a bag of evidence, a folder of bags, or the zip archive of a bag, sealed or not.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EvidenceSet)]
    [ValidateNotNullOrEmpty]
    public string EvidencePath { get; set; } = string.Empty;

    /// <summary>Specifies results of Invoke-MdeHuntingQuery -AsResult, or rows, or any other objects.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [AllowNull]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public PSObject[]? InputObject { get; set; }

    /// <summary>Specifies the report's title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string Title { get; set; } = "Hunting report";

    /// <summary>
    /// Specifies files with root certificates (PEM or DER) to trust besides those of this machine, such as the root of the signer's organization.
    /// </summary>
    [Parameter(ParameterSetName = EvidenceSet)]
    [ValidateNotNullOrEmpty]
    public string[] TrustedRootPath { get; set; } = [];

    /// <summary>Checks over the network whether the certificates of the signature and the time stamp were revoked.</summary>
    [Parameter(ParameterSetName = EvidenceSet)]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>Overwrites the file if it's already there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        _objects.AddRange((InputObject ?? []).Where(one => one is not null));
        return Task.CompletedTask;
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var files = EvidenceBags.OfProcess.Files;
        var path = ConnectArguments.File(await streams.InvokeAsync(() => FilePath.Of(SessionState, Path)).ConfigureAwait(false))!;
        BagFolder.CheckIsOutside(files, path, "Specify a file outside of the bag.");
        if (files.FileExists(path) && !Force)
        {
            throw new EvidenceException(
                EvidenceFailure.ReportExists,
                $"The file '{path}' is already there.",
                "Specify another file, or -Force to overwrite it."
            )
            {
                Target = path,
            };
        }

        if (!await streams.ShouldProcessAsync($"Write the report '{path}'", $"Write the report '{path}'?").ConfigureAwait(false))
        {
            return;
        }

        var unfinished = path + JournalFolder.UnfinishedSuffix;
        var isDone = false;
        try
        {
            await WriteAsync(files, unfinished, streams, token).ConfigureAwait(false);
            if (files.FileExists(path))
            {
                files.Delete(path);
            }

            files.Move(unfinished, path);
            isDone = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceException(
                EvidenceFailure.ReportNotWritten,
                $"The report '{path}' can't be written: {e.Message}",
                "Free up space, or specify a file that you can write.",
                e
            )
            {
                Target = path,
            };
        }
        finally
        {
            if (!isDone)
            {
                Discard(files, unfinished);
            }
        }
    }

    private async Task WriteAsync(IJournalFiles files, string path, PipelineStreams streams, CancellationToken token)
    {
        using var stream = files.Create(path);
        using var buffered = new BufferedStream(stream, FileBuffer);
        using var writer = new StreamWriter(buffered, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), FileBuffer, leaveOpen: true);
        var page = new ReportPage(writer);
        page.Begin(Title, $"Made by {EvidenceTool.Agent} at {UtcText.Second(EvidenceBags.OfProcess.Now)}. All times are UTC.");
        var budget = new ReportBudget(ReportLimits.Usual);
        if (ParameterSetName == EvidenceSet)
        {
            await WriteEvidenceAsync(page, budget, streams, token).ConfigureAwait(false);
        }
        else
        {
            // Properties of objects may be scripts, which need the pipeline's thread.
            await streams.InvokeAsync(() => WriteObjects(page, budget)).ConfigureAwait(false);
        }

        page.End();
        await writer.FlushAsync().ConfigureAwait(false);
        buffered.Flush();
        files.Flush(stream);
    }

    private bool WriteObjects(ReportPage page, ReportBudget budget)
    {
        new ObjectReport(page, budget).Write(_objects);
        return true;
    }

    private async Task WriteEvidenceAsync(ReportPage page, ReportBudget budget, PipelineStreams streams, CancellationToken token)
    {
        var folder = await EvidenceFolder.OfAsync(SessionState, EvidencePath, streams).ConfigureAwait(false);
        using var found = EvidenceBags.OfProcess.Find(folder);
        var trust = await EvidenceTrust.OfAsync(SessionState, TrustedRootPath, CheckRevocation, streams).ConfigureAwait(false);
        foreach (var bag in found.Paths)
        {
            var test = await new BagVerification(found.Files, bag, ReadAsync, trust, token).RunAsync().ConfigureAwait(false);
            if (test.Checks.FirstOrDefault(check => check.Outcome == MdeEvidenceCheckResult.Failed) is { } failed)
            {
                await streams.WarnAsync($"The bag of evidence in '{bag}' failed {failed.Name}, as the report says: {failed.Detail}").ConfigureAwait(false);
            }

            await new EvidenceReport(found.Files, bag, page, budget, ReadAsync).WriteAsync(test, token).ConfigureAwait(false);
        }

        Task<StoredRows> ReadAsync(StoredContent content, IRowSink rows) => ServiceLoader.Service.ReadStoredAsync(content, rows, streams, token);
    }

    private static void Discard(IJournalFiles files, string path)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays under its temporary name, which says what it is.
        }
    }
}
