using System.Globalization;
using System.Net;
using System.Text;

namespace MdeHunting.Service.Sending;

/// <summary>
/// A text brought to what is left of it however it is written: without the encoding of addresses, JSON and HTML, without line ends and blanks, in one case,
/// with base64 and base64url as one. So two texts can be compared, and each byte leads back to where it stood.
/// </summary>
internal readonly struct PlainForm
{
    // What was encoded once more on its way; nothing sensible is encoded oftener.
    private const int Passes = 3;
    private const int LongestEntity = 9;

    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly int[] _signsBefore;
    private readonly (int Start, int End)[] _signs;

    private PlainForm(byte[] bytes, int[] starts, int[] ends, int[] signsBefore, (int Start, int End)[] signs) =>
        (Bytes, _starts, _ends, _signsBefore, _signs) = (bytes, starts, ends, signsBefore, signs);

    /// <summary>The form.</summary>
    public byte[] Bytes { get; }

    /// <summary>The form of a text.</summary>
    public static PlainForm Of(string text)
    {
        var chars = text;
        int[]? starts = null;
        int[]? ends = null;
        for (var pass = 0; pass < Passes && chars.IndexOfAny(['%', '\\', '&']) >= 0; pass++)
        {
            Decode(ref chars, ref starts, ref ends);
        }

        var bytes = new List<byte>(chars.Length);
        var from = new List<int>(chars.Length);
        var to = new List<int>(chars.Length);
        var signsBefore = new List<int>(chars.Length + 1);
        var signs = new List<(int Start, int End)>();
        for (var i = 0; i < chars.Length; i++)
        {
            var c = chars[i];
            var start = starts is null ? i : starts[i];
            var end = ends is null ? i + 1 : ends[i];
            if (IsSign(c))
            {
                signs.Add((start, end));
                continue;
            }

            if (ShowsNothing(c))
            {
                continue;
            }

            c = char.ToLowerInvariant(c);

            // Characters beyond ASCII are compared as their halves; that they are the same is what counts.
            if (c > 0x7f)
            {
                bytes.Add((byte)(c >> 8 | 0x80));
                from.Add(start);
                to.Add(end);
                signsBefore.Add(signs.Count);
            }

            bytes.Add(c > 0x7f ? (byte)(c | 0x80) : Folded(c));
            from.Add(start);
            to.Add(end);
            signsBefore.Add(signs.Count);
        }

        signsBefore.Add(signs.Count);
        return new PlainForm([.. bytes], [.. from], [.. to], [.. signsBefore], [.. signs]);
    }

    /// <summary>How many signs stand before the first byte of the form.</summary>
    public int LeadingSigns => _signsBefore[0];

    /// <summary>How many signs stand behind the last byte of the form.</summary>
    public int TrailingSigns => Bytes.Length == 0 ? 0 : SignsBehind(Bytes.Length - 1);

    /// <summary>Where in the text a byte of the form begins, with at most so many of the signs directly before it.</summary>
    public int Start(int place, int signs)
    {
        var there = _signsBefore[place] - (place == 0 ? 0 : _signsBefore[place - 1]);
        var taken = Math.Min(signs, there);
        return taken == 0 ? _starts[place] : _signs[_signsBefore[place] - taken].Start;
    }

    /// <summary>Where in the text a byte of the form ends, with at most so many of the signs directly behind it.</summary>
    public int End(int place, int signs)
    {
        var taken = Math.Min(signs, SignsBehind(place));
        return taken == 0 ? _ends[place] : _signs[_signsBefore[place] + taken - 1].End;
    }

    private int SignsBehind(int place) => _signsBefore[place + 1] - _signsBefore[place];

    // Of base64, what an address has in another way.
    private static bool IsSign(char c) => c is '+' or '-' or '=';

    // What is lost or put in on the way: blanks, line ends, and characters without a picture.
    private static bool ShowsNothing(char c) =>
        char.IsWhiteSpace(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static byte Folded(char c) => (byte)(c == '_' ? '/' : c);

    private static void Decode(ref string text, ref int[]? starts, ref int[]? ends)
    {
        var decoded = new StringBuilder(text.Length);
        var from = new List<int>(text.Length);
        var to = new List<int>(text.Length);
        for (var i = 0; i < text.Length; )
        {
            var (value, length) = Unit(text, i);
            foreach (var c in value)
            {
                decoded.Append(c);
                from.Add(starts is null ? i : starts[i]);
                to.Add(ends is null ? i + length : ends[i + length - 1]);
            }

            i += length;
        }

        (text, starts, ends) = (decoded.ToString(), [.. from], [.. to]);
    }

    private static (string Value, int Length) Unit(string text, int at) =>
        text[at] switch
        {
            '%' when Percent(text, at) is { Length: > 0 } unit => unit,
            '\\' when at + 1 < text.Length => Escape(text, at),
            '&' when Entity(text, at) is { Length: > 0 } unit => unit,
            var plain => (plain.ToString(), 1),
        };

    // As many in a row as there are, since one character may be several bytes of UTF-8.
    private static (string Value, int Length) Percent(string text, int at)
    {
        var bytes = new List<byte>();
        var i = at;
        for (; i + 2 < text.Length && text[i] == '%' && Hex(text, i + 1, 2) is { } value; i += 3)
        {
            bytes.Add((byte)value);
            if (value < 0x80)
            {
                i += 3;
                break;
            }
        }

        return bytes.Count == 0 ? (string.Empty, 0) : (Encoding.UTF8.GetString([.. bytes]), i - at);
    }

    // RFC 8259, section 7.
    private static (string Value, int Length) Escape(string text, int at) =>
        text[at + 1] switch
        {
            'u' or 'U' when Hex(text, at + 2, 4) is { } value => (((char)value).ToString(), 6),
            'x' when Hex(text, at + 2, 2) is { } value => (((char)value).ToString(), 4),
            'n' or 'r' or 't' => (" ", 2),
            var c => (c.ToString(), 2),
        };

    private static (string Value, int Length) Entity(string text, int at)
    {
        var end = text.IndexOf(';', at, Math.Min(LongestEntity, text.Length - at));
        if (end < 0)
        {
            return (string.Empty, 0);
        }

        var entity = text.Substring(at, end - at + 1);
        var value = WebUtility.HtmlDecode(entity);
        return value == entity ? (string.Empty, 0) : (value, entity.Length);
    }

    private static int? Hex(string text, int at, int count) =>
        at + count <= text.Length && int.TryParse(text.Substring(at, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
