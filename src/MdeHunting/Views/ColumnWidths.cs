using MdeHunting.Pipeline;
using MdeHunting.Tables;

namespace MdeHunting.Views;

/// <summary>Divides the width of a screen among the columns of a table.</summary>
internal static class ColumnWidths
{
    private const int Slack = 10;

    // So much of a command line is shown before a host's domain.
    private const int EnoughRest = 60;

    // Of a command line so much is kept where a header gets room from it.
    private const int LeastDonor = 24;
    private const int FewCells = 2;

    /// <summary>The columns of a table that have room on the screen, with their widths; none where no table has.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="width">The width of the screen, in cells.</param>
    /// <param name="dropsLast">Whether those that matter least may be left out.</param>
    public static TableColumn[] Fit(List<TableColumn> columns, int width, bool dropsLast)
    {
        var all = columns.ToArray();
        while (columns.Count >= (dropsLast ? RowLayout.LeastPicks : 1))
        {
            if (Shrink(columns, width))
            {
                return WithRest(columns, all, width);
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

    // A command line that was left out before an address that is wider gets the room that this leaves.
    private static TableColumn[] WithRest(List<TableColumn> columns, TableColumn[] all, int width)
    {
        if (Array.Find(all, column => column.Fit == ColumnFit.Rest && column.Most == 0 && !columns.Contains(column)) is { } rest)
        {
            var more = Array.FindAll(all, column => column == rest || columns.Contains(column)).ToList();
            if (Shrink(more, width) && rest.Width >= Math.Min(rest.Wish, LeastDonor))
            {
                return [.. more];
            }

            Shrink(columns, width);
        }

        return [.. columns];
    }

    private static bool Shrink(List<TableColumn> columns, int width)
    {
        if (width == ScreenWidth.Unlimited)
        {
            return true;
        }

        var rest = width - (RowLayout.Gap * (columns.Count - 1));
        foreach (var column in columns)
        {
            column.Width = column.Least;
            rest -= column.Least;
        }

        if (rest < 0)
        {
            return false;
        }

        // What the other end was goes first: a port has its header where there is room, and an address of the web enough to be read.
        Share(columns, column => column.IsRemote && column.IsRight, rest, TableColumn.MostRemote, ref rest);
        Share(columns, column => column.IsRemote, rest, TableColumn.MostRemote, ref rest);
        if (columns.TrueForAll(column => column.Most > 0))
        {
            // Of outputs it is the names that matter, and a text says the rest.
            Share(columns, column => !IsRest(column), rest, int.MaxValue, ref rest);
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
        Share(columns, column => column.Fit != ColumnFit.Host, rest, int.MaxValue, ref rest, column => Math.Max(column.Wish, CellText.Width(column.Title)));
        Share(columns, column => column.Most > column.Wish, rest, int.MaxValue, ref rest, column => column.Most);
        var last = columns[columns.Count - 1];
        if ((columns.Find(IsRest) ?? (last.IsText && !last.IsRight ? last : null)) is { } open)
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

        static bool IsRest(TableColumn column) => column.Fit == ColumnFit.Rest;
        static bool IsLater(TableColumn column) => column.Fit == ColumnFit.Host || column.IsOpaque;
    }

    // A header is not cut for a cell or two, and one that is cut is to be read, where a longer text can spare the room.
    private static void Widen(List<TableColumn> columns)
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

        static int Spare(TableColumn column) =>
            column.Fit == ColumnFit.Rest || (column.IsText && column.Fit == ColumnFit.Text)
                ? column.Width
                    - Math.Max(Math.Max(column.Least, HeaderText.ReadableWidth(column.Title)), column.Fit == ColumnFit.Rest ? LeastDonor : column.Wish)
                : 0;
    }

    // What columns wish beyond what they have, up to so much each, in proportion where it is more than there is.
    private static void Share(List<TableColumn> columns, Predicate<TableColumn> isOne, int room, int most, ref int rest, Func<TableColumn, int>? wishOf = null)
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

        int Wanted(TableColumn column) => Math.Max(0, Math.Min(wishOf?.Invoke(column) ?? column.Wish, most) - column.Width);
    }
}
