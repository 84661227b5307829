using System.Management.Automation;
using MdeHunting.Contract;
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
        var files = await streams
            .InvokeAsync(() =>
                (FilePath[])
                    [.. ParameterSetName == "Path" ? FilePath.OfPatterns(SessionState, Path) : LiteralPath.Select(path => FilePath.Of(SessionState, path))]
            )
            .ConfigureAwait(false);
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

    private static IEnumerable<(string Full, IndicatorException? Failure)> InFolder(FilePath path) =>
        !path.IsOfFileSystem ? [(path.Full, Unreadable(path.Given, path.Fault, null))]
        : !Directory.Exists(path.Full) ? [(path.Full, null)]
        : Directory.GetFiles(path.Full) is { Length: > 0 } files
            ? files.OrderBy(file => file, StringComparer.Ordinal).Select(file => (file, (IndicatorException?)null))
        : [(path.Full, Unreadable(path.Full, $"The folder '{path.Full}' has no files.", null))];

    private async Task ReadAsync(string path, PipelineStreams streams, CancellationToken token)
    {
        IndicatorException failure;
        try
        {
            using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await ReadAsync(new IndicatorDocument(content, System.IO.Path.GetFileName(path), Format), path, streams, token).ConfigureAwait(false);
            return;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            failure = new IndicatorException(IndicatorFailure.IndicatorFileNotFound, $"There is no file '{path}'.", "Check the path.", e) { Target = path };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            failure = Unreadable(path, $"'{path}' cannot be read: {e.Message}", e);
        }

        await streams.WriteErrorAsync(failure).ConfigureAwait(false);
    }

    private static IndicatorException Unreadable(string path, string what, Exception? inner) =>
        new(IndicatorFailure.IndicatorFileUnreadable, what, "Specify a file that you may read.", inner) { Target = path };
}
