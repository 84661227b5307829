using System.Management.Automation;
using System.Security;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Refuses a secret in plain text by itself: PowerShell's own refusal would repeat the text.</summary>
internal sealed class SecretOnlyAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        BareValue.Of(inputData) switch
        {
            SecureString secret => secret,
            PSCredential => throw new ArgumentTransformationMetadataException(
                "It must be a SecureString, and this is a whole credential: specify its property Password."
            ),
            _ => throw new ArgumentTransformationMetadataException(
                "It must be a SecureString, to keep it out of command history and logs: use Read-Host -AsSecureString, or get it from a vault (Get-Secret)."
            ),
        };
}
