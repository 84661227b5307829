using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>
/// Makes the nested objects of dynamic values: PSCustomObjects that, read as a property's value, give their JSON when they are asked for their text. For one thread
/// at a time.
/// </summary>
internal sealed class DynamicObjects : IDynamicFactory
{
    private readonly SettledNames _names = new();

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values)
    {
        var (originals, settled) = _names.Of(names);
        var made = BareObject.Create(settled.Length);
        var properties = made.Properties;
        for (var i = 0; i < settled.Length; i++)
        {
            properties.Add(EvidenceProperty.For(settled[i], originals[i], values[i]), preValidated: true);
        }

        return made;
    }
}
