using System.Text;
using MdeHunting.Pipeline;
using MdeHunting.Rows;
using MdeHunting.Tables;

namespace MdeHunting.Views;

/// <summary>
/// How rows of one shape lie on a screen of one width: as a table of all columns, as a table of those that matter, or as a list. Widths are taken from the
/// first row that is shown, as PowerShell's own tables are, and from what is known of the response that it came from, so that rows can be shown while others
/// still come.
/// </summary>
internal sealed class RowLayout
{
    /// <summary>The blanks between two columns.</summary>
    public const int Gap = 1;

    /// <summary>A table of fewer columns tells too little.</summary>
    public const int LeastPicks = 3;

    private const int LeastTelling = 40;

    // So much of a title is shown before a column that nobody reads.
    private const int EnoughTelling = 48;

    // Less of a command line is left out for an address that has no room.
    private const int LeastRest = 24;

    // So few were chosen by hand, and more are a table as it is.
    private const int MostChosen = 6;

    private readonly string[] _names;
    private readonly TableColumn[] _columns;
    private readonly RowClaim[] _claims;

    private RowLayout(string[] names, int width, TableColumn[] columns, IReadOnlyList<RowClaim> claims, string? hint = null)
    {
        _names = names;
        Width = width;
        _columns = columns;
        _claims = columns.Length == 0 ? [] : [.. claims];
        Header = columns.Length == 0 ? string.Empty : Head();
        Hint =
            hint is not null ? RowClaim.Tell(hint, _claims, _names)
            : columns.Length == 0 ? Count(names.Length)
            : Said();
    }

    // Whether it serves for every object: what has no room is cut.
    private bool IsFixed { get; init; }

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
    /// <param name="room">What is done for the names of files that are longer than they commonly are.</param>
    public static RowLayout Of(string[] names, object?[] values, int width, AnswerProfile? profile = null, NameRoom room = NameRoom.Common)
    {
        var roles = SourceNames.Of(names, values);
        List<RowClaim> claims = [];
        TableColumn[] columns = [];
        if (names.Length <= AnswerProfile.Few)
        {
            var all = Enumerable
                .Range(0, names.Length)
                .OrderBy(place => ColumnRoles.RoleOf(roles[place]) is { } role && ColumnRoles.IsSource(role) ? 0 : 1)
                .ToList();
            columns = Fit(names, roles, values, all, width, profile, room, dropsLast: false);
            if (columns.Length == 0)
            {
                claims = RowClaim.Of(roles, values, all, profile);
                columns = Fit(names, roles, values, RowClaim.Without(all, claims), width, profile, room, dropsLast: false);
            }

            while (names.Length > MostChosen && columns.Length > LeastPicks && Array.Exists(columns, column => IsCramped(column, columns)))
            {
                all.Remove(Last(columns));
                columns = Fit(names, roles, values, RowClaim.Without(all, claims), width, profile, room, dropsLast: false);
            }
        }

        if (columns.Length == 0)
        {
            var picks = ColumnRoles.Of(roles, place => IsEmpty(names[place], profile)).Select(column => column.Place).ToList();
            claims = width == ScreenWidth.Unlimited ? [] : RowClaim.Of(roles, values, picks, profile);
            columns = Fit(names, roles, values, RowClaim.Without(picks, claims), width, profile, room, dropsLast: true);
            if (width < TableColumn.WideScreen && columns.Length > LeastPicks && Scant(columns) is { } scant)
            {
                // So little of a command line tells nothing, and an address of the web is to be read.
                picks = [.. columns.Select(column => column.Place).Where(place => place != scant.Place)];
                columns = Fit(names, roles, values, RowClaim.Without(picks, claims), width, profile, room, dropsLast: true);
            }
        }

        return new RowLayout(names, width, columns, claims);
    }

    /// <summary>The layout for rows like one of them, whose line is no wider than the screen where that can be.</summary>
    /// <param name="names">The names of the row's columns.</param>
    /// <param name="values">Its values.</param>
    /// <param name="width">The width of the screen, in cells.</param>
    /// <param name="profile">What is known of the response that it came from.</param>
    public static RowLayout Fitting(string[] names, object?[] values, int width, AnswerProfile? profile = null)
    {
        var common = Of(names, values, width, profile);
        if (common.Fits(values))
        {
            return common;
        }

        // A name that is cut tells more than nothing of the address that would be left out for it.
        var whole = Of(names, values, width, profile, NameRoom.Whole);
        var cut = Of(names, values, width, profile, NameRoom.Cut);
        var isWhole = !whole.IsList && whole.Fits(values);
        return !cut.IsList && cut.Fits(values) && (!isWhole || cut._columns.Length > whole._columns.Length) ? cut
            : isWhole ? whole
            : common;
    }

