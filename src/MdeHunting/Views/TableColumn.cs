using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Rows;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>A column of a table: what it shows, how much room it needs, and how much it has.</summary>
internal sealed class TableColumn
{
    private const int LeastWidth = 6;
    private const int LeastTextWidth = 12;
    private const int LeastRestWidth = 16;

    // The id of a tenant, and what a name has besides.
    private const int MostUnknown = 44;
    private const int LeastPathWidth = 20;
    private const int MostWidth = 100;
    private const int MostWholeShare = 3;

    // So much of an address of the web is to be read.
    public const int MostRemote = 28;
    public const int WideScreen = 100;

    // Such a header is not cut.
    private const int ShortTitle = LeastTextWidth;

    public int Place { get; private init; }

    public string Title { get; private init; } = string.Empty;

    public ColumnFit Fit { get; private init; }

    public int Rank { get; private init; }

    public int Least { get; private init; }

    public int Wish { get; private init; }

    /// <summary>So much it takes of what no other column wishes, for values that are not known yet.</summary>
    public int Most { get; private init; }

    public int Width { get; set; }

    public bool IsRight { get; private init; }

    public bool IsText { get; private init; }

    /// <summary>Whether it tells what happened: a title, a command line.</summary>
    public bool IsTelling { get; private init; }

    /// <summary>Whether the length of its texts is known of all rows that were read so far.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>Whether it holds addresses or ports, and has less room than is needed to read them.</summary>
    public bool IsCutRemote => IsRemote && Width < Math.Min(Wish, MostRemote);

    /// <summary>Whether it tells with which other end something happened.</summary>
    public bool IsRemote { get; private init; }

    /// <summary>Whether it is there to be compared and searched for.</summary>
    public bool IsOpaque { get; private init; }

    public static TableColumn Of(int place, string header, string[] names, object? value, int screen, AnswerProfile? profile, NameRoom room)
    {
        var name = names[place];
        var title = CellText.Of(header);
        var text = CellText.Shown(value, screen);
        var plain = BareValue.Of(value);
        var known = profile?.Find(name, out _);
        var isText = plain is null or string or Array or PSCustomObject;
        var role = ColumnRoles.RoleOf(name);
        var fit =
            isText && room == NameRoom.Cut && name.EndsWith("FileName", StringComparison.Ordinal) ? ColumnFit.Path
            : !isText || role is ColumnRole.Table or ColumnRole.Connection or ColumnRole.Recipient or ColumnRole.Kind or ColumnRole.Logon ? ColumnFit.Whole
            : role == ColumnRole.Detail ? ColumnFit.Rest
            : ColumnRoles.FitOf(name);

        // The response is known as far as it has been read, and of a row from elsewhere nothing is.
        var own = Math.Max(CellText.Width(text), known?.Length ?? 0);
        var wish = Math.Max(own, (isText && known is null) || role == ColumnRole.Table ? ColumnRoles.TypicalWidth(name) : 0);
        var whole = CellText.Width(title) <= ShortTitle ? CellText.Width(title) : 0;
        var least = fit switch
        {
            // Its digits tell what it is, where there is little room.
            ColumnFit.Whole when role == ColumnRole.Port && !isText && screen < WideScreen => own,
            ColumnFit.Whole when isText => Math.Max(
                Math.Min(wish, room == NameRoom.Whole || ColumnRoles.IsAddress(name) ? own : Math.Max(LeastTextWidth, screen / MostWholeShare)),
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
        wish = screen == ScreenWidth.Unlimited ? Math.Max(wish, CellText.Width(title)) : Math.Max(least, Math.Max(wish, HeaderText.ReadableWidth(title)));
        return new TableColumn
        {
            Place = place,
            Title = title,
            Fit = fit,
            Rank = ColumnRoles.RankOf(names, name),
            Least = least,
            Wish =
                isText && fit != ColumnFit.Whole
                    ? Math.Max(
                        least,
                        Math.Min(fit == ColumnFit.Rest && screen != ScreenWidth.Unlimited ? screen : Math.Max(MostWidth, CellText.Width(title)), wish)
                    )
                    : wish,
            Width = Math.Max(wish, least),
            IsRight = plain is int or long or double or decimal || (plain is null && role == ColumnRole.Port),
            IsText = isText,
            IsTelling = role == ColumnRole.Detail || name is "Title" or "Subject",
            IsKnown = known is not null,
            IsRemote = role is ColumnRole.Remote or ColumnRole.Port or ColumnRole.Url,
            IsOpaque = ColumnRoles.IsOpaque(name),
        };
    }

    /// <summary>A column of a table of outputs.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="column">The column.</param>
    /// <param name="value">The first object's value.</param>
    /// <param name="screen">The width of the screen.</param>
    /// <param name="profile">What those that were returned together have; null where others may follow that nobody knows.</param>
    public static TableColumn Of(int place, OutputColumn column, object? value, int screen, OutputProfile? profile)
    {
        var title = CellText.Width(column.Name);
        var own = CellText.Width(CellText.Shown(value, screen));
        var wish = Math.Max(title, profile?.Width(place) ?? Math.Max(own, column.Typical));
        return new TableColumn
        {
            Place = place,
            Title = column.Name,
            Fit = column.Fit,
            Rank = column.Rank,
            Least = column.Fit == ColumnFit.Whole || wish <= column.Least ? wish : Math.Max(title, Math.Min(column.Least, LeastPathWidth)),
            Wish = wish,
            Most = profile is not { IsSingle: false } && column.Fit == ColumnFit.Path ? Math.Max(wish, MostUnknown) : wish,
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
