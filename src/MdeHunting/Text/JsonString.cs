using System.Globalization;
using System.Text;

namespace MdeHunting.Text;

/// <summary>
/// Writes text as a string of JSON (RFC 8259), so that a file in UTF-8 has all of it: a control character, and half a surrogate pair, are escaped.
/// </summary>
internal static class JsonString
{
    /// <summary>Writes a text with its quotation marks.</summary>
    public static void Write(StringBuilder text, string value)
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
