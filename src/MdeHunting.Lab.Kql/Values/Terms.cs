namespace MdeHunting.Lab.Kql.Values;

/// <summary>Whole terms in a text. A term is a longest run of letters and digits.</summary>
internal static class Terms
{
    /// <summary>
    /// Whether the text holds the part with no letter or digit directly beside it that would make one of its terms longer:
    /// "powershell.exe" has "exe" but not "shell".
    /// </summary>
    public static bool Has(string text, string part, StringComparison comparison)
    {
        if (part.Length == 0)
        {
            return true;
        }

        var bounded = (Start: char.IsLetterOrDigit(part[0]), End: char.IsLetterOrDigit(part[^1]));
        for (var from = 0; from <= text.Length - part.Length; )
        {
            var found = text.IndexOf(part, from, comparison);
            if (found < 0)
            {
                return false;
            }

            var end = found + part.Length;
            var startsTerm = !bounded.Start || found == 0 || !char.IsLetterOrDigit(text[found - 1]);
            var endsTerm = !bounded.End || end == text.Length || !char.IsLetterOrDigit(text[end]);
            if (startsTerm && endsTerm)
            {
                return true;
            }

            from = found + 1;
        }

        return false;
    }
}
