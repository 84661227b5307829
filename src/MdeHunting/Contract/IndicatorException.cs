using System.Management.Automation;

namespace MdeHunting;

/// <summary>The ways in which indicators cannot be read; each name is the ErrorId of its error record.</summary>
public enum IndicatorFailure
{
    /// <summary>There is no file of that name.</summary>
    IndicatorFileNotFound,

    /// <summary>The file cannot be opened or read, or is too large.</summary>
    IndicatorFileUnreadable,

    /// <summary>The file is in none of the formats, or not in the one that was specified.</summary>
    IndicatorFormatUnknown,

    /// <summary>The file is damaged: what stands ahead of the damage was read.</summary>
    IndicatorFileDamaged,

    /// <summary>The file has no indicators.</summary>
    NoIndicators,

    /// <summary>A value is no value of its type.</summary>
    IndicatorInvalid,

    /// <summary>A warning list cannot be used: it is not one, or an expression in it is not valid or takes too long.</summary>
    WarningListInvalid,
}

/// <summary>Says why indicators cannot be read.</summary>
public sealed class IndicatorException : MdeException<IndicatorFailure>
{
    internal IndicatorException(IndicatorFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private IndicatorException(IndicatorException other, Func<string, string> tell)
        : base(other, tell) { }

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            IndicatorFailure.IndicatorFileNotFound => ErrorCategory.ObjectNotFound,
            IndicatorFailure.IndicatorFileUnreadable => ErrorCategory.ReadError,
            IndicatorFailure.IndicatorFormatUnknown or IndicatorFailure.IndicatorFileDamaged => ErrorCategory.ParserError,
            _ => ErrorCategory.InvalidData,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new IndicatorException(this, tell);
}
