using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>
/// Makes the nested objects of dynamic values: PSCustomObjects that, read as a property's value, give their JSON when they are asked for their text. For one thread
/// at a time.
/// </summary>
internal sealed class DynamicObjects : IDynamicFactory
{
    // The objects of a column mostly have the same members, one row after the other.
    private IReadOnlyList<string> _lastNames = [];
    private string[] _lastSettled = [];

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values)
    {
        var settled = Settle(names);
        var made = BareObject.Create(settled.Length);
        var properties = made.Properties;
        for (var i = 0; i < settled.Length; i++)
        {
            properties.Add(EvidenceProperty.For(settled[i], names[i], values[i]), preValidated: true);
        }

        return made;
    }

    private string[] Settle(IReadOnlyList<string> names)
    {
        if (!IsLast(names))
        {
            _lastSettled = PropertyNames.Settle(names);
            _lastNames = names;
        }

        return _lastSettled;
    }

    private bool IsLast(IReadOnlyList<string> names)
    {
        if (names.Count != _lastNames.Count)
        {
            return false;
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (!string.Equals(names[i], _lastNames[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
