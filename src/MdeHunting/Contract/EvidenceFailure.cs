namespace MdeHunting;

/// <summary>The ways in which evidence cannot be kept or read; each name is the ErrorId of its error record.</summary>
public enum EvidenceFailure
{
    /// <summary>The path cannot be one of a folder: it belongs to another provider of PowerShell's, or a file is there.</summary>
    EvidencePathNotValid,

    /// <summary>There is no bag of evidence at the path, or no recording to end.</summary>
    EvidenceNotFound,

    /// <summary>The folder has something that is no bag of evidence of this module.</summary>
    EvidenceFolderNotEmpty,

    /// <summary>The bag is sealed: nothing is added to it any more.</summary>
    EvidenceSealed,

    /// <summary>Another process, or another command of this one, writes to the bag.</summary>
    EvidenceInUse,

    /// <summary>The bag is of another case than the one that was specified.</summary>
    EvidenceMismatch,

    /// <summary>The bag was written by a newer version of the module.</summary>
    EvidenceNewer,

    /// <summary>The bag's log was changed or damaged, so that nothing can be added to it.</summary>
    EvidenceDamaged,

    /// <summary>A file of the bag could not be written. No row that could not be recorded was returned.</summary>
    EvidenceNotWritten,

    /// <summary>A file of the bag could not be read.</summary>
    EvidenceNotRead,

    /// <summary>A bag failed a check of Test-MdeEvidence.</summary>
    EvidenceNotValid,

    /// <summary>A zip archive is none of a bag, or has entries that lead out of it or are the same file.</summary>
    EvidenceArchiveNotValid,

    /// <summary>The zip archive that was to be made is there already.</summary>
    EvidenceArchiveExists,

    /// <summary>The certificate to sign with cannot be used: it is not there, has no key, is not valid now, or is not for signatures.</summary>
    EvidenceCertificateNotValid,

    /// <summary>The time-stamp server refused the request, or could not be reached. The bag is not sealed.</summary>
    EvidenceTimestampFailed,

    /// <summary>What the time-stamp server returned is no time stamp of what was requested. The bag is not sealed.</summary>
    EvidenceTimestampNotValid,

    /// <summary>This edition of PowerShell cannot do it.</summary>
    EvidenceNotSupported,

    /// <summary>The file that a report was to be written to is there already.</summary>
    ReportExists,

    /// <summary>A report could not be written.</summary>
    ReportNotWritten,

    /// <summary>A query of a bag cannot be compared with what the tenant answers today.</summary>
    EvidenceNotComparable,
}
