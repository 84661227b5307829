using System.Globalization;

namespace MdeHunting.Text;

/// <summary>Which characters of a text are not seen as what they are, where they stand.</summary>
/// <remarks>
/// <para>
/// By themselves: controls, line and paragraph separators, format characters, private and unassigned ones, halves of surrogate pairs, what Unicode lets a
/// renderer ignore (Default_Ignorable_Code_Point, https://www.unicode.org/reports/tr44/), letters and symbols whose glyph is blank, and every blank but the
/// space. The categories are those of the .NET that runs; where one is older, what it does not know is unassigned and thus not taken for seen. What it could
/// know otherwise is listed here.
/// </para>
/// <para>
/// By their place: a mark without a letter to stand on, one that repeats the mark before it, and one more than writing needs; a joiner or selector of variants
/// that is not between the letters, or behind the emoji, that take one; the ideographic space beside other than ideographs.
/// </para>
/// </remarks>
internal static class UnseenCharacters
{
    // Vietnamese has two on a letter; Hebrew, Arabic, Burmese and Tibetan have up to four of their own.
    private const int GeneralMarks = 2;
    private const int ScriptMarks = 4;

    private const char ZeroWidthNonJoiner = '\u200c';
    private const char ZeroWidthJoiner = '\u200d';
    private const char TextSelector = '\ufe0e';
    private const char EmojiSelector = '\ufe0f';
    private const char Keycap = '\u20e3';
    private const char IdeographicSpace = '\u3000';

    // England, Scotland and Wales: the only flags that are written with tags (https://www.unicode.org/reports/tr51/#valid-emoji-tag-sequences).
    private static readonly string[] TaggedFlags = [Tagged("gbeng"), Tagged("gbsct"), Tagged("gbwls")];

    /// <summary>The length, in UTF-16 code units, of the invisible character at a position; 0 if that character is visible.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The index of the character's first code unit.</param>
    /// <param name="seenFrom">The index where the visible text before it begins: a mark or a joiner does not combine with anything earlier.</param>
    public static int LengthAt(string text, int place, int seenFrom)
    {
        var code = CodeAt(text, place);
        var length = code > char.MaxValue ? 2 : 1;
        return IsSeen(text, place, code, length, seenFrom) ? 0 : length;
    }

    private static bool IsSeen(string text, int place, int code, int length, int seenFrom)
    {
        if (code is >= ' ' and <= '~')
        {
            return true;
        }

        switch (code)
        {
            case ZeroWidthJoiner:
                return place > seenFrom && place + 1 < text.Length && (IsBetweenJoining(text, place) || IsBetweenEmoji(text, place, seenFrom));
            case ZeroWidthNonJoiner:
                return place > seenFrom && place + 1 < text.Length && IsBetweenJoining(text, place);
            case TextSelector or EmojiSelector:
                return place > seenFrom && IsSelected(text, place);
            case >= 0x180b and <= 0x180d or 0x180f:
                return place > seenFrom && text[place - 1] is >= '\u1820' and <= '\u18aa';
            case IdeographicSpace:
                return place > seenFrom && place + 1 < text.Length && IsIdeographic(text[place - 1]) && IsIdeographic(text[place + 1]);
            case >= 0xe0020 and <= 0xe007f:
                return IsOfTaggedFlag(text, place, seenFrom);
        }

        var category = CategoryAt(text, place);
        return !IsUnseen(code, category) && (!IsMark(category) || IsSeenMark(text, place, code, length, seenFrom));
    }

    private static bool IsUnseen(int code, UnicodeCategory category) =>
        category
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.Surrogate
        || IsIgnorable(code)
        || IsBlank(code);

    // Default_Ignorable_Code_Point, without those of the categories above that .NET has known since Unicode 8.
    private static bool IsIgnorable(int code) =>
        code
            is 0x034f
                or 0x061c
                or 0x115f
                or 0x1160
                or 0x17b4
                or 0x17b5
                or (>= 0x180b and <= 0x180f)
                or 0x3164
                or (>= 0xfe00 and <= 0xfe0f)
                or 0xffa0
                or (>= 0x1bca0 and <= 0x1bca3)
                or (>= 0x1d173 and <= 0x1d17a)
                or (>= 0xe0000 and <= 0xe0fff);

    // Their glyphs are empty: Braille, a musical notehead, hieroglyphs and a filler; and what stands for an object that is not there.
    private static bool IsBlank(int code) => code is 0x2800 or 0xfffc or 0x1d159 or 0x13441 or 0x13442 or 0x16fe4;

    private static bool IsMark(UnicodeCategory category) => category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsSeenMark(string text, int place, int code, int length, int seenFrom)
    {
        if (place >= seenFrom + length && CodeAt(text, place - length) == code)
        {
            return false;
        }

        var most = IsGeneralMark(code) ? GeneralMarks : ScriptMarks;
        var marks = 1;
        for (var before = Previous(text, place); before >= seenFrom; before = Previous(text, before))
        {
            if (text[before] is TextSelector or EmojiSelector)
            {
                continue;
            }

            var category = CategoryAt(text, before);
            if (!IsMark(category))
            {
                return category is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.Control or UnicodeCategory.Format);
            }

            if (++marks > most)
            {
                return false;
            }
        }

