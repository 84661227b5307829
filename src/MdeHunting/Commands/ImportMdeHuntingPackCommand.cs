using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Reads hunting queries that others published, from files, folders, and zip archives.</summary>
/// <include file="../Help/Import-MdeHuntingPack.xml" path="help/*"/>
[Cmdlet(VerbsData.Import, "MdeHuntingPack", DefaultParameterSetName = "Path")]
[OutputType(typeof(MdePackQuery))]
public sealed class ImportMdeHuntingPackCommand : PackCommand
{
    private PackFiles _files = null!;

    /// <summary>Specifies files, zip archives, or folders, which are read with all folders in them. Wildcards are accepted.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// Specifies files, zip archives, or folders by paths that are used exactly as typed. Files from Get-ChildItem bind to this parameter.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Specifies the format of the files. By default, the format is recognized from each file's name and content.</summary>
    [Parameter]
    public MdePackFormat Format { get; set; }

    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        await base.BeginProcessingAsync(streams, token).ConfigureAwait(false);
        _files = new PackFiles(Format);
    }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var paths = await streams.InvokeAsync(() => FilePath.Of(SessionState, Path, LiteralPath)).ConfigureAwait(false);
        await _files.ReadAsync(paths, queries => WriteAsync(queries, streams), streams, token).ConfigureAwait(false);
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        await _files.TellAsync(streams).ConfigureAwait(false);
        if (_files.Queries > 0)
        {
            await base.EndProcessingAsync(streams, token).ConfigureAwait(false);
        }
    }
}
