using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Pipeline;

/// <summary>
/// What the asynchronous body of a cmdlet may do with PowerShell; each call is made on the pipeline thread and in order. Whatever is said goes out as
/// <see cref="TerminalSafeText"/>.
/// </summary>
internal sealed class PipelineStreams(Cmdlet cmdlet, PipelinePump pump) : IMessageSink
{
    /// <summary>Writes one object to the output.</summary>
    public Task WriteAsync(object value) =>
        PostAsync(() =>
        {
            if (value is MdeOutput output)
            {
                // A connection, which may have been one of several before.
                output.Set = null;
            }

            cmdlet.WriteObject(value);
        });

    /// <summary>Writes the first <paramref name="count"/> objects of a batch to the output, one by one.</summary>
    /// <param name="values">The batch.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="written">
    /// Told how many the pipeline took, also where it ends in the midst of them: what has enough ends it with the last object that it takes.
    /// </param>
    public Task WriteManyAsync(object[] values, int count, Action<int>? written = null) =>
        PostAsync(() =>
        {
            var taken = 0;
            try
            {
                for (var i = 0; i < count; i++)
                {
                    // One that is being stopped takes nothing any more.
                    taken += pump.IsStopping ? 0 : 1;
                    cmdlet.WriteObject(values[i]);
                }
            }
            finally
            {
                written?.Invoke(taken);
            }
        });

    /// <summary>Writes objects that make up one table to the output, one by one.</summary>
    public Task WriteTogetherAsync(IReadOnlyList<MdeOutput> outputs)
    {
        var set = new OutputSet(outputs);
        return PostAsync(() =>
        {
            foreach (var output in outputs)
            {
                output.Set = set;
                cmdlet.WriteObject(output);
            }
        });
    }

    /// <inheritdoc/>
    /// <remarks>
    /// With -Debug, PowerShell asks at each warning of a compiled command whether to go on, and where nobody can answer, the command ends; so it goes to the
    /// messages that -Debug shows, unless -WarningAction was specified.
    /// </remarks>
    public Task WarnAsync(string message)
    {
        var text = TerminalSafeText.Line(ForeignText.Cut(message, 2 * ForeignText.MostShown));
        return PostAsync(() =>
        {
            if (IsSet("Debug") && !IsBound("WarningAction"))
            {
                cmdlet.WriteDebug($"WARNING: {text}");
                return;
            }

            cmdlet.WriteWarning(text);
        });
    }

    /// <inheritdoc/>
    /// <remarks>With -Debug alone, PowerShell asks at each such message, too.</remarks>
    public Task VerboseAsync(string message) =>
        PostAsync(() =>
        {
            if (IsSet("Debug") && !IsSet("Verbose"))
            {
                cmdlet.WriteDebug(TerminalSafeText.Line(message));
                return;
            }

            cmdlet.WriteVerbose(TerminalSafeText.Line(message));
        });

    /// <summary>A message for those who ask with <c>-InformationAction</c>, and for <c>-InformationVariable</c>.</summary>
    public Task InformAsync(string message) => PostAsync(() => cmdlet.WriteInformation(TerminalSafeText.Line(message), ["MdeHunting"]));

    /// <summary>What went over the wire, for those who ask with <c>-Debug</c>. Never a secret.</summary>
    public Task DebugAsync(string message) => PostAsync(() => cmdlet.WriteDebug(TerminalSafeText.Lines(message)));

    /// <summary>Writes an error that does not end the cmdlet.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">What failed, where that is not the failure's own; null where it is.</param>
    public Task WriteErrorAsync(MdeException failure, object? target = null) => PostAsync(() => cmdlet.WriteError(ErrorRecords.Of(failure, cmdlet, target)));

    /// <summary>Shows or ends a progress record.</summary>
    public Task WriteProgressAsync(ProgressRecord progress)
    {
        progress.Activity = TerminalSafeText.Line(progress.Activity);
        progress.StatusDescription = TerminalSafeText.Line(progress.StatusDescription);
        return PostAsync(() => cmdlet.WriteProgress(progress));
    }

    /// <summary>Shows a message on the host and puts it on the information stream, as Write-Host does; never on the output.</summary>
    public Task WriteHostAsync(string message, params string[] tags) =>
        PostAsync(() => cmdlet.WriteInformation(new HostInformationMessage { Message = TerminalSafeText.Lines(message) }, ["PSHOST", .. tags]));

    /// <summary>Asks whether something is to be done, as <c>-WhatIf</c> and <c>-Confirm</c> want it.</summary>
    /// <param name="what">What is to be done, in full.</param>
    /// <param name="question">The question of <c>-Confirm</c>.</param>
    public Task<bool> ShouldProcessAsync(string what, string question) =>
        pump.InvokeAsync(() => cmdlet.ShouldProcess(TerminalSafeText.Lines(what), TerminalSafeText.Lines(question), null));

    /// <summary>Has the pipeline thread make any other call.</summary>
    public Task<T> InvokeAsync<T>(Func<T> call) => pump.InvokeAsync(call);

    private bool IsSet(string parameter) =>
        cmdlet is PSCmdlet { MyInvocation.BoundParameters: var bound }
        && bound.TryGetValue(parameter, out var value)
        && value is SwitchParameter { IsPresent: true };

    private bool IsBound(string parameter) => cmdlet is PSCmdlet { MyInvocation.BoundParameters: var bound } && bound.ContainsKey(parameter);

    private Task PostAsync(Action write) =>
        pump.InvokeAsync(() =>
        {
            write();
            return true;
        });
}
