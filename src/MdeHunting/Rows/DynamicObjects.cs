using System.Management.Automation;
using MdeHunting.Contract;

namespace MdeHunting.Rows;

/// <summary>
/// Makes the nested objects of dynamic values: PSCustomObjects that, read as a property's value, give their JSON when they are asked for their text. For one
/// thread at a time.
/// </summary>
internal sealed class DynamicObjects : IObjectFactory
{
    /// <summary>The type name of the objects, by which they have views.</summary>
    public const string TypeName = "MdeHunting.DynamicValue";

    private static readonly TypeNameCache TypeNames = new(TypeName, typeof(MdeOutput).FullName!);

    private readonly PropertyNameCache _names = new();

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values)
    {
        var (originals, settled) = _names.Of(names);
        var made = PSObjectFactory.Create(settled.Length);
        var properties = made.Properties;
        for (var i = 0; i < settled.Length; i++)
        {
            properties.Add(RowProperty.For(settled[i], originals[i], values[i]), preValidated: true);
        }

        return made;
    }

    /// <summary>Gives an object the type names. It is given them when it is first read or crosses to another process: most are never looked at.</summary>
    public static void Name(PSObject made) => TypeNames.GiveTo(made);

    /// <summary>Gives an object, or those in an array, the type names; those within an object get them when they are read.</summary>
    public static void NameAll(object? value)
    {
        switch (value)
        {
            case PSObject { BaseObject: PSCustomObject } made:
                Name(made);
                break;
            case Array items:
                foreach (var item in items)
                {
                    NameAll(item);
                }

                break;
        }
    }
}
