using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why evidence cannot be kept or read.</summary>
public sealed class EvidenceException : MdeException<EvidenceFailure>
{
    internal EvidenceException(EvidenceFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private EvidenceException(EvidenceException other, Func<string, string> tell)
        : base(other, tell) { }

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            EvidenceFailure.EvidenceNotFound => ErrorCategory.ObjectNotFound,
            EvidenceFailure.EvidenceFolderNotEmpty or EvidenceFailure.EvidenceArchiveExists or EvidenceFailure.ReportExists => ErrorCategory.ResourceExists,
            EvidenceFailure.EvidenceInUse => ErrorCategory.ResourceBusy,
            EvidenceFailure.EvidenceSealed => ErrorCategory.InvalidOperation,
            EvidenceFailure.EvidenceNewer or EvidenceFailure.EvidenceNotSupported => ErrorCategory.NotImplemented,
            EvidenceFailure.EvidenceCertificateNotValid => ErrorCategory.SecurityError,
            EvidenceFailure.EvidenceTimestampFailed => ErrorCategory.ConnectionError,
            EvidenceFailure.EvidenceTimestampNotValid => ErrorCategory.InvalidResult,
            EvidenceFailure.EvidenceDamaged or EvidenceFailure.EvidenceNotValid or EvidenceFailure.EvidenceArchiveNotValid => ErrorCategory.InvalidData,
            EvidenceFailure.EvidenceNotWritten or EvidenceFailure.ReportNotWritten => ErrorCategory.WriteError,
            EvidenceFailure.EvidenceNotRead => ErrorCategory.ReadError,
            _ => ErrorCategory.InvalidArgument,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new EvidenceException(this, tell);
}
