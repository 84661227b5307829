namespace MdeHunting.Text;

/// <summary>Ends what somebody else wrote as a sentence, so that one of ours can follow it.</summary>
internal static class Sentence
{
    private const string Ends = ".!?\u2026\u3002\uff01\uff1f";
    private const string Closings = "\"'\u201d\u2019\u00bb)]}";

    /// <summary>The text with one full stop at its end, where it does not end as a sentence by itself.</summary>
    public static string Of(string text)
    {
        var end = text.TrimEnd().TrimEnd(',', ';', ':', ' ', '-');
        while (end.EndsWith("..", StringComparison.Ordinal) && !end.EndsWith("...", StringComparison.Ordinal))
        {
            end = end.Substring(0, end.Length - 1);
        }

        if (end.Length == 0)
        {
            return string.Empty;
        }

        // "… (it says 'no.')": the end may stand within what closes behind it.
        var said = end.TrimEnd(Closings.ToCharArray());
        return said.Length > 0 && Ends.IndexOf(said[said.Length - 1]) >= 0 ? end : $"{end}.";
    }

    /// <summary>The text with an upper-case letter at its beginning.</summary>
    public static string Begin(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text.Substring(1);

    /// <summary>Two texts as two sentences.</summary>
    public static string Join(string text, string next) => Of(text) is { Length: > 0 } first ? $"{first} {next}".TrimEnd() : next;
}
