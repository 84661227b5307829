using System.Management.Automation;

namespace MdeHunting.Hunting;

/// <summary>Takes a DateTimeOffset for a moment as well, which PowerShell would turn into text first.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MomentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is DateTimeOffset moment ? moment.UtcDateTime : inputData;
}
