using System.Collections;
using System.Globalization;
using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Rows;
using MdeHunting.Text;
using MdeHunting.Views;

namespace MdeHunting.Internal;

/// <summary>
/// What the module's views show of an object; PowerShell calls it for the member set <c>MdeView</c> that the module's types have, which is no property and so
/// in no export. <c>$row.MdeView.Safe</c> is for whoever picks columns for the screen.
/// </summary>
public static class MdeView
{
    // Beside the label that PowerShell's own list puts before it.
    private const int LabelWidth = 10;
    private const int MostColumns = 200;

    // Tee-Object writes each row to its file and to the screen by turns, each with a table of its own.
    [ThreadStatic]
    private static ShownTable? _onScreen;

    [ThreadStatic]
    private static ShownTable? _inText;

    /// <summary>
    /// A copy whose texts are safe on a screen: control and escape characters, which an attacker can put into them, are visible (<c>&lt;U+001B&gt;</c>), in
    /// values, in lists and in names. Times are exact texts in UTC, dynamic values are JSON. The object itself keeps the true values.
    /// </summary>
    /// <param name="instance">The object.</param>
    public static object Safe(PSObject instance) => SafeCopy.Of(instance);

    /// <summary>Such a copy whose long texts are cut, and say so: for the module's own views.</summary>
    /// <param name="instance">The object.</param>
    public static object Brief(PSObject instance) => SafeCopy.Of(instance, isBrief: true);

