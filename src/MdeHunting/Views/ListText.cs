using System.Text;
using MdeHunting.Pipeline;

namespace MdeHunting.Views;

/// <summary>An object as a list: a line for each property, or several, in which nothing is cut.</summary>
internal static class ListText
{
    /// <summary>An object's text as a list: a line for each property, or several.</summary>
    /// <param name="names">The names of its properties.</param>
    /// <param name="values">Their values.</param>
    /// <param name="width">The width of the screen.</param>
    public static string Of(IReadOnlyList<string> names, IReadOnlyList<object?> values, int width)
    {
        var texts = new string[names.Count][];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = [CellText.Of(values[i])];
        }

        return Of(names, texts, width);
    }

    /// <summary>A list of lines that have several texts each.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="width">The width of the screen.</param>
    public static string Of(IReadOnlyList<(string Name, string[] Texts)> lines, int width) =>
        Of([.. lines.Select(line => line.Name)], [.. lines.Select(line => line.Texts)], width);

    /// <summary>A list whose values have several texts each, which begin a line.</summary>
    /// <param name="names">The names.</param>
    /// <param name="texts">The texts of each.</param>
    /// <param name="width">The width of the screen.</param>
    public static string Of(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string>> texts, int width)
    {
        var isText = width == ScreenWidth.Unlimited;
        var labels = names.Select(CellText.Of).ToArray();
        var label = labels.Length == 0 ? 0 : Math.Min(labels.Max(CellText.Width), isText ? width : Math.Max(8, width / 2));
        var titles = HeaderText.Of(Array.ConvertAll(labels, title => (title, label)));
        var lines = new StringBuilder();
        for (var i = 0; i < labels.Length; i++)
        {
            var name = CellText.Fit(titles[i], label, isRight: false);
            var separator = " : ";
            foreach (var text in texts[i])
            {
                foreach (var part in Parts(CellText.Of(text), isText ? width : Math.Max(8, width - label - 3)))
                {
                    lines.Append(name).Append(separator).Append(part).Append('\n');
                    name = new string(' ', label);
                    separator = "   ";
                }
            }
        }

        return lines.ToString();
    }

    private static IEnumerable<string> Parts(string text, int width)
    {
        // A character takes two cells at the most.
        if (text.Length <= width / 2)
        {
            yield return text;
            yield break;
        }

        var start = 0;
        do
        {
            var end = start;
            for (var taken = 0; end < text.Length; )
            {
                var length = end + 1 < text.Length && char.IsSurrogatePair(text, end) ? 2 : 1;
                taken += CellText.Width(text.Substring(end, length));
                if (taken > width && end > start)
                {
                    // Between words, where the line is not much shorter for it.
                    var blank = text.LastIndexOf(' ', end - 1, end - start - ((end - start) / 2));
                    end = blank < 0 ? end : blank + 1;
                    break;
                }

                end += length;
            }

            yield return text.Substring(start, end - start);
            start = end;
        } while (start < text.Length);
    }
}
