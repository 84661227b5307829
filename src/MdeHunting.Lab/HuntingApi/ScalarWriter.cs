using System.Globalization;
using System.Text.Json;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>Writes the scalar values that all three services write alike.</summary>
internal static class ScalarWriter
{
    public static void WriteScalar(this Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case DateTime moment:
                writer.WriteStringValue(moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteNumberValue(flag ? 1 : 0);
                break;
            case double number:
                writer.WriteReal(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case Guid id:
                writer.WriteStringValue(id);
                break;
            case TimeSpan duration:
                writer.WriteStringValue(duration.ToString("c", CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"A cell holds a {value.GetType()}, which no KQL type is carried by.", nameof(value));
        }
    }

    /// <summary>Writes a double so that it reads as one: with a point, or as text where JSON has no number for it.</summary>
    public static void WriteReal(this Utf8JsonWriter writer, double number)
    {
        if (double.IsNaN(number))
        {
            writer.WriteStringValue("NaN");
        }
        else if (double.IsInfinity(number))
        {
            writer.WriteStringValue(number > 0 ? "Infinity" : "-Infinity");
        }
        else
        {
            writer.WriteRawValue(WithPoint(number.ToString("R", CultureInfo.InvariantCulture)), skipInputValidation: true);
        }
    }

    private static string WithPoint(string number) => number.AsSpan().IndexOfAny('.', 'E') < 0 ? number + ".0" : number;
}
