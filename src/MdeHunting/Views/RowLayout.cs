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
    private const int LeastTelling = 30;

    // So much of a title is shown before a column that nobody reads, and so much of a command line before a host's domain.
    private const int EnoughTelling = 48;
    private const int EnoughRest = 60;

    // Of a command line so much is kept where a header gets room from it.
    private const int LeastDonor = 24;
    private const int FewCells = 2;

    // So few were chosen by hand, and more are a table as it is.
    private const int MostChosen = 6;

    private readonly string[] _names;
    private readonly Column[] _columns;
    private readonly Claim[] _claims;

    private RowLayout(string[] names, int width, Column[] columns, IReadOnlyList<Claim> claims)
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
        List<Claim> claims = [];
        Column[] columns = [];
        if (names.Length <= AnswerProfile.Few)
        {
            var all = Enumerable.Range(0, names.Length).OrderBy(place => ColumnRoles.RoleOf(names[place]) is { } role && IsSource(role) ? 0 : 1).ToList();
            columns = Fit(names, values, all, width, profile, dropsLast: false);
            if (columns.Length == 0)
            {
                claims = Claims(names, values, all, profile);
                columns = Fit(names, values, Without(all, claims), width, profile, dropsLast: false);
            }

            while (names.Length > MostChosen && columns.Length > LeastPicks && Array.Exists(columns, column => IsCramped(column, columns)))
            {
                all.Remove(Last(names, columns));
                columns = Fit(names, values, Without(all, claims), width, profile, dropsLast: false);
            }
        }

        if (columns.Length == 0)
        {
            var picks = ColumnRoles.Of(names, place => IsEmpty(names[place], profile)).Select(column => column.Place).ToList();
            claims = width == ScreenWidth.Unlimited ? [] : Claims(names, values, picks, profile);
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

        foreach (var claim in _claims)
        {
            if (!Holds(claim.Value, values[claim.Place]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a row's line is no wider than the screen: what is never cut may make it so.</summary>
    public bool Fits(object?[] values) => IsList || Width == ScreenWidth.Unlimited || CellText.Width(Text(values)) <= Width;

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
                column.Fit switch
                {
                    ColumnFit.Host when own > room => CellText.Fit(Host(text, room), room, isRight: false),
                    ColumnFit.Path => CellText.FitMiddle(text, room),
                    _ => CellText.Fit(text, room, column.IsRight),
                }
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

    // The place of the column that matters least.
    private static int Last(string[] names, Column[] columns)
    {
        var last = columns[0];
        foreach (var column in columns)
        {
            last = Rank(names, column.Place) >= Rank(names, last.Place) ? column : last;
        }

        return last.Place;
    }

    // Of what happened too little is left where all columns are shown.
    private static bool IsCramped(Column column, Column[] columns) =>
        column.IsTelling && column.Width < Math.Min(column.Wish, Array.Exists(columns, other => other.IsOpaque) ? EnoughTelling : LeastTelling);

    private static bool IsSource(ColumnRole role) => role is ColumnRole.Table or ColumnRole.Connection or ColumnRole.Query;

    private static bool IsEmpty(string name, AnswerProfile? profile) => profile?.Find(name, out _) is { IsEmpty: true };

    private static bool Holds(object? claimed, object? value)
    {
        var bare = BareValue.Of(value);
        return ColumnProfile.IsNothing(claimed) ? ColumnProfile.IsNothing(value) : ColumnProfile.AreAlike(claimed, bare);
    }

    private static int Rank(string[] names, int place) => ColumnRoles.RankOf(names, names[place]);

    private static List<int> Without(List<int> places, List<Claim> claims) => places.FindAll(place => !claims.Exists(claim => claim.Place == place));

    // What all rows of the response have in common in these columns, and this row too, which may have been changed since. Where a row is from and when it
    // happened is always shown, and so are at least three columns.
    private static List<Claim> Claims(string[] names, object?[] values, List<int> places, AnswerProfile? profile)
    {
        List<Claim> claims = [];
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

            claims.Add(new Claim(place, column.IsEmpty ? null : column.First));
        }

        // Of those that have a value, the most telling ones come back.
        while (places.Count - claims.Count < LeastPicks)
        {
            var best = -1;
            for (var i = 0; i < claims.Count; i++)
            {
                best = claims[i].Value is not null && (best < 0 || Rank(names, claims[i].Place) < Rank(names, claims[best].Place)) ? i : best;
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
        Fit(picks.ConvertAll(place => Column.Of(place, names, values[place], width, profile)), width, dropsLast);

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

        // Titles and accounts share half of what is left; then a command line gets enough, then a host its domain, then a command line what it has to say, and
        // the last text what remains.
        Share(columns, column => !IsRest(column) && !IsLater(column), columns.Exists(IsRest) ? rest - (rest / 2) : rest, int.MaxValue, ref rest);
        Share(columns, IsRest, rest, EnoughRest, ref rest);
        Share(columns, IsLater, rest, int.MaxValue, ref rest);
        foreach (var host in columns)
        {
            // Of a domain all is shown, or nothing.
            if (host.Fit == ColumnFit.Host && host.Width < host.Wish)
            {
                rest += host.Width - host.Least;
                host.Width = host.Least;
            }
        }

        Share(columns, IsRest, rest, int.MaxValue, ref rest);
        Share(columns, column => column.Fit != ColumnFit.Host, rest, int.MaxValue, ref rest);
        Share(columns, column => column.Fit != ColumnFit.Host, rest, int.MaxValue, ref rest, isTitle: true);
        var last = columns[columns.Count - 1];
        if ((columns.Find(IsRest) ?? (last.IsText ? last : null)) is { } open)
        {
            // What stands behind it would be far away from texts that are known to be short.
            open.Width += open.IsKnown && open != last ? Math.Min(Slack, rest) : rest;
        }
        else if (columns.Find(column => column.Fit == ColumnFit.Text) is { } text)
        {
            text.Width += Math.Min(Slack, rest);
        }

        Widen(columns);
        return true;

        static bool IsRest(Column column) => column.Fit == ColumnFit.Rest;
        static bool IsLater(Column column) => column.Fit == ColumnFit.Host || column.IsOpaque;
    }

    // A header is not cut for a cell or two, and one that is cut is to be read, where a longer text can spare the room.
    private static void Widen(List<Column> columns)
    {
        foreach (var column in columns)
        {
            var title = CellText.Width(column.Title);
            var need = title - column.Width <= FewCells ? title - column.Width : HeaderText.ReadableWidth(column.Title) - column.Width;
            var giver = need <= 0 ? null : columns.Find(other => !ReferenceEquals(other, column) && Spare(other) >= need);
            if (giver is not null)
            {
                giver.Width -= need;
                column.Width += need;
            }
        }

        static int Spare(Column column) =>
            column.Fit == ColumnFit.Rest || (column.IsText && column.Fit == ColumnFit.Text)
                ? column.Width
                    - Math.Max(Math.Max(column.Least, HeaderText.ReadableWidth(column.Title)), column.Fit == ColumnFit.Rest ? LeastDonor : column.Wish)
                : 0;
    }

    // What columns wish beyond what they have, up to so much each, in proportion where it is more than there is.
    private static void Share(List<Column> columns, Predicate<Column> isOne, int room, int most, ref int rest, bool isTitle = false)
    {
        var wish = 0;
        foreach (var column in columns)
        {
            wish += isOne(column) ? Wanted(column) : 0;
        }

        if (wish <= 0 || room <= 0)
        {
            return;
        }

        foreach (var column in columns)
        {
            if (isOne(column))
            {
                var more = wish <= room ? Wanted(column) : (int)((long)Wanted(column) * room / wish);
                column.Width += more;
                rest -= more;
            }
        }

        int Wanted(Column column) => Math.Max(0, Math.Min(isTitle ? Math.Max(column.Wish, CellText.Width(column.Title)) : column.Wish, most) - column.Width);
    }

    private string Head()
    {
        var names = new StringBuilder();
        var dashes = new StringBuilder();
        var titles = HeaderText.Of(Array.ConvertAll(_columns, column => (column.Title, column.Width)));
        for (var i = 0; i < titles.Length; i++)
        {
            var column = _columns[i];
            names.Append(' ', i == 0 ? 0 : Gap).Append(CellText.Fit(titles[i], column.Width, column.IsRight));
            dashes.Append(' ', i == 0 ? 0 : Gap).Append(CellText.Fit(new string('-', CellText.Width(titles[i])), column.Width, column.IsRight));
        }

        return $"{names.ToString().TrimEnd()}\n{dashes.ToString().TrimEnd()}";
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

        void Add(string words, Predicate<Claim> isOne, Func<Claim, string> text)
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

    // What is said of a column of all rows: a value, or none.
    private sealed record Claim(int Place, object? Value);

    private sealed class Column
    {
        private const int LeastWidth = 6;
        private const int LeastTextWidth = 12;
        private const int LeastRestWidth = 16;
        private const int LeastPathWidth = 20;
        private const int MostWidth = 100;
        private const int MostWholeShare = 3;

        // Such a header is not cut.
        private const int ShortTitle = LeastTextWidth;

        public int Place { get; private init; }

        public string Title { get; private init; } = string.Empty;

        public ColumnFit Fit { get; private init; }

        public int Rank { get; private init; }

        public int Least { get; private init; }

        public int Wish { get; private init; }

        public int Width { get; set; }

        public bool IsRight { get; private init; }

        public bool IsText { get; private init; }

        /// <summary>Whether it tells what happened: a title, a command line.</summary>
        public bool IsTelling { get; private init; }

        /// <summary>Whether the length of its texts is known of all rows that were read so far.</summary>
        public bool IsKnown { get; private init; }

        /// <summary>Whether it is there to be compared and searched for.</summary>
        public bool IsOpaque { get; private init; }

        public static Column Of(int place, string[] names, object? value, int screen, AnswerProfile? profile)
        {
            var name = names[place];
            var title = CellText.Of(name);
            var text = Shown(value, screen);
            var plain = BareValue.Of(value);
            var known = profile?.Find(name, out _);
            var isText = plain is null or string or Array or PSCustomObject;
            var role = ColumnRoles.RoleOf(name);
            var fit =
                !isText || role is ColumnRole.Table or ColumnRole.Connection or ColumnRole.Recipient or ColumnRole.Kind or ColumnRole.Logon ? ColumnFit.Whole
                : role == ColumnRole.Detail ? ColumnFit.Rest
                : ColumnRoles.FitOf(name);

            // The response is known as far as it has been read, and of a row from elsewhere nothing is.
            var own = Math.Max(CellText.Width(text), known?.Length ?? 0);
            var wish = Math.Max(own, (isText && known is null) || role == ColumnRole.Table ? ColumnRoles.TypicalWidth(name) : 0);
            var whole = CellText.Width(title) <= ShortTitle ? CellText.Width(title) : 0;
            var least = fit switch
            {
                ColumnFit.Whole when isText => Math.Max(
                    Math.Min(wish, Math.Max(LeastTextWidth, screen / MostWholeShare)),
                    Math.Min(LeastTextWidth, HeaderText.ReadableWidth(title))
                ),
                ColumnFit.Whole => Math.Max(own, whole),
                ColumnFit.Host => Math.Max(
                    Math.Min(Math.Max(HostWidth(text), known?.HostLength ?? ColumnRoles.TypicalWidth(name)) + 1, Math.Max(wish, LeastWidth)),
                    whole
                ),
                ColumnFit.Rest => Math.Min(LeastRestWidth, wish),
                ColumnFit.Path => Math.Min(LeastPathWidth, Math.Max(wish, CellText.Width(title))),
                _ => Math.Min(LeastTextWidth, Math.Max(wish, CellText.Width(title))),
            };
            least = Math.Max(LeastWidth, least);
            wish = Math.Max(least, Math.Max(wish, HeaderText.ReadableWidth(title)));
            return new Column
            {
                Place = place,
                Title = title,
                Fit = fit,
                Rank = Rank(names, place),
                Least = least,
                Wish =
                    isText && fit != ColumnFit.Whole
                        ? Math.Max(least, Math.Min(fit == ColumnFit.Rest && screen != ScreenWidth.Unlimited ? screen : MostWidth, wish))
                        : wish,
                Width = Math.Max(wish, least),
                IsRight = plain is int or long or double or decimal || (plain is null && role == ColumnRole.Port),
                IsText = isText,
                IsTelling = role == ColumnRole.Detail || name is "Title" or "Subject",
                IsKnown = known is not null,
                IsOpaque = ColumnRoles.IsOpaque(name),
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
                Least =
                    column.Fit == ColumnFit.Whole
                        ? wish
                        : Math.Max(
                            title,
                            Math.Min(
                                wish,
                                column.Fit is ColumnFit.Rest ? LeastRestWidth
                                    : column.Fit is ColumnFit.Path ? LeastPathWidth
                                    : LeastTextWidth
                            )
                        ),
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
