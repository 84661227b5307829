using System.Collections;
using System.Globalization;
using System.Management.Automation;
using MdeHunting.Internal;
using MdeHunting.Journal;
using MdeHunting.Packs.Sweeping;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Writes a layer for the ATT&amp;CK Navigator: which techniques were hunted, which were found, and which queries couldn't run.</summary>
/// <include file="../Help/Export-MdeAttackLayer.xml" path="help/*"/>
[Cmdlet(VerbsData.Export, "MdeAttackLayer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class ExportMdeAttackLayerCommand : AsyncCommand
{
    private readonly List<HuntedTechniques> _hunted = [];

    /// <summary>
    /// Specifies what to show: results of Invoke-MdeHuntingPack, or the lines of a sweep's index.csv, or queries of Get-MdeHuntingPack and
    /// Import-MdeHuntingPack.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Specifies the file to write, in JSON. Its folder must exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Specifies the name of the layer, which is the title of its tab in the Navigator.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string Name { get; set; } = "Hunting";

    /// <summary>Overwrites a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        foreach (var instance in InputObject)
        {
            // A property may be a script's.
            if (await streams.InvokeAsync(() => Read(instance)).ConfigureAwait(false) is { } hunted)
            {
                _hunted.Add(hunted);
                continue;
            }

            var failure = new PackException(
                PackFailure.PackUnreadable,
                $"An object of the type {instance.TypeNames.FirstOrDefault()} isn't a result or a query of a pack: it has no Technique or Techniques.",
                "Specify what Invoke-MdeHuntingPack, Get-MdeHuntingPack, or Import-MdeHuntingPack returns, or Import-Csv of a sweep's index.csv."
            );
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var layer = new AttackLayer(Name, _hunted);
        if (layer.Count == 0)
        {
            throw new PackException(
                PackFailure.PackEmpty,
                _hunted.Count == 0 ? "There is nothing to show in a layer." : "None of the queries names an ATT&CK technique, so the layer would be empty.",
                "Specify results or queries whose Technique or Techniques has ids such as T1059.001."
            );
        }

        var path = (await streams.InvokeAsync(() => FolderPath.Of(SessionState, Path)).ConfigureAwait(false)).ThrowIfNotValid(NotValid).Full;
        if (Directory.Exists(path))
        {
            throw NotValid($"'{path}' is a folder, not a file.");
        }

        if (File.Exists(path) && !Force)
        {
            throw new OutputException(OutputFailure.OutputFileExists, $"The file '{path}' exists.", "Use -Force to overwrite it, or specify another file.")
            {
                Target = path,
            };
        }

        if (!await streams.ShouldProcessAsync($"Write the layer '{path}'", $"Write the layer '{path}'?").ConfigureAwait(false))
        {
            return;
        }

        Write(path, layer.ToJson());
        await streams.VerboseAsync(FormattableString.Invariant($"'{path}' has a layer of {layer.Count:N0} techniques.")).ConfigureAwait(false);
    }

    private static void Write(string path, byte[] content)
    {
        var files = new JournalFiles();
        var unfinished = path + JournalFolder.UnfinishedSuffix;
        try
        {
            using (var stream = files.Create(unfinished))
            {
                stream.Write(content, 0, content.Length);
                files.Flush(stream);
            }

            files.Replace(unfinished, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new OutputException(
                OutputFailure.OutputNotWritten,
                $"'{path}' can't be written: {e.Message}",
                "Free up space, or allow writing to it, or specify another file.",
                e
            )
            {
                Target = path,
            };
        }
    }

    private static OutputException NotValid(string what) => new(OutputFailure.OutputPathNotValid, what, "Specify the path of a file, such as layer.json.");

    // By the names of properties, which objects of another process, a file's lines and JSON have too.
    private static HuntedTechniques? Read(PSObject instance)
    {
        var techniques = instance.Properties["Technique"] ?? instance.Properties["Techniques"];
        return techniques is null
            ? null
            : new HuntedTechniques(
                [.. Texts(BareValue.Of(techniques.Value))],
                Text(instance, "Name") ?? string.Empty,
                Text(instance, "Connection"),
                Enum.TryParse<MdePackStatus>(Text(instance, "Status"), out var status) ? status : null,
                long.TryParse(Text(instance, "Rows"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var rows) ? rows : 0
            );
    }

    private static string? Text(PSObject instance, string name) =>
        BareValue.Of(instance.Properties[name]?.Value) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    private static IEnumerable<string> Texts(object? value) =>
        value is string text ? [text]
        : value is IEnumerable several ? several.Cast<object?>().Select(one => BareValue.Of(one)?.ToString()).OfType<string>()
        : [];
}
