using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;
using MdeHunting.Rows;
using MdeHunting.Views;

namespace MdeHunting.Internal;

/// <summary>
/// Shows PowerShell the properties of the module's outputs. They are what they are in .NET, except for the text that they give to whoever asks for it, such as
/// Export-Csv: a time is written in ISO 8601 with a Z, a number with a point, a list by what is in it, in every culture. PowerShell calls it since the module's
/// types name it.
/// </summary>
public sealed class ExactPropertyAdapter : PSPropertyAdapter
{
    /// <inheritdoc/>
    public override Collection<PSAdaptedProperty> GetProperties(object baseObject) => [.. Of(baseObject).Select(Adapt)];

    /// <inheritdoc/>
    public override PSAdaptedProperty GetProperty(object baseObject, string propertyName) =>
        Of(baseObject).FirstOrDefault(property => string.Equals(property.Name, propertyName, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Adapt(found)
            : null!;

    /// <remarks>PowerShell's serializer asks before it reads, and nobody else does; see <see cref="RowProperty"/>.</remarks>
    /// <inheritdoc/>
    public override bool IsGettable(PSAdaptedProperty adaptedProperty) => ((Place)adaptedProperty.Tag).IsSerialized = true;

    /// <inheritdoc/>
    public override bool IsSettable(PSAdaptedProperty adaptedProperty) => false;

    /// <inheritdoc/>
    public override object GetPropertyValue(PSAdaptedProperty adaptedProperty)
    {
        var place = (Place)adaptedProperty.Tag;
        var value = place.Property.GetValue(adaptedProperty.BaseObject);
        return (place.IsSerialized ? Carried(value) : Exact(value))!;
    }

    /// <inheritdoc/>
    public override void SetPropertyValue(PSAdaptedProperty adaptedProperty, object value) =>
        throw new SetValueException($"'{adaptedProperty.Name}' is a property that can only be read.");

    /// <inheritdoc/>
    public override string GetPropertyTypeName(PSAdaptedProperty adaptedProperty) => ((Place)adaptedProperty.Tag).Property.PropertyType.ToString();

    private static IEnumerable<PropertyInfo> Of(object output) =>
        output.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanRead);

    private static PSAdaptedProperty Adapt(PropertyInfo property) => new(property.Name, new Place(property));

    private static object? Carried(object? value) => value is DateTime or double or PSObject { BaseObject: PSCustomObject } ? CarriedText.With(value) : value;

    private static object? Exact(object? value) =>
        value switch
        {
            DateTime or double => ExactText.Attach(value),
            string or PSObject => value,
            IReadOnlyList<PSObject> and ICollection rows => MadeToString.Give(rows, () => MadeToString.Count(rows)),
            IList list => MadeToString.Give(list, () => MadeToString.Join(list)),
            _ => value,
        };

    private sealed record Place(PropertyInfo Property)
    {
        public bool IsSerialized { get; set; }
    }
}
