using System.Management.Automation;

namespace MdeHunting;

/// <summary>Says why a token cannot be read.</summary>
public sealed class TokenException : MdeException<TokenFailure>
{
    internal TokenException(TokenFailure failure, string what, string nextStep, Exception? inner = null)
        : base(failure, what, nextStep, inner) { }

    private TokenException(TokenException other, Func<string, string> tell)
        : base(other, tell) { }

    /// <inheritdoc/>
    public override ErrorCategory Category => ErrorCategory.InvalidData;

    /// <inheritdoc/>
    internal override MdeException Retold(Func<string, string> tell) => new TokenException(this, tell);
}
