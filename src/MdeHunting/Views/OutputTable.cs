using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>
/// The tables of outputs that are no rows. They are laid out as rows are, so that outputs of several kinds in one pipeline are shown by one view, each as a
/// table of its own. Values are read by name: what came from another process has the properties of its type and not the type.
/// </summary>
internal sealed class OutputTable
{
    private const string Deserialized = "Deserialized.";
    private const string Indent = "   ";
    private const int LeastAdvice = 20;

    private readonly OutputColumn[] _columns;
    private readonly string[] _names;

    public OutputTable(string hint, OutputColumn[] columns)
    {
        Hint = hint;
        _columns = columns;
        _names = [.. columns.Select(column => column.Name)];
    }

    /// <summary>What is said above the table.</summary>
    public string Hint { get; }

    /// <summary>The list as which its objects are shown by default; null where they are a table.</summary>
    public Func<PSObject, IReadOnlyList<(string Name, string[] Texts)>>? Lines { get; init; }

    /// <summary>Whether nothing is said above it, since its list has all that is commonly wanted.</summary>
    public bool IsBare { get; init; }

    /// <summary>The property whose lines stand below each line of the table; null for none.</summary>
    public string? Excerpt { get; init; }

    /// <summary>
    /// The property that stands below those lines, in lines that end between words; null for none. The last column is wrapped in the same way.
    /// </summary>
    public string? Advice { get; init; }

    /// <summary>The lines below that of an object, such as a place of a query, where it fits, and what to do about it; null where there are none.</summary>
    public string? Below(PSObject instance, int width)
    {
        var lines = new List<string>();
        if (Excerpt is { } property && OutputCells.TextOf(instance, property) is { } text && text.Split('\n').All(line => line.Length <= width))
        {
            lines.AddRange(text.Split('\n').Select(TerminalSafeText.Line));
        }

        if (Advice is { } advice && OutputCells.TextOf(instance, advice) is { Length: > 0 } told)
        {
            var room = width == ScreenWidth.Unlimited ? int.MaxValue : Math.Max(LeastAdvice, width - Indent.Length);
            lines.AddRange(CellText.Wrap(TerminalSafeText.Line(told), room).Split('\n').Select(line => Indent + line));
        }

        return lines.Count == 0 ? null : string.Join("\n", lines);
    }

    /// <summary>The table of an object; null for a row, or what has none.</summary>
    public static OutputTable? Of(PSObject instance)
    {
        // A row, which is most of what is shown, does without the tables of the others.
        if (SafeCopy.IsRow(instance))
        {
            return null;
        }

        foreach (var type in instance.TypeNames)
        {
            var name = type.StartsWith(Deserialized, StringComparison.Ordinal) ? type.Substring(Deserialized.Length) : type;
            if (OutputTables.All.TryGetValue(name, out var table) || PartTables.All.TryGetValue(name, out table))
            {
                return table;
            }
        }

        return null;
    }

    /// <summary>Reads what the columns have of an object.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="values">The values.</param>
    /// <returns>The columns' names.</returns>
    public string[] Read(PSObject instance, out object?[] values)
    {
        values = new object?[_columns.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _columns[i].Read(instance);
        }

        return _names;
    }

    /// <summary>The layout for objects like one of them, and those that it was returned together with.</summary>
    public RowLayout Layout(PSObject instance, string[] names, object?[] values, int width) =>
        RowLayout.Of(_columns, Hint, names, values, width, (instance.BaseObject as MdeOutput)?.Set?.Measure(Measure));

    private OutputProfile Measure(IReadOnlyList<MdeOutput> outputs)
    {
        var profile = new OutputProfile(_columns.Length);
        foreach (var output in outputs)
        {
            Read(PSObject.AsPSObject(output), out var values);
            profile.See(values);
        }

        return profile;
    }
}
