using System.Globalization;
using System.Text;
using System.Xml;

namespace MdeHunting.Service.Json;

/// <summary>
/// The members that Graph adds to a row and to the objects in it: <c>@odata.type</c> for the object itself and <c>NAME@odata.type</c> for its member NAME, with
/// a type's name behind a <c>#</c> (https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html, control information). Only those
/// are no data: whatever else has such a name was there before, and an attacker may have put it there.
/// </summary>
internal static class GraphAnnotation
{
    private const string Suffix = "@odata.type";
    private const int LongestType = 256;

    /// <summary>The end of such a name, in the JSON.</summary>
    public static ReadOnlySpan<byte> Utf8Suffix => "@odata.type"u8;

    /// <summary>Whether a member can be one, by its name and its value.</summary>
    public static bool IsOne(string name, object? value) => IsName(name) && value is string type && IsType(type);

    /// <summary>Whether a member can be one, by its name alone.</summary>
    public static bool IsName(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Whether a column of that name could be taken for one, since columns are found without regard to case.</summary>
    public static bool IsNameInAnyCase(string name) => name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The member whose type it tells; empty for the object itself.</summary>
    public static string Target(string name) => name.Substring(0, name.Length - Suffix.Length);

    /// <summary>Whether it is a type of objects, whose names alone have their namespace in front.</summary>
    public static bool IsOfObject(string type) => type.IndexOf('.') > 1 && type.IndexOf('(') < 0;

    /// <summary>Whether a value is of a type, as Graph writes it; Graph tells no type that the value beside it has not.</summary>
    public static bool Fits(string type, object? value) =>
        type switch
        {
            "#SByte" => value is long and >= sbyte.MinValue and <= sbyte.MaxValue,
            "#Byte" => value is long and >= byte.MinValue and <= byte.MaxValue,
            "#Int16" => value is long and >= short.MinValue and <= short.MaxValue,
            "#Int32" => value is long and >= int.MinValue and <= int.MaxValue,
            "#Int64" => value is long,
            "#Single" or "#Double" => value is long or double or decimal or "NaN" or "Infinity" or "-Infinity" or "INF" or "-INF",
            "#Decimal" => value is long or double or decimal,
            "#Boolean" => value is bool,
            "#String" => value is string,
            "#Guid" => value is string text && Guid.TryParseExact(text, "D", out _),
            "#DateTimeOffset" => value is string text && IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out _),
            "#Date" => value is string text && IsTime(text, "yyyy-MM-dd"),
            "#TimeOfDay" => value is string text && IsTime(text, "HH:mm:ss.FFFFFFF"),
            "#Duration" => value is string text && IsDuration(text),
            _ when type.StartsWith("#Collection(", StringComparison.Ordinal) => value is object?[],
            _ => IsOfObject(type) && value is not (null or string or bool or long or double or decimal or object?[]),
        };

    private static bool IsTime(string text, string format) => DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsDuration(string text)
    {
        try
        {
            XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }

    private static bool IsType(string type)
    {
        if (type.Length is < 2 or > LongestType || type[0] != '#')
        {
            return false;
        }

        for (var i = 1; i < type.Length; i++)
        {
            if (type[i] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' or '(' or ')'))
            {
                return false;
            }
        }

        return true;
    }
}
