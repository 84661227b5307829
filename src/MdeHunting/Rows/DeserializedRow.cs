using System.ComponentModel;
using System.Management.Automation;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Internal;

/// <summary>
/// Makes rows again of rows that come from another process (Import-Clixml, jobs, remoting), where this module is imported: PowerShell calls it for each, since
/// the module's types name it as what <c>Deserialized.MdeHunting.Row</c> is to become.
/// </summary>
/// <remarks>
/// Nested objects stay as they come: their text is the one that they had, which their members, with the names that PowerShell could give them, do not tell any
/// more.
/// </remarks>
[TypeConverter(typeof(DeserializedRow))]
public sealed class DeserializedRow : PSTypeConverter
{
    /// <summary>The type name of a row that came from another process.</summary>
    internal const string TypeName = "Deserialized." + RowShape.TypeName;

    private static readonly TypeNameCache TypeNames = new(RowShape.TypeName);

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is PSObject row && row.TypeNames.Contains(TypeName);

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        var source = (PSObject)sourceValue;
        var properties = source.Properties.ToList();
        var row = PSObjectFactory.Create(properties.Count);
        TypeNames.GiveTo(row);
        foreach (var property in properties)
        {
            row.Properties.Add(Cell(property.Name, property.Value), preValidated: true);
        }

        // Names that a script gave it as well.
        foreach (var name in source.TypeNames.TakeWhile(name => name != TypeName).Reverse())
        {
            row.TypeNames.Insert(0, name);
        }

        return row;
    }

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();

    private static UncopiedNoteProperty Cell(string name, object? value) =>
        BareValue.Of(value) switch
        {
            var bare and (DateTime or double or decimal or long or int or TimeSpan) => RowProperty.For(name, name, bare, isCell: true),
            PSCustomObject when CarriedText.Of(value) is not null => RowProperty.For(name, name, value, isCell: true),
            string when CarriedText.ArrayOf(value) is { } array => RowProperty.For(name, name, array, isCell: true),
            _ => new UncopiedNoteProperty(name, value),
        };
}