        return false;
    }

    // The marks of no script, of which a letter could be given any number.
    private static bool IsGeneralMark(int code) =>
        code
            is (>= 0x0300 and <= 0x036f)
                or (>= 0x0483 and <= 0x0489)
                or (>= 0x1ab0 and <= 0x1aff)
                or (>= 0x1dc0 and <= 0x1dff)
                or (>= 0x20d0 and <= 0x20ff)
                or (>= 0xfe20 and <= 0xfe2f);

    private static bool IsBetweenJoining(string text, int place) => IsJoining(text, Previous(text, place)) && IsJoining(text, place + 1);

    // Letters and marks of the scripts whose letters are joined, and in which a joiner changes what is seen.
    private static bool IsJoining(string text, int place)
    {
        var code = CodeAt(text, place);
        return code
                is (>= 0x0620 and <= 0x08ff)
                    or (>= 0x0900 and <= 0x0dff)
                    or (>= 0x0f40 and <= 0x109f)
                    or (>= 0x1780 and <= 0x17dd)
                    or (>= 0x1820 and <= 0x18aa)
                    or (>= 0x1a20 and <= 0x1cff)
                    or (>= 0xa840 and <= 0xa8ff)
                    or (>= 0xa930 and <= 0xa9df)
                    or (>= 0xaa60 and <= 0xaa7f)
                    or (>= 0xabc0 and <= 0xabed)
                    or (>= 0xfb50 and <= 0xfdff)
                    or (>= 0xfe70 and <= 0xfefc)
                    or (>= 0x10a00 and <= 0x11fff)
                    or (>= 0x1e900 and <= 0x1e95f)
            && !IsIgnorable(code)
            && CategoryAt(text, place)
                is UnicodeCategory.OtherLetter
                    or UnicodeCategory.UppercaseLetter
                    or UnicodeCategory.LowercaseLetter
                    or UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark;
    }

    private static bool IsBetweenEmoji(string text, int place, int seenFrom)
    {
        var before = Previous(text, place);
        if (text[before] == EmojiSelector && before > seenFrom)
        {
            before = Previous(text, before);
        }

        return before >= seenFrom && IsEmoji(text, before) && IsEmoji(text, place + 1);
    }

    // Pictographs, skin tones among them, and the symbols of the first plane that have two forms
    // (https://www.unicode.org/Public/UCD/latest/ucd/emoji/emoji-variation-sequences.txt).
    private static bool IsEmoji(string text, int place)
    {
        var code = CodeAt(text, place);
        return code
                is 0xa9
                    or 0xae
                    or 0x203c
                    or 0x2049
                    or 0x2122
                    or 0x2139
                    or (>= 0x2190 and <= 0x21ff)
                    or (>= 0x2300 and <= 0x23ff)
                    or 0x24c2
                    or (>= 0x25a0 and <= 0x27bf)
                    or 0x2934
                    or 0x2935
                    or (>= 0x2b00 and <= 0x2bff)
                    or 0x3030
                    or 0x303d
                    or 0x3297
                    or 0x3299
                    or (>= 0x1f000 and <= 0x1faff)
            && CategoryAt(text, place) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
    }

    private static bool IsSelected(string text, int place) =>
        IsEmoji(text, Previous(text, place)) || (text[place - 1] is '#' or '*' or (>= '0' and <= '9') && place + 1 < text.Length && text[place + 1] == Keycap);

    private static bool IsIdeographic(char c) =>
        c
            is (>= '\u1100' and <= '\u11ff')
                or (>= '\u3001' and <= '\u30ff')
                or (>= '\u3105' and <= '\u3163')
                or (>= '\u3165' and <= '\u318e')
                or (>= '\u31a0' and <= '\u31ff')
                or (>= '\u3400' and <= '\u9fff')
                or (>= '\uac00' and <= '\ud7a3')
                or (>= '\uf900' and <= '\ufaff')
                or (>= '\uff01' and <= '\uff60');

    private static bool IsOfTaggedFlag(string text, int place, int seenFrom)
    {
        foreach (var flag in TaggedFlags)
        {
            var start = text.LastIndexOf("\U0001F3F4", place, Math.Min(place + 1, flag.Length), StringComparison.Ordinal);
            if (start >= Math.Max(0, seenFrom) && string.CompareOrdinal(text, start, flag, 0, flag.Length) == 0 && place < start + flag.Length)
            {
                return true;
            }
        }

        return false;
    }

    private static string Tagged(string region)
    {
        var flag = "\U0001F3F4";
        foreach (var letter in region)
        {
            flag += char.ConvertFromUtf32(0xe0000 + letter);
        }

        return flag + char.ConvertFromUtf32(0xe007f);
    }

    private static int Previous(string text, int place) => place >= 2 && char.IsSurrogatePair(text, place - 2) ? place - 2 : place - 1;

    private static int CodeAt(string text, int place) =>
        place + 1 < text.Length && char.IsSurrogatePair(text, place) ? char.ConvertToUtf32(text, place) : text[place];

    private static UnicodeCategory CategoryAt(string text, int place) => CharUnicodeInfo.GetUnicodeCategory(text, place);
}
