namespace MdeHunting;

/// <summary>The ways in which a folder cannot take what is to be written to it; each name is the ErrorId of its error record.</summary>
public enum OutputFailure
{
    /// <summary>The path cannot be one of a folder: it belongs to another provider of PowerShell's, or a file is there.</summary>
    OutputPathNotValid,

    /// <summary>The folder that is to be resumed does not exist.</summary>
    OutputFolderNotFound,

    /// <summary>The folder is not empty, and -Resume was not specified; or it has no journal that a run could resume from.</summary>
    OutputFolderNotEmpty,

    /// <summary>Another run writes to the folder.</summary>
    OutputFolderInUse,

    /// <summary>The folder's journal was changed or damaged.</summary>
    JournalDamaged,

    /// <summary>What is asked now is not what the folder's run asked.</summary>
    ResumeMismatch,

    /// <summary>A file could not be written: the disk is full, the folder is read-only, or a file is in the way. Nothing more is asked.</summary>
    OutputNotWritten,

    /// <summary>A file of the folder could not be read, to be verified.</summary>
    OutputNotRead,

    /// <summary>A file is there already, and -Force was not specified.</summary>
    OutputFileExists,
}
