using System.Management.Automation;

namespace MdeHunting.TestKit;

/// <summary>What a script gave: its output, its other streams, and what ended it.</summary>
internal sealed class ShellResult(IReadOnlyList<PSObject> output, PSDataStreams streams, Exception? thrown)
{
    public IReadOnlyList<PSObject> Output { get; } = output;

    public IReadOnlyList<ErrorRecord> Errors { get; } = [.. streams.Error];

    public IReadOnlyList<string> Warnings { get; } = [.. streams.Warning.Select(w => w.Message)];

    public IReadOnlyList<string> Verbose { get; } = [.. streams.Verbose.Select(w => w.Message)];

    public IReadOnlyList<string> Debug { get; } = [.. streams.Debug.Select(d => d.Message)];

    public IReadOnlyList<InformationRecord> Information { get; } = [.. streams.Information];

    public IReadOnlyList<ProgressRecord> Progress { get; } = [.. streams.Progress];

    /// <summary>What ended the script; null where it came to its end.</summary>
    public Exception? Thrown { get; } = thrown;

    /// <summary>The one error there is: written, or thrown.</summary>
    public ErrorRecord Error => Thrown is IContainsErrorRecord record ? record.ErrorRecord : Xunit.Assert.Single(Errors);

    /// <summary>The error's id without the cmdlet's name.</summary>
    public string ErrorId => Error.FullyQualifiedErrorId.Split(',')[0];

    public ShellResult ThrowIfFailed()
    {
        if (Thrown is not null)
        {
            throw new InvalidOperationException($"The script ended with: {Thrown.Message}", Thrown);
        }

        return Errors.Count == 0 ? this : throw new InvalidOperationException($"The script had an error: {Errors[0]}", Errors[0].Exception);
    }
}