    /// <summary>Which table on the screen an object belongs to: a number, which changes where the next object needs another header.</summary>
    /// <param name="instance">A row, or another output that has a table.</param>
    public static string Table(PSObject instance)
    {
        Layout(instance, isFirst: false, out var shown, out _);
        return shown.Number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// What is said above a group of objects: which columns are shown, and how to see the others. PowerShell puts an empty line below it, so the header is not
    /// in it: the first object's text begins with that.
    /// </summary>
    /// <param name="instance">The group's first object.</param>
    public static string Group(PSObject instance)
    {
        var layout = Layout(instance, isFirst: true, out var shown, out _);
        shown.IsHeaderDue = true;
        return CellText.Wrap(shown.Hint, layout.Width);
    }

    /// <summary>An object as one line of a table that fits the screen, below the header where one is due, or as a list where its columns do not fit.</summary>
    /// <param name="instance">A row, or another output that has a table.</param>
    public static string Text(PSObject instance)
    {
        var layout = Layout(instance, isFirst: false, out var shown, out var values);
        var isFirst = shown.IsHeaderDue;
        shown.IsHeaderDue = false;
        var table = OutputTable.Of(instance);
        var text = layout.Text(values, table?.Advice is not null);
        if (table?.Below(instance, layout.Width) is { } below)
        {
            text = $"{text}\n{below}";
        }

        if (!isFirst || layout.Header.Length == 0)
        {
            return text;
        }

        return $"{(layout.Width == ScreenWidth.Unlimited ? layout.Header : TableStyle.Header(layout.Header))}\n{text}";
    }

    /// <summary>An object as it is shown by default: a line of a table, or the list of what matters of it.</summary>
    /// <param name="instance">A row, or another output that has a table.</param>
    public static string Shown(PSObject instance)
    {
        if (OutputTable.Of(instance)?.Lines is { } lines)
        {
            var width = ScreenWidth.Current;
            Shown(width).IsHeaderDue = false;
            return $"{ListText.Of(lines(instance), width).TrimEnd()}\n";
        }

        return Text(instance);
    }

    /// <summary>Every column of a row, or what matters of another object, as a list.</summary>
    /// <param name="instance">The object.</param>
    public static string List(PSObject instance)
    {
        var width = ScreenWidth.Current;
        width = width == ScreenWidth.Unlimited ? width : width - LabelWidth;
        return OutputTable.Of(instance)?.Lines is { } lines ? ListText.Of(lines(instance), width).TrimEnd() : Told(instance, width);
    }

    /// <summary>Describes an object in a few words, for a cell that PowerShell cuts: times are to the second in it wherever it goes.</summary>
    /// <param name="instance">The object.</param>
    public static string Line(PSObject instance) =>
        SafeCopy.IsRow(instance) ? RowSummary.Of(instance, MostColumns) : TerminalSafeText.Start(instance.ToString(), MostColumns);

    /// <summary>A row's text: what matters of it, and a digest by which rows that differ have texts that differ.</summary>
    /// <param name="instance">A row.</param>
    public static string ToText(PSObject instance) => RowSummary.WithDigest(instance);

    /// <summary>What a result is worth, without its rows, or what a token says: an object with the texts of its list.</summary>
    /// <param name="instance">A result or a token.</param>
    public static object Proof(PSObject instance)
    {
        var lines = OutputTable.Of(instance)?.Lines?.Invoke(instance) ?? [];
        var proof = PSObjectFactory.Create(lines.Count);
        foreach (var (name, texts) in lines)
        {
            proof.Properties.Add(new UncopiedNoteProperty(name, string.Join("\n", texts.Select(TerminalSafeText.Line))), preValidated: true);
        }

        return proof;
    }

    /// <summary>What the table of an output shows of it: an object with the texts of its columns.</summary>
    /// <param name="instance">An output that has a table.</param>
    public static object Cells(PSObject instance)
    {
        object?[] values = [];
        var names = OutputTable.Of(instance)?.Read(instance, out values) ?? [];
        var cells = PSObjectFactory.Create(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            cells.Properties.Add(new UncopiedNoteProperty(names[i], CellText.Of(values[i])), preValidated: true);
        }

        return cells;
    }

    // Every column of a row, and of another object the properties that have a value.
    private static string Told(PSObject instance, int width)
    {
        var names = Columns(instance, out var values);
        if (!SafeCopy.IsRow(instance))
        {
            names = Columns(SafeCopy.Of(instance, isBrief: true), out var safe);
            values = [.. values.Zip(safe, Item)];
            var some = Enumerable.Range(0, names.Length).Where(i => !ColumnProfile.IsNothing(values[i])).ToArray();
            (names, values) = ([.. some.Select(i => names[i])], [.. some.Select(i => values[i])]);
        }

        return ListText.Of(names, values, width).TrimEnd();
    }

    // Of a list the first items, in words, and how many there are.
    private static object? Item(object? original, object? safe)
    {
        if (safe is not Array items)
        {
            return safe is PSObject ? safe.ToString() : safe;
        }

        var words = string.Join(", ", items.Cast<object?>().Select(item => item?.ToString()));
        return original is ICollection { Count: var count } && count > items.Length ? FormattableString.Invariant($"{words}, … ({count:N0})") : words;
    }

    private static RowLayout Layout(PSObject instance, bool isFirst, out ShownTable shown, out object?[] values)
    {
        var width = ScreenWidth.Current;
        shown = Shown(width);
        var table = OutputTable.Of(instance);
        var names = table is null ? Columns(instance, out values) : table.Read(instance, out values);
        var last = !isFirst && shown.Layout is { } before && before.Is(names, values, width) ? before : null;
        if (last?.Fits(values) == true)
        {
            return last;
        }

        // A line that is wider than the screen is broken by it: such a row gets a table that has the room, where there is one.
        var next = table?.Layout(instance, names, values, width) ?? RowLayout.Fitting(names, values, width, RowShape.ProfileOf(instance));
        if (last is not null && !next.Fits(values))
        {
            return last;
        }

        shown.Number += isFirst ? 0 : 1;
        shown.Layout = next;
        shown.Hint = table is { IsBare: true } ? string.Empty : next.Hint;
        return next;
    }

    private static ShownTable Shown(int width) => width == ScreenWidth.Unlimited ? _inText ??= new ShownTable() : _onScreen ??= new ShownTable();

    private static string[] Columns(PSObject row, out object?[] values)
    {
        var names = new List<string>();
        var cells = new List<object?>();
        foreach (var property in row.Properties)
        {
            names.Add(property.Name);
            cells.Add(Value(property));
        }

        values = [.. cells];
        return [.. names];
    }

    private static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    // The table shown last: the next row is nearly always one of it. Its number tells it from the one before it.
    private sealed class ShownTable
    {
        public RowLayout? Layout { get; set; }

        public string Hint { get; set; } = string.Empty;

        public int Number { get; set; }

        // The next row is the first of its group.
        public bool IsHeaderDue { get; set; }
    }
}
