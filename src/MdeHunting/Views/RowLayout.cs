using System.Management.Automation;
using System.Text;
using MdeHunting.Pipeline;
using MdeHunting.Rows;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>
/// How rows of one shape lie on a screen of one width: as a table of all columns, as a table of those that matter, or as a list. Widths are taken from the
/// first row that is shown, as PowerShell's own tables are, and from what is known of the response that it came from, so that rows can be shown while others
/// still come.
/// </summary>
internal sealed class RowLayout
{
    private const int Gap = 1;
    private const int LeastPicks = 3;
    private const int Slack = 10;
    private const int MostClaims = 8;
    private const int MostClaimWidth = 40;

    // So many columns were chosen by the one who asked, and all of them are shown if they fit.
    private const int Few = 8;

    private readonly string[] _names;
    private readonly Column[] _columns;
    private readonly (int Place, object? Value)[] _claims;

    private RowLayout(string[] names, int width, Column[] columns, IReadOnlyList<(int Place, object? Value)> claims)
    {
        _names = names;
        Width = width;
        _columns = columns;
        _claims = columns.Length == 0 ? [] : [.. claims];
        Header = columns.Length == 0 ? string.Empty : Head();
        Hint = columns.Length == 0 ? Count(names.Length) : Said();
    }

    /// <summary>The width of the screen that it is for.</summary>
    public int Width { get; }

    /// <summary>Whether the rows are a list.</summary>
    public bool IsList => _columns.Length == 0;

    /// <summary>The two lines above a table, of names and of dashes; empty for a list.</summary>
    public string Header { get; }

    /// <summary>
    /// How many columns are shown, how to see the others safely, and which are not shown because they have no value or the same one in all rows.
    /// </summary>
    public string Hint { get; }

    /// <summary>The layout for rows like one of them.</summary>
    /// <param name="names">The names of the row's columns.</param>
    /// <param name="values">Its values.</param>
    /// <param name="width">The width of the screen, in cells.</param>
    /// <param name="profile">What is known of the response that it came from.</param>
    public static RowLayout Of(string[] names, object?[] values, int width, AnswerProfile? profile = null)
    {
        var isText = width == ScreenWidth.Unlimited;
        List<(int Place, object? Value)> claims = [];
        Column[] columns = [];
        if (names.Length <= Few)
        {
            var all = Enumerable.Range(0, names.Length).OrderBy(place => ColumnRoles.RoleOf(names[place]) is { } role && IsSource(role) ? 0 : 1).ToList();
            columns = Fit(names, values, all, width, profile, dropsLast: false);
            if (columns.Length == 0)
            {
                claims = Claims(names, values, all, profile);
                columns = Fit(names, values, Without(all, claims), width, profile, dropsLast: false);
            }
        }

        if (columns.Length == 0)
        {
            var picks = ColumnRoles.Of(names, place => IsEmpty(names[place], profile)).Select(column => column.Place).ToList();
            claims = isText ? [] : Claims(names, values, picks, profile);
            columns = Fit(names, values, Without(picks, claims), width, profile, dropsLast: true);
        }

        return new RowLayout(names, width, columns, claims);
    }

    /// <summary>The layout of a table whose columns are known.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="names">Their names.</param>
    /// <param name="values">The values of one object.</param>
    /// <param name="width">The width of the screen, in cells.</param>
    public static RowLayout Of(OutputColumn[] columns, string[] names, object?[] values, int width)
    {
        List<Column> all = [];
        for (var i = 0; i < columns.Length; i++)
        {
            all.Add(Column.Of(i, columns[i], values[i], width));
        }

        return new RowLayout(names, width, Fit(all, width, dropsLast: true), []);
    }

    /// <summary>Whether it is for a row with these columns and a screen of that width, and what it says of all rows is so in this one.</summary>
    public bool Is(string[] names, object?[] values, int width)
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