    /// <summary>The layout of a table whose columns are known.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="hint">What is said above it.</param>
    /// <param name="names">Their names.</param>
    /// <param name="values">The values of one object.</param>
    /// <param name="width">The width of the screen, in cells.</param>
    /// <param name="profile">What is known of the objects that it was returned together with; null where it came alone.</param>
    public static RowLayout Of(OutputColumn[] columns, string hint, string[] names, object?[] values, int width, OutputProfile? profile = null)
    {
        List<TableColumn> All() => [.. Enumerable.Range(0, columns.Length).Select(i => TableColumn.Of(i, columns[i], values[i], width, profile))];
        var claims = new List<RowClaim>();
        var fitted = ColumnWidths.Fit(All(), width, dropsLast: profile is null && columns.Length > LeastPicks);
        if (profile is not null && (fitted.Length == 0 || Array.Exists(fitted, IsShort)))
        {
            // What all of them have alike is said above, and takes no room.
            claims = RowClaim.Of(columns, values, profile);
            fitted = ColumnWidths.Fit(All().FindAll(column => !claims.Exists(claim => claim.Place == column.Place)), width, dropsLast: true);
        }

        return new RowLayout(names, width, fitted, claims, hint) { IsFixed = true };
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
            if (!claim.Holds(values))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a row stands below its header and within the screen: what is never cut may be wider than its column.</summary>
    public bool Fits(object?[] values)
    {
        if (IsFixed || IsList || Width == ScreenWidth.Unlimited)
        {
            return true;
        }

        for (var i = 0; i < _columns.Length - 1; i++)
        {
            var column = _columns[i];
            if (column.Fit == ColumnFit.Whole && CellText.Width(CellText.Shown(values[column.Place], Width)) > column.Width)
            {
                return false;
            }
        }

        return CellText.Width(Text(values)) <= Width;
    }

    /// <summary>A row's text: one line of a table, or a list's lines.</summary>
    /// <param name="values">The row's values.</param>
    /// <param name="wraps">Whether the last column goes on below rather than being cut.</param>
    public string Text(object?[] values, bool wraps = false)
    {
        if (IsList)
        {
            return ListText.Of(_names, values, Width);
        }

        // What is never cut takes its room from the columns behind it.
        var line = new StringBuilder();
        var debt = 0;
        foreach (var column in _columns)
        {
            line.Append(' ', line.Length == 0 ? 0 : Gap);
            var text = CellText.Shown(values[column.Place], Width);
            if (Width == ScreenWidth.Unlimited)
            {
                line.Append(CellText.Fit(text, Math.Max(column.Width, CellText.Width(text)), column.IsRight));
                continue;
            }

            if (wraps && column == _columns[_columns.Length - 1] && column.Fit == ColumnFit.Rest)
            {
                var start = CellText.Width(line.ToString());
                var below = $"\n{new string(' ', start)}";
                return line.Append(CellText.Wrap(text, Math.Max(LeastRest, Width - start)).Replace("\n", below)).ToString().TrimEnd();
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

    // The place of the column that matters least.
    private static int Last(TableColumn[] columns)
    {
        var last = columns[0];
        foreach (var column in columns)
        {
            last = column.Rank >= last.Rank ? column : last;
        }

        return last.Place;
    }

    // The command line that has little room where an address has less than it needs; null for none.
    private static TableColumn? Scant(TableColumn[] columns) =>
        Array.Find(
            columns,
            column =>
                column.Fit == ColumnFit.Rest
                && column.Width < Math.Min(column.Wish, LeastRest)
                && Array.Exists(columns, other => other.IsCutRemote && other.Rank < column.Rank)
        );

    // Of what happened too little is left where all columns are shown.
    private static bool IsCramped(TableColumn column, TableColumn[] columns) =>
        column.IsTelling && column.Width < Math.Min(column.Wish, Array.Exists(columns, other => other.IsOpaque) ? EnoughTelling : LeastTelling);

    private static bool IsShort(TableColumn column) => column.Width < Math.Min(column.Wish, column.Fit == ColumnFit.Rest ? EnoughTelling : column.Wish);

    private static bool IsEmpty(string name, AnswerProfile? profile) => profile?.Find(name, out _) is { IsEmpty: true };

    private static TableColumn[] Fit(
        string[] names,
        string[] roles,
        object?[] values,
        List<int> picks,
        int width,
        AnswerProfile? profile,
        NameRoom room,
        bool dropsLast
    ) => ColumnWidths.Fit(picks.ConvertAll(place => TableColumn.Of(place, names[place], roles, values[place], width, profile, room)), width, dropsLast);

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

    private string Said() =>
        RowClaim.Tell(
            _columns.Length == _names.Length
                ? Count(_names.Length)
                : FormattableString.Invariant($"{_columns.Length} of {_names.Length} columns. For all: | Format-List"),
            _claims,
            _names
        );

    // The host without its domain, where that is what does not fit.
    private static string Host(string text, int width)
    {
        var end = text.IndexOf('.');
        return end > 0 && end < width ? $"{text.Substring(0, end)}…" : text;
    }
}
