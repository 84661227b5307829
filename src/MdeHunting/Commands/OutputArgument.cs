using System.Management.Automation;
using MdeHunting.Journal;
using MdeHunting.Pipeline;
using MdeHunting.Running;

namespace MdeHunting.Commands;

/// <summary>What -OutputPath, -OutputFormat and -Resume of a command say together.</summary>
/// <param name="Path">The folder; null where nothing is written to files.</param>
/// <param name="IsResume">Whether a run is resumed.</param>
/// <param name="Given">The parameters that were given.</param>
internal sealed record OutputArgument(string? Path, bool IsResume, IDictionary<string, object> Given)
{
    private const string Format = "OutputFormat";

    /// <summary>Checks that they go together, and with parameters that ask for other output.</summary>
    /// <param name="others">The names of those that are given; null for one that is not.</param>
    /// <exception cref="HuntingException">They do not.</exception>
    public void Check(params string?[] others)
    {
        if (Path is null && (IsResume || Given.ContainsKey(Format)))
        {
            throw new HuntingException(
                HuntingFailure.ArgumentConflict,
                $"-{(IsResume ? "Resume" : Format)} was specified without -OutputPath.",
                "Specify the folder with -OutputPath."
            );
        }

        if (Path is not null && Array.Find(others, other => other is not null) is { } other)
        {
            throw new HuntingException(HuntingFailure.ArgumentConflict, $"-OutputPath and -{other} can't be used together.", "Specify one of them.");
        }
    }

    /// <summary>The folder; null where nothing is written to files.</summary>
    /// <param name="session">The session, of which paths are.</param>
    /// <param name="evidencePath">The folder that the command records evidence in; null for none.</param>
    /// <param name="streams">The pipeline's streams.</param>
    /// <exception cref="OutputException">The path is none of a folder.</exception>
    public async Task<OutputFolderOptions?> ReadAsync(SessionState session, string? evidencePath, PipelineStreams streams)
    {
        if (Path is not { } path)
        {
            return null;
        }

        var found = (await streams.InvokeAsync(() => FolderPath.Of(session, path)).ConfigureAwait(false)).ThrowIfNotValid(what => NotValid(path, what));
        return new OutputFolderOptions(new JournalFiles(), found.Full, Given.TryGetValue(Format, out var format) ? (MdeOutputFormat)format : null)
        {
            IsResume = IsResume,
            EvidencePath = evidencePath,
            IsPreview = Given.TryGetValue("WhatIf", out var whatIf) ? LanguagePrimitives.IsTrue(whatIf) : found.IsPreviewPreferred,
            Given = new HashSet<string>(Given.Keys, StringComparer.OrdinalIgnoreCase),
        };
    }

    private static OutputException NotValid(string path, string what) =>
        new(OutputFailure.OutputPathNotValid, what, "Specify the path of a folder. It doesn't have to exist yet.") { Target = path };
}
