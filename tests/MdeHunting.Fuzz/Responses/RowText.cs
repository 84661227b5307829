using System.Globalization;
using System.Management.Automation;
using MdeHunting.Rows;

namespace MdeHunting.Fuzz.Responses;

/// <summary>A row in a text that tells its names, its values and their types, and every bit of a number.</summary>
internal static class RowText
{
    /// <summary>The text of a row, or of a nested object.</summary>
    public static string Of(PSObject row) =>
        Object(row.Properties.Select(property => (property.Name, (property as RowProperty)?.OriginalName ?? property.Name, (object?)property.Value)));

    /// <summary>The text of an object's members.</summary>
    public static string Object(IEnumerable<(string Name, string OriginalName, object? Value)> members) =>
        $"{{{string.Join(", ", members.Select(m => $"{Value(m.Name)}<{Value(m.OriginalName)}>={Value(m.Value)}"))}}}";

    /// <summary>The text of a value.</summary>
    public static string Value(object? value) =>
        value switch
        {
            null => "null",
            PSObject { BaseObject: PSCustomObject } made => Of(made),
            PSObject wrapped => Value(wrapped.BaseObject),
            Members members => Object(members.All),
            string text => $"'{string.Concat(text.Select(c => c is < ' ' or > '~' ? $"<{(int)c:X4}>" : c.ToString()))}'",
            bool flag => flag ? "true" : "false",
            DateTime time => $"time {time.Ticks} {time.Kind}",
            TimeSpan span => $"span {span.Ticks}",
            double number => $"double {BitConverter.DoubleToInt64Bits(number):X}",
            decimal number => $"decimal {string.Join('.', decimal.GetBits(number))}",
            Array items => $"[{string.Join(", ", items.Cast<object?>().Select(Value))}]",
            IFormattable other => $"{other.GetType().Name} {other.ToString(null, CultureInfo.InvariantCulture)}",
            _ => throw new FuzzException($"a value of type {value.GetType()}"),
        };

    /// <summary>The members that a nested object should have.</summary>
    /// <param name="All">Each one's property name, its own name and its value.</param>
    internal sealed record Members(IReadOnlyList<(string Name, string OriginalName, object? Value)> All);
}
