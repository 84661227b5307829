using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Views;

/// <summary>
/// What the module's views show of an object; PowerShell calls it for the member set <c>MdeView</c> that the module's types have, which is no property and so in no export.
/// <c>$row.MdeView.Safe</c> is for whoever picks columns for the screen.
/// </summary>
public static class MdeView
{
    // The layout of the rows shown last on this thread: the next row is nearly always like it.
    [ThreadStatic]
    private static RowLayout? _last;

    /// <summary>A copy whose texts are safe on a screen: control and escape characters, which an attacker can put into them, are visible (<c>&lt;U+001B&gt;</c>), and times are exact texts in UTC. The object itself keeps the true values.</summary>
    /// <param name="instance">The object.</param>
    public static object Safe(PSObject instance)
    {
        var safe = new PSObject();
        foreach (var property in instance.Properties)
        {
            safe.Properties.Add(new PSNoteProperty(property.Name, SafeValue(Value(property))));
        }

        return safe;
    }

    /// <summary>The two lines above the rows of a table; empty where they are shown as a list.</summary>
    /// <param name="instance">A row.</param>
    public static string Header(PSObject instance) => Layout(instance, out _).Header;

    /// <summary>A row as one line of a table that fits the screen, or as a list where its columns do not.</summary>
    /// <param name="instance">A row.</param>
    public static string Text(PSObject instance)
    {
        var layout = Layout(instance, out var values);
        return layout.Text(values);
    }

    private static RowLayout Layout(PSObject row, out object?[] values)
    {
        var names = new List<string>();
        var cells = new List<object?>();
        foreach (var property in row.Properties)
        {
            names.Add(property.Name);
            cells.Add(Value(property));
        }

        values = [.. cells];
        string[] columns = [.. names];
        var width = ScreenWidth.Current;
        return _last is { } last && last.Is(columns, width) ? last : _last = RowLayout.Of(columns, values, width);
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

    private static object? SafeValue(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string text => VisibleText.Line(text),
        IEnumerable<string> texts => texts.Select(VisibleText.Line).ToArray(),
        DateTime or PSCustomObject => CellText.Of(value),
        _ => value,
    };
}
