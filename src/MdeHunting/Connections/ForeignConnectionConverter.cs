using System.Management.Automation;

namespace MdeHunting.Internal;

/// <summary>
/// Takes what came of a connection from another process (<c>Start-Job</c> with <c>$using:</c>, remoting, Import-Clixml) for what it is, so that it is told as
/// such and not as an object that cannot be converted.
/// </summary>
public sealed class ForeignConnectionConverter : PSTypeConverter
{
    private static readonly string TypeName = $"Deserialized.{typeof(MdeConnection).FullName}";

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is PSObject { BaseObject: PSCustomObject };

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        return Of((PSObject)sourceValue)
            ?? throw new PSInvalidCastException("Specify the name of a connection, or one that Connect-MdeTenant or Get-MdeConnection returned.");
    }

    /// <summary>The connection that an object stands for, of this process or of another; null where it is none.</summary>
    internal static ConnectionReference? Of(object? value) =>
        value switch
        {
            MdeConnection connection => new ConnectionReference(connection),
            PSObject { BaseObject: MdeConnection connection } => new ConnectionReference(connection),
            PSObject source when source.TypeNames.Contains(TypeName) => ConnectionReference.ToForeign(
                Text(source, nameof(MdeConnection.Name)) ?? string.Empty,
                Text(source, nameof(MdeConnection.TenantId))
            ),
            _ => null,
        };

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();

    private static string? Text(PSObject source, string name) => source.Properties[name]?.Value?.ToString();
}
