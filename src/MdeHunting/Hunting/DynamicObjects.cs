using System.Management.Automation;
using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>Makes the nested objects of dynamic values: PSCustomObjects that, asked for their text, give their JSON.</summary>
internal sealed class DynamicObjects : IDynamicFactory
{
    /// <summary>The one factory; it has no state.</summary>
    public static readonly DynamicObjects Factory = new();

    private DynamicObjects()
    {
    }

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values)
    {
        var made = new PSObject();
        var settled = PropertyNames.Settle(names);
        for (var i = 0; i < settled.Length; i++)
        {
            made.Properties.Add(EvidenceProperty.For(settled[i], names[i], values[i]), preValidated: true);
        }

        return EvidenceText.Attach(made);
    }
}
