using System.Collections;
using System.ComponentModel;
using System.Management.Automation;
using MdeHunting.Views;

namespace MdeHunting.Internal;

/// <summary>
/// Gives the lists of an output that comes from another process (Import-Clixml, jobs, remoting) the text that they had there, where this module is imported:
/// PowerShell writes no text for a list. It calls this for each, since the module's types name it as what those outputs are to become; they stay what they are.
/// </summary>
[TypeConverter(typeof(DeserializedOutput))]
public sealed class DeserializedOutput : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is PSObject { BaseObject: PSCustomObject };

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        foreach (var property in ((PSObject)sourceValue).Properties)
        {
            if (property.Value is PSObject { BaseObject: IList items } list)
            {
                MadeToString.Give(list, property.Name == nameof(MdeHuntingResult.Rows) ? () => MadeToString.Count(items) : () => MadeToString.Join(items));
            }
        }

        return sourceValue;
    }

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();
}
