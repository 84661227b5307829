using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Rows;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>A row in a few words, where PowerShell wants a text of it: in a list of groups, in a string.</summary>
internal static class RowSummary
{
    private const int MostValues = 5;
    private const int MostCharacters = 40;
    private const int DigestBytes = 16;

    /// <summary>The values that matter, in short.</summary>
    /// <param name="row">The row.</param>
    /// <param name="width">The width of the screen that it is for, on which times are to the second.</param>
    public static string Of(PSObject row, int width = ScreenWidth.Unlimited)
    {
        var properties = row.Properties.ToList();
        var picks = ColumnRoles.Of([.. properties.Select(property => property.Name)]);
        var shown = picks.Count > 0 ? picks.Select(column => properties[column.Place]) : properties;
        return string.Join(" ", shown.Select(property => Text(property, width)).Where(text => text.Length > 0).Take(MostValues));
    }

    /// <summary>
    /// The same with a digest of all values. Compare-Object, Get-Unique and Group-Object tell objects apart by their text, so rows that differ in anything must
    /// have texts that differ.
    /// </summary>
    public static string WithDigest(PSObject row)
    {
        var digest = $"#{Sha256Text.Of(CompactJson.Of(row)).Substring(0, 2 * DigestBytes)}";
        var words = Of(row);
        return words.Length == 0 ? digest : $"{words} {digest}";
    }

    private static string Text(PSPropertyInfo property, int width)
    {
        if (BareValue.Of(property.Value) is DateTime time)
        {
            return CellText.Shown(time, width);
        }

        var text = ExactText.Of(property.Value);
        return text.Length <= MostCharacters ? TerminalSafeText.Line(text) : $"{TerminalSafeText.Line(text.Substring(0, MostCharacters - 1))}…";
    }
}