        foreach (var (place, value) in _claims)
        {
            if (!Holds(value, values[place]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A row's text: one line of a table, or a list's lines.</summary>
    public string Text(object?[] values)
    {
        if (IsList)
        {
            return List(_names, values, Width);
        }

        // What is never cut takes its room from the columns behind it.
        var line = new StringBuilder();
        var debt = 0;
        foreach (var column in _columns)
        {
            line.Append(' ', line.Length == 0 ? 0 : Gap);
            var text = Shown(values[column.Place], Width);
            if (Width == ScreenWidth.Unlimited)
            {
                line.Append(CellText.Fit(text, Math.Max(column.Width, CellText.Width(text)), column.IsRight));
                continue;
            }

            var own = CellText.Width(text);
            var room = Math.Max(column.Fit == ColumnFit.Whole ? own : Math.Min(column.Width, column.Least), column.Width - debt);
            debt -= column.Width - room;
            line.Append(
                own > room && column.Fit == ColumnFit.Host ? CellText.Fit(Host(text, room), room, isRight: false) : CellText.Fit(text, room, column.IsRight)
            );
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>An object's text as a list: a line for each property, or several.</summary>
    /// <param name="names">The names of its properties.</param>
    /// <param name="values">Their values.</param>
    /// <param name="width">The width of the screen.</param>
    public static string List(IReadOnlyList<string> names, IReadOnlyList<object?> values, int width)
    {
        var texts = new string[names.Count][];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = [CellText.Of(values[i])];
        }

        return List(names, texts, width);
    }

    /// <summary>A list whose values have several texts each, which begin a line.</summary>
    /// <param name="names">The names.</param>
    /// <param name="texts">The texts of each.</param>
    /// <param name="width">The width of the screen.</param>
    public static string List(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string>> texts, int width)
    {
        var isText = width == ScreenWidth.Unlimited;
        var labels = names.Select(CellText.Of).ToArray();
        var label = labels.Length == 0 ? 0 : Math.Min(labels.Max(CellText.Width), isText ? width : Math.Max(8, width / 2));
        var lines = new StringBuilder();
        for (var i = 0; i < labels.Length; i++)
        {
            var name = CellText.Fit(labels[i], label, isRight: false);
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

    private static bool IsSource(ColumnRole role) => role is ColumnRole.Table or ColumnRole.Connection or ColumnRole.Query;

    private static bool IsEmpty(string name, AnswerProfile? profile) => profile?.Find(name, out _) is { IsEmpty: true };

    private static bool Holds(object? claimed, object? value)
    {
        var bare = BareValue.Of(value);
        return ColumnProfile.IsNothing(claimed) ? ColumnProfile.IsNothing(bare) : ColumnProfile.AreAlike(claimed, bare);
    }

    private static int Rank(string name) => ColumnRoles.RoleOf(name) is { } role ? ColumnRoles.RankOf(role) : int.MaxValue;

    private static List<int> Without(List<int> places, List<(int Place, object? Value)> claims) =>
        places.FindAll(place => !claims.Exists(claim => claim.Place == place));

    // What all rows of the response have in common in these columns, and this row too, which may have been changed since. Where a row is from and when it
    // happened is always shown, and so are at least three columns.
    private static List<(int Place, object? Value)> Claims(string[] names, object?[] values, List<int> places, AnswerProfile? profile)
    {
        List<(int Place, object? Value)> claims = [];
        foreach (var place in places)
        {
            if (
                ColumnRoles.RoleOf(names[place]) is { } role && (IsSource(role) || role == ColumnRole.Time)
                || profile?.Find(names[place], out var rows) is not { IsAlike: true } column
                || rows < 2
                || !Holds(column.First, values[place])
                || (!column.IsEmpty && CellText.Width(Shown(column.First, 0)) > MostClaimWidth)
            )
            {
                continue;
            }

            claims.Add((place, column.IsEmpty ? null : column.First));
        }

        // Of those that have a value, the most telling ones come back.
        while (places.Count - claims.Count < LeastPicks)
        {
            var best = -1;
            for (var i = 0; i < claims.Count; i++)
            {
                best = claims[i].Value is not null && (best < 0 || Rank(names[claims[i].Place]) < Rank(names[claims[best].Place])) ? i : best;
            }

            if (best < 0)
            {
                break;
            }

            claims.RemoveAt(best);
        }

        return claims;
    }

    private static Column[] Fit(string[] names, object?[] values, List<int> picks, int width, AnswerProfile? profile, bool dropsLast) =>
        Fit(picks.ConvertAll(place => Column.Of(place, names[place], values[place], width, profile)), width, dropsLast);

    private static Column[] Fit(List<Column> columns, int width, bool dropsLast)
    {
        while (columns.Count >= (dropsLast ? LeastPicks : 1))
        {
            if (Shrink(columns, width))
            {
                return [.. columns];
            }

            if (!dropsLast)
            {
                break;
            }

            var last = 0;
            for (var i = 1; i < columns.Count; i++)
            {
                last = columns[i].Rank >= columns[last].Rank ? i : last;
            }

            columns.RemoveAt(last);
        }

        return [];
    }

    private static bool Shrink(List<Column> columns, int width)
    {
        if (width == ScreenWidth.Unlimited)
        {
            return true;
        }

        var rest = width - (Gap * (columns.Count - 1));
        foreach (var column in columns)
        {
            column.Width = column.Least;
            rest -= column.Least;
        }

        if (rest < 0)
        {
            return false;
        }

        // Titles and accounts share half of what is left; then a command line gets what it has to say, then a host its domain, and the last text what remains.
        Share(columns, column => column.Fit != ColumnFit.Rest && column.Fit != ColumnFit.Host, columns.Exists(IsRest) ? rest - (rest / 2) : rest, ref rest);
        Share(columns, IsRest, rest, ref rest);
        Share(columns, _ => true, rest, ref rest);
        var last = columns[columns.Count - 1];
        if ((columns.Find(IsRest) ?? (last.IsText ? last : null)) is { } open)
        {
            open.Width += rest;
        }
        else if (columns.Find(column => column.Fit == ColumnFit.Text) is { } text)
        {
            text.Width += Math.Min(Slack, rest);
        }

        return true;

        static bool IsRest(Column column) => column.Fit == ColumnFit.Rest;
    }

    // What columns wish beyond what they have, in proportion where it is more than there is.
    private static void Share(List<Column> columns, Predicate<Column> isOne, int room, ref int rest)
    {
        var wish = 0;
        foreach (var column in columns)
        {
            wish += isOne(column) ? column.Wish - column.Width : 0;
        }

        if (wish <= 0 || room <= 0)
        {
            return;
        }

        foreach (var column in columns)
        {
            if (isOne(column))
            {
                var more = wish <= room ? column.Wish - column.Width : (int)((long)(column.Wish - column.Width) * room / wish);
                column.Width += more;
                rest -= more;
            }
        }
    }

    private string Head()
    {
        var names = new StringBuilder();
        var dashes = new StringBuilder();
        foreach (var column in _columns)
        {
            names.Append(' ', names.Length == 0 ? 0 : Gap);
            dashes.Append(' ', dashes.Length == 0 ? 0 : Gap);
            var title = Title(column);
            names.Append(CellText.Fit(title, column.Width, column.IsRight));
            dashes.Append(CellText.Fit(new string('-', CellText.Width(title)), column.Width, column.IsRight));
        }

        return $"{names.ToString().TrimEnd()}\n{dashes.ToString().TrimEnd()}";
    }

    // Where a name does not fit, its last words tell more than its first ones, unless two columns have the same.
    private string Title(Column column)
    {
        var own = Tail(column.Title, column.Width);
        foreach (var other in _columns)
        {
            if (!ReferenceEquals(other, column) && Tail(other.Title, other.Width) == own)
            {
                return CellText.Width(column.Title) <= column.Width ? column.Title : CellText.Fit(column.Title, column.Width, isRight: false);
            }
        }

        return own;
    }

    private static bool IsPlain(string title) => title.All(c => char.IsLetterOrDigit(c) || c == '_');

    private static string Tail(string title, int width)
    {
        if (CellText.Width(title) <= width)
        {
            return title;
        }

        // What is no plain name keeps its beginning, and with it the marks of what is not seen.
        for (var i = 1; i < title.Length && IsPlain(title); i++)
        {
            if (char.IsUpper(title[i]) && !char.IsUpper(title[i - 1]) && title.Length - i < width)
            {
                return $"…{title.Substring(i)}";
            }
        }

        return CellText.Fit(title, width, isRight: false);
    }

    private static string Count(int columns) => columns == 1 ? "1 column" : FormattableString.Invariant($"{columns} columns");

    private string Said()
    {
        var hint = new StringBuilder(
            _columns.Length == _names.Length
                ? Count(_names.Length)
                : FormattableString.Invariant($"{_columns.Length} of {_names.Length} columns. For all: | Format-List")
        );
        Add(" In these rows: ", claim => claim.Value is not null, claim => $"{CellText.Of(_names[claim.Place])} '{Shown(claim.Value, 0)}'");
        Add(" Empty: ", claim => claim.Value is null, claim => CellText.Of(_names[claim.Place]));
        return hint.ToString();

        void Add(string words, Predicate<(int Place, object? Value)> isOne, Func<(int Place, object? Value), string> text)
        {
            var some = Array.FindAll(_claims, isOne);
            if (some.Length > 0)
            {
                hint.Append(hint[hint.Length - 1] == '.' ? string.Empty : ".")
                    .Append(words)
                    .Append(string.Join(", ", some.Take(MostClaims).Select(text)))
                    .Append(some.Length > MostClaims ? ", …" : ".");
            }
        }
    }

    // Times to the second, but where nothing is cut.
    private static string Shown(object? value, int width) =>
        width != ScreenWidth.Unlimited && BareValue.Of(value) is DateTime time ? UtcText.Second(time) : CellText.Of(value);

    // The host without its domain, where that is what does not fit.
    private static string Host(string text, int width)
    {
        var end = text.IndexOf('.');
        return end > 0 && end < width ? $"{text.Substring(0, end)}…" : text;
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
                    break;
                }

                end += length;
            }

            yield return text.Substring(start, end - start);
            start = end;
        } while (start < text.Length);
    }

    private sealed class Column
    {
        private const int LeastWidth = 6;
        private const int LeastTextWidth = 12;
        private const int LeastRestWidth = 16;
        private const int MostWidth = 100;
        private const int LastRank = 99;

        // Such a header is not cut.
        private const int ShortTitle = 8;

        public int Place { get; private init; }

        public string Title { get; private init; } = string.Empty;

        public ColumnFit Fit { get; private init; }

        public int Rank { get; private init; }

        public int Least { get; private init; }

        public int Wish { get; private init; }

        public int Width { get; set; }

        public bool IsRight { get; private init; }

        public bool IsText { get; private init; }

        public static Column Of(int place, string name, object? value, int screen, AnswerProfile? profile)
        {
            var title = CellText.Of(name);
            var text = Shown(value, screen);
            var plain = BareValue.Of(value);
            var known = profile?.Find(name, out _);
            var isText = plain is null or string or Array or PSCustomObject;
            var role = ColumnRoles.RoleOf(name);
            var fit =
                !isText || role is ColumnRole.Table or ColumnRole.Connection or ColumnRole.Kind ? ColumnFit.Whole
                : role == ColumnRole.Detail ? ColumnFit.Rest
                : ColumnRoles.FitOf(name);

            // The response is known as far as it has been read, and of a row from elsewhere nothing is.
            var own = Math.Max(CellText.Width(text), known?.Length ?? 0);
            var wish = Math.Max(own, (isText && known is null) || role == ColumnRole.Table ? ColumnRoles.TypicalWidth(name) : 0);
            var least = fit switch
            {
                ColumnFit.Whole => Math.Max(
                    isText ? Math.Min(wish, Math.Max(LeastTextWidth, screen / 4)) : own,
                    CellText.Width(title) <= ShortTitle ? CellText.Width(title) : 0
                ),
                ColumnFit.Host => Math.Min(Math.Max(HostWidth(text), known?.HostLength ?? ColumnRoles.TypicalWidth(name)) + 1, Math.Max(wish, LeastWidth)),
                ColumnFit.Rest => Math.Min(LeastRestWidth, wish),
                _ => Math.Min(LeastTextWidth, Math.Max(wish, CellText.Width(title))),
            };
            least = Math.Max(LeastWidth, least);
            wish = Math.Max(least, Math.Max(wish, CellText.Width(title)));
            return new Column
            {
                Place = place,
                Title = title,
                Fit = fit,
                Rank = role is { } played ? ColumnRoles.RankOf(played) : LastRank,
                Least = least,
                Wish =
                    isText && fit != ColumnFit.Whole
                        ? Math.Max(least, Math.Min(fit == ColumnFit.Rest && screen != ScreenWidth.Unlimited ? screen : MostWidth, wish))
                        : wish,
                Width = Math.Max(wish, least),
                IsRight = plain is int or long or double or decimal,
                IsText = isText,
            };
        }

        public static Column Of(int place, OutputColumn column, object? value, int screen)
        {
            var title = CellText.Width(column.Name);
            var wish = Math.Max(Math.Max(CellText.Width(Shown(value, screen)), column.Typical), title);
            return new Column
            {
                Place = place,
                Title = column.Name,
                Fit = column.Fit,
                Rank = column.Rank,
                Least = column.Fit == ColumnFit.Whole ? wish : Math.Max(title, Math.Min(wish, column.Fit == ColumnFit.Rest ? LeastRestWidth : LeastTextWidth)),
                Wish = wish,
                Width = wish,
                IsRight = BareValue.Of(value) is int or long or double || column.IsNumber,
                IsText = true,
            };
        }

        private static int HostWidth(string text)
        {
            var end = text.IndexOf('.');
            return end < 0 ? CellText.Width(text) : end;
        }
    }
}
