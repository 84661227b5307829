using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Rows;

/// <summary>Writes a dynamic value as compact JSON (RFC 8259), with the member names that the service gave.</summary>
internal static class CompactJson
{
    /// <summary>The JSON of a value that came from a dynamic cell, or that a script has put in its place.</summary>
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    /// <summary>Writes that JSON behind a text.</summary>
    public static void Write(StringBuilder text, object? value)
    {
        var bare = BareValue.Of(value);
        switch (bare)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case PSCustomObject:
                WriteObject(text, (PSObject)value!);
                break;
            case IList items:
                WriteArray(text, items);
                break;
            case int or long or decimal:
                text.Append(((IFormattable)bare).ToString(null, CultureInfo.InvariantCulture));
                break;
            case double number when !double.IsNaN(number) && !double.IsInfinity(number):
                text.Append(ExactText.Of(number));
                break;
            default:
                JsonString.Write(text, ExactText.Of(bare));
                break;
        }
    }

    private static void WriteObject(StringBuilder text, PSObject value)
    {
        text.Append('{');
        var first = true;
        foreach (var property in value.Properties)
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            JsonString.Write(text, (property as RowProperty)?.OriginalName ?? property.Name);
            text.Append(':');
            Write(text, property.Value);
        }

        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, IList items)
    {
        text.Append('[');
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            Write(text, item);
        }

        text.Append(']');
    }
}
