using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Marks what is no text among a parameter's strings, for the cmdlet to refuse; <see cref="NotText"/>.</summary>
internal sealed class TextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => NotText.Mark(inputData)!;
}
