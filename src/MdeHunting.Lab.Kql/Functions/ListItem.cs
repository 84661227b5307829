using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>What stands in a list in parentheses: a value, an array for its elements, or a table for its first column.</summary>
/// <param name="Type">The type of the value, or of the column.</param>
/// <param name="Basis">What it depends on: a constant where the values are the same for every row.</param>
/// <param name="Values">The values, for a row.</param>
internal sealed record ListItem(KqlType Type, Scalar Basis, Func<object?[], IEnumerable<object?>> Values)
{
    public bool IsConstant => Basis.IsConstant;

    public static ListItem Of(Scalar scalar)
    {
        var evaluate = scalar.Evaluate;
        return new(scalar.Type, scalar, row => evaluate(row) is var value && value is JsonArray array ? array : [value]);
    }

    /// <summary>The first column of a table, which is not read before a row is tested.</summary>
    public static ListItem Of(Relation table)
    {
        if (table.Columns.Count == 0)
        {
            throw SemanticError.NotScalar();
        }

        var basis = Scalar.Deferred(KqlType.Dynamic, () => null);
        return new(table.Columns[0].Type, basis, _ => table.Rows.SelectMany(row => row[0] is JsonArray array ? array : (IEnumerable<object?>)[row[0]]));
    }
}
