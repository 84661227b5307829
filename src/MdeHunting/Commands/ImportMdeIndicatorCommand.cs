using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Reads indicators of compromise from files: lists, reports, CSV, STIX, MISP, and OpenIOC.</summary>
/// <include file="../Help/Import-MdeIndicator.xml" path="help/*"/>
[Cmdlet(VerbsData.Import, "MdeIndicator", DefaultParameterSetName = "Path")]
[OutputType(typeof(MdeIndicator))]
public sealed class ImportMdeIndicatorCommand : IndicatorCommand
{
    /// <summary>Specifies files, or folders whose files are read. Wildcards are accepted.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Specifies files or folders by paths that are used exactly as typed. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Specifies the format. By default, the format is recognized from the file.</summary>
    [Parameter]
    public MdeIndicatorFormat Format { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var files = await streams.InvokeAsync(() => FilePath.Of(SessionState, Path, LiteralPath)).ConfigureAwait(false);
        foreach (var file in files)
        {
            foreach (var (full, failure) in InFolder(file))
            {
                if (failure is not null)
                {
                    await streams.WriteErrorAsync(failure).ConfigureAwait(false);
                }
                else
                {
                    await ReadAsync(full, streams, token).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task ReadAsync(string path, PipelineStreams streams, CancellationToken token)
    {
        var (content, failure) = IndicatorFile.Open(path);
        if (content is null)
        {
            await streams.WriteErrorAsync(failure!).ConfigureAwait(false);
            return;
        }

        using (content)
        {
            await ReadAsync(new IndicatorDocument(content, path, Format), path, streams, token).ConfigureAwait(false);
        }
    }
}
