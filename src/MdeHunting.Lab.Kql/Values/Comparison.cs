using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Functions;

namespace MdeHunting.Lab.Kql.Values;

/// <summary>Compares two values that are not null: below, at or above zero, or null where they have no order, as NaN has none.</summary>
internal delegate int? Compare(object left, object right);

/// <summary>Which types can be compared, and how.</summary>
internal static class Comparison
{
    /// <summary>How values of the two types are found equal, or null where the language refuses to.</summary>
    public static Compare? Equality(KqlType left, KqlType right)
    {
        if (left == KqlType.Dynamic || right == KqlType.Dynamic)
        {
            return DynamicEquality(left, right);
        }

        if (left != right)
        {
            return Order(left, right);
        }

        return left switch
        {
            KqlType.String => (a, b) => string.Equals((string)a, (string)b) ? 0 : null,
            KqlType.Guid => (a, b) => (Guid)a == (Guid)b ? 0 : null,
            _ => Order(left, right),
        };
    }

    /// <summary>How values of the two types are put in order, or null where the language refuses to.</summary>
    public static Compare? Order(KqlType left, KqlType right)
    {
        if (left == KqlType.Dynamic || right == KqlType.Dynamic)
        {
            return IsNumeric(left) && IsNumeric(right) ? (a, b) => Reals(Conversions.ToReal(a), Conversions.ToReal(b)) : null;
        }

        if (left == right)
        {
            return Same(left);
        }

        if (!IsNumeric(left) || !IsNumeric(right))
        {
            return null;
        }

        return KqlTypes.Widest(left, right) switch
        {
            KqlType.Long => (a, b) => Whole(a).CompareTo(Whole(b)),
            KqlType.Decimal => (a, b) => Conversions.ToDecimal(a) is { } x && Conversions.ToDecimal(b) is { } y ? x.CompareTo(y) : null,
            _ => (a, b) => Reals(Conversions.ToReal(a), Conversions.ToReal(b)),
        };
    }

    /// <summary>How values of a type are sorted, texts among them, which no operator compares; null for a type that has no order.</summary>
    public static Compare? Sort(KqlType type) =>
        type switch
        {
            KqlType.String => (a, b) => string.CompareOrdinal((string)a, (string)b),
            KqlType.Guid => (a, b) => ((Guid)a).CompareTo((Guid)b),
            _ => Same(type),
        };

    private static Compare? Same(KqlType type) =>
        type switch
        {
            KqlType.DateTime => (a, b) => ((DateTime)a).CompareTo((DateTime)b),
            KqlType.TimeSpan => (a, b) => ((TimeSpan)a).CompareTo((TimeSpan)b),
            KqlType.Long => (a, b) => ((long)a).CompareTo((long)b),
            KqlType.Int => (a, b) => ((int)a).CompareTo((int)b),
            KqlType.Bool => (a, b) => ((bool)a).CompareTo((bool)b),
            KqlType.Real => (a, b) => Reals((double)a, (double)b),
            KqlType.Decimal => (a, b) => ((decimal)a).CompareTo((decimal)b),
            _ => null,
        };

    // A dynamic value is taken for what the other side is, and equals nothing where it cannot be that.
    private static Compare DynamicEquality(KqlType left, KqlType right)
    {
        if (left == right)
        {
            return (a, b) => JsonNode.DeepEquals((JsonNode)a, (JsonNode)b) ? 0 : null;
        }

        var other = left == KqlType.Dynamic ? right : left;
        var compare = Equality(other, other)!;
        return (a, b) => Conversions.To(other, a) is { } x && Conversions.To(other, b) is { } y ? compare(x, y) : null;
    }

    private static bool IsNumeric(KqlType type) => (TypeSet.Number | TypeSet.Bool | TypeSet.Dynamic).Contains(type);

    private static long Whole(object value) => value is int number ? number : (long)value;

    private static int? Reals(double? left, double? right) => left is { } a && right is { } b && !double.IsNaN(a) && !double.IsNaN(b) ? a.CompareTo(b) : null;
}
