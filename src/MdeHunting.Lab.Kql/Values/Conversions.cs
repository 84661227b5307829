using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Values;

/// <summary>What the language's <c>to...</c> functions make of a value of any type: null where it cannot be the type, and an empty string for null.</summary>
internal static class Conversions
{
    private const string DateTimeFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public static object? To(KqlType type, object? value) =>
        type switch
        {
            KqlType.String => ToText(value),
            KqlType.DateTime => ToDateTime(value),
            KqlType.Long => ToLong(value),
            KqlType.Int => ToInt(value),
            KqlType.Bool => Boxed.Of(ToBool(value)),
            KqlType.Real => ToReal(value),
            KqlType.Guid => ToGuid(value),
            KqlType.TimeSpan => ToTimeSpan(value),
            KqlType.Decimal => ToDecimal(value),
            _ => Dynamics.FromValue(value),
        };

    public static string ToText(object? value) =>
        value switch
        {
            null => string.Empty,
            string text => text,
            JsonNode node => Dynamics.ToText(node),
            bool flag => flag ? "true" : "false",
            DateTime moment => moment.ToString(DateTimeFormat, CultureInfo.InvariantCulture),
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            double number => RealToText(number),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? string.Empty,
        };

    public static long? ToLong(object? value) =>
        value switch
        {
            long number => number,
            int number => number,
            bool flag => flag ? 1 : 0,
            double number => number is >= long.MinValue and < -(double)long.MinValue ? (long)number : null,
            decimal number => number is >= long.MinValue and <= long.MaxValue ? (long)number : null,
            DateTime moment => moment.Ticks,
            TimeSpan span => span.Ticks,
            string text => TypedLiteral.ParseInteger(text.AsSpan().Trim()),
            JsonNode node => ToLong(FromJson(node)),
            _ => null,
        };

    public static int? ToInt(object? value) => ToLong(value) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null;

    public static double? ToReal(object? value) =>
        value switch
        {
            double number => number,
            long number => number,
            int number => number,
            decimal number => (double)number,
            bool flag => flag ? 1 : 0,
            string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            JsonNode node => ToReal(FromJson(node)),
            _ => null,
        };

    public static decimal? ToDecimal(object? value) =>
        value switch
        {
            decimal number => number,
            long number => number,
            int number => number,
            double number => Math.Abs(number) < (double)decimal.MaxValue ? (decimal)number : null,
            string text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            JsonNode node => ToDecimal(FromJson(node)),
            _ => null,
        };

    public static bool? ToBool(object? value) =>
        value switch
        {
            bool flag => flag,
            string text => bool.TryParse(text, out var flag) ? flag
            : ToLong(text) is { } number ? number != 0
            : null,
            JsonNode node => ToBool(FromJson(node)),
            null => null,
            _ => ToReal(value) is { } number ? number != 0 : null,
        };

    public static DateTime? ToDateTime(object? value) =>
        value switch
        {
            DateTime moment => moment,
            string text => DateTimeLiteral.Parse(text),
            JsonNode node => ToDateTime(FromJson(node)),
            _ => null,
        };

    public static TimeSpan? ToTimeSpan(object? value) =>
        value switch
        {
            TimeSpan span => span,
            string text => TimespanLiteral.Parse(text),
            JsonNode node => ToTimeSpan(FromJson(node)),
            _ => null,
        };

    public static Guid? ToGuid(object? value) =>
        value switch
        {
            Guid guid => guid,
            string text => Guid.TryParse(text, out var guid) ? guid : null,
            JsonNode node => ToGuid(FromJson(node)),
            _ => null,
        };

    /// <summary>Whether a JSON number is written as a whole one.</summary>
    public static bool IsWhole(JsonNode number) => TypedLiteral.ParseInteger(number.ToJsonString()) is not null;

    // A JSON scalar as the value it holds; null for an object or an array.
    private static object? FromJson(JsonNode node)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.True:
                return Boxed.True;
            case JsonValueKind.False:
                return Boxed.False;
            case JsonValueKind.String:
                return Dynamics.ToText(node);
            case JsonValueKind.Number:
                var text = node.ToJsonString();
                return TypedLiteral.ParseInteger(text) is { } whole ? whole : ToReal(text);
            default:
                return null;
        }
    }

    // A real looks like one, even where it is whole.
    private static string RealToText(double number)
    {
        if (double.IsNaN(number))
        {
            return "NaN";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "Infinity" : "-Infinity";
        }

        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny(".E") < 0 ? text + ".0" : text;
    }
}
