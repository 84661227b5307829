using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>Tells of a run through PowerShell's streams.</summary>
internal sealed class PipelineReport(PipelineStreams streams) : IHuntingReport
{
    /// <inheritdoc/>
    public Task WriteErrorAsync(MdeException failure) => streams.WriteErrorAsync(failure);

    /// <inheritdoc/>
    public Task WriteProgressAsync(ProgressRecord progress) => streams.WriteProgressAsync(progress);

    /// <inheritdoc/>
    public Task<bool> ShouldAskAsync(string query, string purpose) => streams.ShouldProcessAsync($"{purpose}\n{query}", $"{purpose}\n{query}");

    /// <inheritdoc/>
    public Task WarnAsync(string message) => streams.WarnAsync(message);

    /// <inheritdoc/>
    public Task VerboseAsync(string message) => streams.VerboseAsync(message);
}
