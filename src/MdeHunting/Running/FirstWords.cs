using MdeHunting.Kql;

namespace MdeHunting.Running;

/// <summary>The first words of a query, by which a person knows it again.</summary>
internal static class FirstWords
{
    private const int Most = 40;

    /// <summary>Its beginning in one line, without comments; cut at the end of a word.</summary>
    public static string Of(string query)
    {
        var text = new SourceText(query);
        var words = string.Empty;
        var end = -1;
        foreach (var token in text.Significant)
        {
            var word = string.Join(" ", text.TextOf(token).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            var longer = words + (end < 0 || token.Start == end ? string.Empty : " ") + word;
            if (longer.Length > Most)
            {
                return (words.Length == 0 ? longer.Substring(0, Most) : words) + "…";
            }

            (words, end) = (longer, token.End);
        }

        return words;
    }
}
