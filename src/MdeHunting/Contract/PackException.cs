using System.Management.Automation;

namespace MdeHunting;

/// <summary>The ways in which packs of queries cannot be read; each name is the ErrorId of its error record.</summary>
public enum PackFailure
{
    /// <summary>There is no file or folder of that name, or no query.</summary>
    PackNotFound,

    /// <summary>The file cannot be opened or read, is too large, or is not text.</summary>
    PackUnreadable,

    /// <summary>The file is damaged, or is nested or repeated beyond what a pack needs.</summary>
    PackDamaged,

    /// <summary>The file, or the whole folder, has no query.</summary>
    PackEmpty,
}

/// <summary>Says why a pack of queries cannot be read.</summary>
public sealed class PackException : MdeException<PackFailure>
{
    internal PackException(PackFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private PackException(PackException other, Func<string, string> tell)
        : base(other, tell) { }

    /// <inheritdoc/>
    public override ErrorCategory Category =>
        Failure switch
        {
            PackFailure.PackNotFound => ErrorCategory.ObjectNotFound,
            PackFailure.PackUnreadable => ErrorCategory.ReadError,
            PackFailure.PackDamaged => ErrorCategory.ParserError,
            _ => ErrorCategory.InvalidData,
        };

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new PackException(this, tell);
}
