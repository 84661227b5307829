using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MdeHunting.Service.Json;

/// <summary>Reads the text of a token, whatever it holds. File names on Windows may have half a surrogate pair, which the library's reader refuses.</summary>
internal static class JsonText
{
    /// <summary>The text of a string or of a member's name.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Lenient(reader.ValueSpan);
        }
    }

    /// <summary>The text of a number or another token, as it stands in the JSON.</summary>
    public static string Raw(ref Utf8JsonReader reader) => Decode(reader.ValueSpan);

    // An escape is taken as it is, even half a pair; the escapes themselves were checked by the reader. Bytes that are no UTF-8, which a response of rows has
    // none of (Utf8Check), become U+FFFD.
    private static string Lenient(ReadOnlySpan<byte> escaped)
    {
        var source = Decode(escaped);
        var text = new StringBuilder(source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '\\')
            {
                text.Append(source[i]);
                continue;
            }

            i++;
            if (source[i] == 'u')
            {
                text.Append((char)int.Parse(source.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            text.Append(
                source[i] switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'b' => '\b',
                    'f' => '\f',
                    var other => other,
                }
            );
        }

        return text.ToString();
    }

    private static string Decode(ReadOnlySpan<byte> bytes) =>
#if NET
        Encoding.UTF8.GetString(bytes);
#else
        Encoding.UTF8.GetString(bytes.ToArray());
#endif
}
