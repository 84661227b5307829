using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Makes values such that those which the language finds equal are equal objects, so that a list of them can be hashed.</summary>
internal static class ListKey
{
    /// <summary>Whether values of the second type can be looked up among those of the first by key.</summary>
    public static bool Fits(KqlType operand, KqlType item) =>
        operand != KqlType.Dynamic && (operand == item || item == KqlType.Dynamic || (IsInteger(operand) && IsInteger(item)));

    /// <summary>The key of a value, or null for one that equals none.</summary>
    public static object? Of(KqlType operand, object? value) =>
        value switch
        {
            null => null,
            _ when IsInteger(operand) => Conversions.ToLong(value),
            _ => Conversions.To(operand, value) is var key && key is double.NaN ? null : key,
        };

    private static bool IsInteger(KqlType type) => TypeSet.Integer.Contains(type);
}
