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

    private static void Write(StringBuilder text, object? value)
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
                WriteString(text, ExactText.Of(bare));
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
            WriteString(text, (property as RowProperty)?.OriginalName ?? property.Name);
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

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append(@"\\");
                    break;
                case '\n':
                    text.Append(@"\n");
                    break;
                case '\r':
                    text.Append(@"\r");
                    break;
                case '\t':
                    text.Append(@"\t");
                    break;
                default:
                    WriteCharacter(text, value, i, c);
                    break;
            }
        }

        text.Append('"');
    }

    // Half a surrogate pair cannot be written as UTF-8, so it would be lost in a file; a control character could act on a terminal.
    private static void WriteCharacter(StringBuilder text, string value, int index, char c)
    {
        var lonely =
            (char.IsHighSurrogate(c) && (index + 1 == value.Length || !char.IsLowSurrogate(value[index + 1])))
            || (char.IsLowSurrogate(c) && (index == 0 || !char.IsHighSurrogate(value[index - 1])));
        if (lonely || char.IsControl(c))
        {
            text.Append(@"\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            return;
        }

        text.Append(c);
    }
}
