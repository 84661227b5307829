using System.Collections;
using System.Globalization;
using System.Management.Automation;
using MdeHunting.Rows;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>What tables of outputs show of their objects, which they read by name.</summary>
internal static class OutputCells
{
    public static object? Shape(object? value) => value is Enum or bool ? value.ToString() : value;

    public static object? Bare(PSObject instance, string property) => BareValue.Of(instance.Properties[property]?.Value);

    public static string? TextOf(PSObject instance, string property) => Bare(instance, property)?.ToString() is { Length: > 0 } text ? text : null;

    // What is to be known first.
    public static string Together(params string?[] texts) => texts.OfType<string>().Where(text => text.Length > 0).Aggregate(string.Empty, Sentence.Join);

    // How many there are is told where not all of them are there.
    public static string Names(PSObject hit, string names, string count)
    {
        var known = (Bare(hit, names) as IEnumerable)?.Cast<object?>().Select(name => name?.ToString()).ToList() ?? [];
        var text = string.Join(", ", known);
        return long.TryParse(TextOf(hit, count), NumberStyles.Integer, CultureInfo.InvariantCulture, out var all) && all > known.Count
            ? FormattableString.Invariant($"{all:N0}: {text}")
            : text;
    }

    public static string Listed(PSObject instance, string property) =>
        string.Join(", ", (Bare(instance, property) as IEnumerable ?? Array.Empty<object>()).Cast<object?>().Select(item => $"{BareValue.Of(item)}"));

    // An application has no account.
    public static object? Account(PSObject connection) =>
        TextOf(connection, nameof(MdeConnection.Account)) ?? TextOf(connection, "ApplicationName") ?? TextOf(connection, nameof(MdeConnection.ClientId));

    public static string? Period(object? period) =>
        period switch
        {
            "00:01:00" => "minute",
            "01:00:00" => "hour",
            "1.00:00:00" => "day",
            var other => ExactText.Of(other),
        };

    public static object? Failed(PSObject test) =>
        (Bare(test, nameof(MdeEvidenceTest.Checks)) as IEnumerable)
            ?.Cast<object>()
            .Select(PSObject.AsPSObject)
            .Where(check => TextOf(check, nameof(MdeEvidenceCheck.Result)) == nameof(MdeEvidenceCheckResult.Failed))
            .Select(check => TextOf(check, nameof(MdeEvidenceCheck.Name)))
            .ToArray()
            is { Length: > 0 } names
            ? string.Join(", ", names)
            : null;

    // Calls are whole, seconds are not.
    public static object? Amount(PSObject quota, object? value) =>
        value is IFormattable number
            ? number.ToString(TextOf(quota, nameof(MdeQuota.Unit)) == nameof(MdeQuotaUnit.Calls) ? "N0" : "N1", CultureInfo.InvariantCulture)
            : null;

    public static ICollection Items(PSObject table) => Bare(table, nameof(MdeTableSchema.Columns)) as ICollection ?? Array.Empty<object>();

    public static string Note(PSObject table)
    {
        List<string> notes = [];
        if (Bare(table, nameof(MdeTableSchema.RetiredOn)) is DateTime retired)
        {
            notes.Add(Sentence.Begin(SchemaText.Retired(retired, TextOf(table, nameof(MdeTableSchema.Successor)))));
        }
        else if (Bare(table, nameof(MdeTableSchema.IsPreview)) is true)
        {
            notes.Add("In preview");
        }

        var differences = Bare(table, nameof(MdeTableSchema.Differences)) as IList;
        if (Bare(table, nameof(MdeTableSchema.IsInTenant)) is false)
        {
            notes.Add("Not in the tenant");
        }
        else if (differences?.Count == 1)
        {
            notes.Add($"{differences[0]}");
        }
        else if (differences?.Count > 1)
        {
            notes.Add(FormattableString.Invariant($"{differences.Count} differences, see Differences"));
        }

        return Together([.. notes]);
    }
}
