using System.Management.Automation;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Refuses what is no address by itself: PowerShell's own refusal would repeat the text, with the password that may be in it.</summary>
internal sealed class ProxyAddressAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        BareValue.Of(inputData) switch
        {
            null => null,
            Uri address => address,
            string text when Uri.TryCreate(text.Trim(), UriKind.RelativeOrAbsolute, out var address) => address,
            _ => throw new ArgumentTransformationMetadataException(
                "Specify the address of a proxy, such as http://proxy.contoso.example:8080, with a port from 1 to 65535."
            ),
        };
}
