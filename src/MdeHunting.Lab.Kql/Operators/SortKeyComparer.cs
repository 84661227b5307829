using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>Compares rows by their sort keys. NaN goes with the nulls, on the side of them where the values are.</summary>
internal sealed class SortKeyComparer((KqlType Type, bool IsDescending, bool NullsFirst)[] keys) : IComparer<object?[]>
{
    private readonly Compare[] _compares = Array.ConvertAll(keys, key => Comparison.Sort(key.Type) ?? throw SemanticError.SortKeyIsDynamic());

    public int Compare(object?[]? x, object?[]? y)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var order = Compare(i, x![i], y![i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private int Compare(int key, object? x, object? y)
    {
        var (left, right) = (Absence(x), Absence(y));
        if (left != 0 || right != 0)
        {
            return keys[key].NullsFirst ? right - left : left - right;
        }

        var order = _compares[key](x!, y!) ?? 0;
        return keys[key].IsDescending ? -order : order;
    }

    private static int Absence(object? value) =>
        value switch
        {
            null => 2,
            double.NaN => 1,
            _ => 0,
        };
}
