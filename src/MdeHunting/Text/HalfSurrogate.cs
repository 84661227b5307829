namespace MdeHunting.Text;

/// <summary>Half of a pair of UTF-16, which is no character: what a service would make of it is not known.</summary>
internal static class HalfSurrogate
{
    /// <summary>What is to be told of the first in a text; null where there is none.</summary>
    public static string? In(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text, i))
            {
                i++;
                continue;
            }

            return FormattableString.Invariant($"has half of a surrogate pair (U+{(int)text[i]:X4}) at position {i}, counted from 0, which isn't a character.");
        }

        return null;
    }
}
