using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Takes the tables that Get-MdeHuntingSchema itself gave by their names, and marks what else is no text.</summary>
internal sealed class TableNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        NotText.Mark(inputData is object[] list ? Array.ConvertAll(list, Name) : Name(inputData))!;

    private static object Name(object value) => BareValue.Of(value) is MdeTableSchema table ? table.Name : value;
}
