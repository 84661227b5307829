using System.Text;
using MdeHunting.Pipeline;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>
/// How rows of one shape lie on a screen of one width: as a table of all columns, as a table of those that matter, or as a list. Widths are taken from the
/// first row that is shown, as PowerShell's own tables are, so that rows can be shown while others still come.
/// </summary>
internal sealed class RowLayout
{
    private const int Gap = 1;
    private const int LeastWidth = 6;
    private const int MostWidth = 100;
    private const int LeastPicks = 3;
    private const int Slack = 10;

    // So many columns were chosen by the one who asked, and all of them are shown if they fit.
    private const int Few = 8;

    private readonly string[] _names;
    private readonly Column[] _columns;

    private RowLayout(string[] names, int width, Column[] columns)
    {
        _names = names;
        Width = width;
        _columns = columns;
        Header = columns.Length == 0 ? string.Empty : Head();
        Hint =
            columns.Length == 0 || columns.Length == names.Length
                ? names.Length == 1
                    ? "(1 column)"
                    : FormattableString.Invariant($"(all {names.Length} columns)")
                : FormattableString.Invariant($"({columns.Length} of {names.Length} columns. All: $rows.MdeView.Safe | Format-List)");
    }

    /// <summary>The width of the screen that it is for.</summary>
    public int Width { get; }

    /// <summary>Whether the rows are a list.</summary>
    public bool IsList => _columns.Length == 0;

    /// <summary>The two lines above a table, of names and of dashes; empty for a list.</summary>
    public string Header { get; }

    /// <summary>How many columns are shown, and where those are not all of them, how to see the others safely.</summary>
    public string Hint { get; }

    /// <summary>The layout for rows like one of them.</summary>
    /// <param name="names">The names of the row's columns.</param>
    /// <param name="values">Its values.</param>
    /// <param name="width">The width of the screen, in cells.</param>
    public static RowLayout Of(string[] names, object?[] values, int width)
    {
        IReadOnlyList<int> picks = names.Length <= Few ? [.. Enumerable.Range(0, names.Length)] : [];
        var columns = Fit(names, values, picks, width, dropsLast: false);
        if (columns.Length == 0)
        {
            columns = Fit(names, values, [.. ColumnRoles.Of(names).Select(column => column.Place)], width, dropsLast: true);
        }

        return new RowLayout(names, width, columns);
    }

    /// <summary>Whether it is for a row with these columns and a screen of that width.</summary>
    public bool Is(string[] names, int width)
    {
        if (width != Width || names.Length != _names.Length)
        {
            return false;
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (!ReferenceEquals(names[i], _names[i]) && names[i] != _names[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A row's text: one line of a table, or a list's lines.</summary>
    public string Text(object?[] values) => IsList ? List(_names, values, Width) : Line(column => CellText.Of(values[column.Place])).TrimEnd();

    /// <summary>An object's text as a list: a line for each property, or several.</summary>
    /// <param name="names">The names of its properties.</param>
    /// <param name="values">Their values.</param>
    /// <param name="width">The width of the screen.</param>
    public static string List(IReadOnlyList<string> names, IReadOnlyList<object?> values, int width)
    {
        var labels = names.Select(CellText.Of).ToArray();
        var label = labels.Length == 0 ? 0 : Math.Min(labels.Max(CellText.Width), width == ScreenWidth.Unlimited ? width : Math.Max(8, width / 2));
        var lines = new StringBuilder();
        for (var i = 0; i < labels.Length; i++)
        {
            var name = CellText.Fit(labels[i], label, isRight: false);
            foreach (var part in Parts(CellText.Of(values[i]), width == ScreenWidth.Unlimited ? width : Math.Max(8, width - label - 3)))
            {
                lines.Append(name).Append(part.IsFirst ? " : " : "   ").Append(part.Text).Append('\n');
                name = new string(' ', label);
            }
        }

        return lines.ToString();
    }

    private static Column[] Fit(string[] names, object?[] values, IReadOnlyList<int> picks, int width, bool dropsLast)
    {
        for (var count = picks.Count; count >= (dropsLast ? LeastPicks : 1); count--)
        {
            var columns = picks.Take(count).Select(place => Column.Of(place, names[place], values[place])).ToArray();
            if (Shrink(columns, width))
            {
                return columns;
            }

            if (!dropsLast)
            {
                break;
            }
        }

        return [];
    }

    private static bool Shrink(Column[] columns, int width)
    {
        if (width == ScreenWidth.Unlimited)
        {
            return true;
        }

        var room = width - (Gap * (columns.Length - 1));
        if (columns.Sum(column => column.Least) > room)
        {
            return false;
        }

        // What is beyond the least is shared out in proportion.
        var least = columns.Sum(column => column.Least);
        var wish = columns.Sum(column => column.Width) - least;
        if (wish > room - least)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i] = columns[i] with { Width = columns[i].Least + ((columns[i].Width - columns[i].Least) * (room - least) / wish) };
            }
        }

        // Where there is room, texts that are longer than the first row's get some, and the last column what is left.
        var rest = room - columns.Sum(column => column.Width);
        for (var i = 0; i < columns.Length && rest > 0; i++)
        {
            var isLast = i == columns.Length - 1;
            if (columns[i].IsText)
            {
                var more = isLast ? rest : Math.Min(Slack, rest);
                columns[i] = columns[i] with { Width = columns[i].Width + more };
                rest -= more;
            }
        }

        return true;
    }

    private string Head() =>
        $"{Line(column => column.Name).TrimEnd()}\n{Line(column => new string('-', Math.Min(column.Width, CellText.Width(column.Name)))).TrimEnd()}";

    private string Line(Func<Column, string> text)
    {
        var line = new StringBuilder();
        foreach (var column in _columns)
        {
            var cell = text(column);
            line.Append(' ', line.Length == 0 ? 0 : Gap)
                .Append(CellText.Fit(cell, Width == ScreenWidth.Unlimited ? Math.Max(column.Width, CellText.Width(cell)) : column.Width, column.IsRight));
        }

        return line.ToString();
    }

    private static IEnumerable<(string Text, bool IsFirst)> Parts(string text, int width)
    {
        // A character takes two cells at the most.
        if (text.Length <= width / 2)
        {
            yield return (text, true);
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
                    break;
                }

                end += length;
            }

            yield return (text.Substring(start, end - start), start == 0);
            start = end;
        } while (start < text.Length);
    }

    private readonly record struct Column(int Place, string Name, int Width, int Least, bool IsRight, bool IsText)
    {
        public static Column Of(int place, string name, object? value)
        {
            var text = CellText.Of(value);
            var title = CellText.Of(name);
            var plain = BareValue.Of(value);
            var isText = plain is null or string or Array or System.Management.Automation.PSCustomObject;
            var width = Math.Max(Math.Max(CellText.Width(title), CellText.Width(text)), ColumnRoles.TypicalWidth(name));
            width = isText ? Math.Max(LeastWidth, Math.Min(MostWidth, width)) : Math.Max(LeastWidth, width);
            return new Column(
                place,
                title,
                width,
                isText ? Math.Min(width, Math.Max(LeastWidth, Math.Min(12, CellText.Width(title)))) : width,
                plain is int or long or double or decimal,
                isText
            );
        }
    }
}
