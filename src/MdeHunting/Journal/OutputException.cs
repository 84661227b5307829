using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why a folder cannot take what is to be written to it. It ends the command: what cannot be kept is not asked for.</summary>
public sealed class OutputException : MdeException<OutputFailure>
{
    internal OutputException(OutputFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private OutputException(OutputException other, Func<string, string> tell)
        : base(other, tell) { }

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            OutputFailure.OutputFolderNotFound => ErrorCategory.ObjectNotFound,
            OutputFailure.OutputFolderNotEmpty or OutputFailure.OutputFileExists => ErrorCategory.ResourceExists,
            OutputFailure.OutputFolderInUse => ErrorCategory.ResourceBusy,
            OutputFailure.JournalDamaged => ErrorCategory.InvalidData,
            OutputFailure.OutputNotWritten => ErrorCategory.WriteError,
            OutputFailure.OutputNotRead => ErrorCategory.ReadError,
            _ => ErrorCategory.InvalidArgument,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new OutputException(this, tell);
}
