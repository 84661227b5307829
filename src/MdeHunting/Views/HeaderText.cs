namespace MdeHunting.Views;

/// <summary>What is shown of the names of a table's columns where they don't fit.</summary>
internal static class HeaderText
{
    private const char Mark = '…';
    private const int LeastHead = 4;
    private const int Enough = 24;

    /// <summary>The names as they are shown: each within its width, and no two cut to the same.</summary>
    /// <param name="columns">The columns' names and widths.</param>
    public static string[] Of((string Title, int Width)[] columns)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var shown = new string[columns.Length];
        for (var i = 0; i < shown.Length; i++)
        {
            var (title, width) = columns[i];
            shown[i] =
                CellText.Width(title) <= width
                    ? title
                    : First(Cuts(title, width), taken, columns, i) ?? First(Cuts(title, width), taken, [], i) ?? CellText.Fit(title, width, isRight: false);
            taken.Add(shown[i]);
        }

        return shown;
    }

    /// <summary>So much of a name is to be read: its beginning and its last two words.</summary>
    public static int ReadableWidth(string title)
    {
        var words = IsPlain(title) ? Words(title) : [];
        return Math.Min(CellText.Width(title), words.Count < 2 ? Enough : LeastHead + 1 + title.Length - words[words.Count - 2]);
    }

    // Loops: the first row that is shown waits for what is compiled for it. The first cut that isn't taken, and is of none of the columns' names but its own.
    private static string? First(IEnumerable<string> cuts, HashSet<string> taken, (string Title, int Width)[] columns, int own)
    {
        foreach (var cut in cuts)
        {
            if (!taken.Contains(cut) && !IsOfOther(cut, columns, own))
            {
                return cut;
            }
        }

        return null;
    }

    private static bool IsOfOther(string cut, (string Title, int Width)[] columns, int own)
    {
        var mark = cut.IndexOf(Mark);
        for (var i = 0; i < columns.Length && mark >= 0; i++)
        {
            if (
                i != own
                && columns[i].Title.StartsWith(cut.Substring(0, mark), StringComparison.Ordinal)
                && columns[i].Title.EndsWith(cut.Substring(mark + 1).TrimEnd(), StringComparison.Ordinal)
            )
            {
                return true;
            }
        }

        return false;
    }

    // The ways to cut a name, the best one first: its beginning tells whose it is, and its last words what it is. What is no plain name keeps its beginning,
    // and with it the marks of what is not seen.
    private static IEnumerable<string> Cuts(string title, int width)
    {
        var isPlain = IsPlain(title);
        foreach (var word in isPlain ? Words(title) : [])
        {
            var head = width - 1 - (title.Length - word);
            if (head >= LeastHead)
            {
                yield return $"{title.Substring(0, head)}{Mark}{title.Substring(word)}";
            }
        }

        // Its last words alone, where its beginning and fewer of them are another's too.
        foreach (var word in isPlain ? Words(title) : [])
        {
            var head = width - 1 - (title.Length - word);
            if (head is >= 0 and < LeastHead)
            {
                yield return $"{title.Substring(0, head)}{Mark}{title.Substring(word)}";
            }
        }

        yield return CellText.Fit(title, width, isRight: false);
        for (var head = width - 2; head > 0 && isPlain; head--)
        {
            yield return $"{title.Substring(0, head)}{Mark}{title.Substring(title.Length - (width - 1 - head))}";
        }
    }

    // Where the words of a name begin, but the first.
    private static List<int> Words(string title)
    {
        var words = new List<int>();
        for (var i = 1; i < title.Length; i++)
        {
            if (char.IsUpper(title[i]) && !char.IsUpper(title[i - 1]))
            {
                words.Add(i);
            }
        }

        return words;
    }

    private static bool IsPlain(string title)
    {
        foreach (var c in title)
        {
            if (c is not ('_' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z')))
            {
                return false;
            }
        }

        return true;
    }
}
