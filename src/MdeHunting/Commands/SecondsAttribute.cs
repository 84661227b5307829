using System.Management.Automation;
using MdeHunting.Kql.Time;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Takes a duration as other parameters do, 3m or a TimeSpan, where a number of seconds is meant; anything else is left to PowerShell.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        BareValue.Of(inputData) switch
        {
            TimeSpan duration => duration.TotalSeconds,
            string text when KqlTimespan.ParseArgument(text) is { } duration => duration.TotalSeconds,
            _ => inputData,
        };
}
