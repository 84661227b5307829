using System.Collections;
using System.Globalization;
using System.Management.Automation;
using MdeHunting.Rows;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>
/// The tables of outputs that are no rows. They are laid out as rows are, so that outputs of several kinds in one pipeline are shown by one view, each as a
/// table of its own. Values are read by name: what came from another process has the properties of its type and not the type.
/// </summary>
internal sealed class OutputTable
{
    private const string Deserialized = "Deserialized.";

    private static readonly Dictionary<string, OutputTable> Tables = new()
    {
        [typeof(MdeConnection).FullName!] = new(
            "Connections; the one with * is used where no other is named. For all properties: | Format-List",
            [
                new("*", ColumnFit.Whole, 0, 1, value => Bare(value, "IsCurrent") is true ? "*" : string.Empty),
                Column(nameof(MdeConnection.Name), ColumnFit.Whole, 1, 12),
                new("Account", ColumnFit.Whole, 3, 25, Account),
                new("Tenant", ColumnFit.Whole, 2, 0, value => Text(value, "TenantDomain") ?? Text(value, nameof(MdeConnection.TenantId))),
                Column(nameof(MdeConnection.Api), ColumnFit.Whole, 4),
                Column(nameof(MdeConnection.Cloud), ColumnFit.Whole, 7),
                Column(nameof(MdeConnection.Method), ColumnFit.Whole, 6),
                Column(nameof(MdeConnection.ExpiresOn), ColumnFit.Whole, 5),
            ]
        ),
        [typeof(MdeQuota).FullName!] = new(
            "Quotas of the tenant, and what this process used of them. For all properties: | Format-List",
            [
                Column(nameof(MdeQuota.Connection), ColumnFit.Whole, 0),
                Column(nameof(MdeQuota.Api), ColumnFit.Whole, 6, 8),
                Column(nameof(MdeQuota.Unit), ColumnFit.Whole, 1, 11),
                new("Per", ColumnFit.Whole, 2, 6, value => Period(Bare(value, nameof(MdeQuota.Period)))),
                Column(nameof(MdeQuota.Limit), ColumnFit.Whole, 3, 9, Amount),
                Column(nameof(MdeQuota.Used), ColumnFit.Whole, 4, 9, Amount),
                Column(nameof(MdeQuota.Left), ColumnFit.Whole, 5, 9, Amount),
                Column(nameof(MdeQuota.FreesAt), ColumnFit.Whole, 7, 20),
                Column(nameof(MdeQuota.BlockedUntil), ColumnFit.Whole, 8, 20),
            ]
        ),
        [typeof(MdeIndicator).FullName!] = new(
            "Indicators. For all properties: | Format-List",
            [
                Column(nameof(MdeIndicator.Type), ColumnFit.Whole, 1, 8),
                Column(nameof(MdeIndicator.Line), ColumnFit.Whole, 3, 5),
                Column(nameof(MdeIndicator.Skipped), ColumnFit.Whole, 2, 15),
                Column(nameof(MdeIndicator.Value), ColumnFit.Whole, 0, 30),
                Column(nameof(MdeIndicator.Context), ColumnFit.Rest, 4, 30),
            ]
        ),
        [typeof(MdeTableSchema).FullName!] = new(
            "Tables of advanced hunting. For all properties: | Format-List",
            [
                Column(nameof(MdeTableSchema.Name), ColumnFit.Whole, 0, 40),
                new("Columns", ColumnFit.Whole, 1, 4, value => Bare(value, nameof(MdeTableSchema.IsInTenant)) is false ? null : (object)Items(value).Count),
                new("Description", ColumnFit.Rest, 2, 60, value => Together(Note(value), Text(value, nameof(MdeTableSchema.Description)))),
            ]
        ),
        [typeof(MdeColumnSchema).FullName!] = new(
            "Columns of advanced hunting. For all properties: | Format-List",
            [
                Column(nameof(MdeColumnSchema.Table), ColumnFit.Whole, 0, 20),
                Column(nameof(MdeColumnSchema.Name), ColumnFit.Whole, 1, 22),
                Column(nameof(MdeColumnSchema.Type), ColumnFit.Whole, 2, 8),
                new(
                    "Description",
                    ColumnFit.Rest,
                    3,
                    60,
                    value => Together(Text(value, nameof(MdeColumnSchema.Difference)), Text(value, nameof(MdeColumnSchema.Description)))
                ),
            ]
        ),
        [typeof(MdeHuntingResult).FullName!] = new(
            "Results. For all that is known: | Format-List. Rows: .Rows",
            [
                Column(nameof(MdeHuntingResult.Connection), ColumnFit.Whole, 0),
                Column(nameof(MdeHuntingResult.RowCount), ColumnFit.Whole, 1, 8),
                Column(nameof(MdeHuntingResult.IsComplete), ColumnFit.Whole, 2, 10),
                Column(nameof(MdeHuntingResult.StartedAt), ColumnFit.Whole, 3, 20),
                new("Query", ColumnFit.Rest, 4, 60, value => ResultText.Query(value)),
            ]
        ),
    };

    private readonly OutputColumn[] _columns;
    private readonly string[] _names;

    private OutputTable(string hint, OutputColumn[] columns)
    {
        Hint = hint;
        _columns = columns;
        _names = [.. columns.Select(column => column.Name)];
    }

    /// <summary>What is said above the table.</summary>
    public string Hint { get; }

    /// <summary>The table of an object; null for a row, or what has none.</summary>
    public static OutputTable? Of(PSObject instance)
    {
        if (instance.TypeNames.Count == 0)
        {
            return null;
        }

        var name = instance.TypeNames[0];
        return Tables.TryGetValue(name.StartsWith(Deserialized, StringComparison.Ordinal) ? name.Substring(Deserialized.Length) : name, out var table)
            ? table
            : null;
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

    /// <summary>The layout for objects like one of them.</summary>
    public RowLayout Layout(string[] names, object?[] values, int width) => RowLayout.Of(_columns, names, values, width);

    private static OutputColumn Column(string name, ColumnFit fit, int rank, int typical = 0, Func<PSObject, object?, object?>? shape = null) =>
        new(name, fit, rank, typical, value => shape is null ? Shape(Bare(value, name)) : shape(value, Bare(value, name))) { IsNumber = shape is not null };

    private static object? Shape(object? value) => value is Enum or bool ? value.ToString() : value;

    private static object? Bare(PSObject instance, string property) => BareValue.Of(instance.Properties[property]?.Value);

    private static string? Text(PSObject instance, string property) => Bare(instance, property)?.ToString() is { Length: > 0 } text ? text : null;

    // What is to be known first.
    private static string Together(string? note, string? description) =>
        string.Join(". ", new[] { note, description }.Where(text => !string.IsNullOrEmpty(text)));

    // An application has no account.
    private static object? Account(PSObject connection) =>
        Text(connection, nameof(MdeConnection.Account)) ?? Text(connection, "ApplicationName") ?? Text(connection, nameof(MdeConnection.ClientId));

    private static string? Period(object? period) =>
        period switch
        {
            TimeSpan { TotalMinutes: 1 } => "minute",
            TimeSpan { TotalHours: 1 } => "hour",
            TimeSpan { TotalDays: 1 } => "day",
            var other => ExactText.Of(other),
        };

    // Calls are whole, seconds are not.
    private static object? Amount(PSObject quota, object? value) =>
        value is IFormattable number
            ? number.ToString(Text(quota, nameof(MdeQuota.Unit)) == nameof(MdeQuotaUnit.Calls) ? "N0" : "N1", CultureInfo.InvariantCulture)
            : null;

    private static ICollection Items(PSObject table) => Bare(table, nameof(MdeTableSchema.Columns)) as ICollection ?? Array.Empty<object>();

    private static string Note(PSObject table)
    {
        List<string> notes = [];
        if (Bare(table, nameof(MdeTableSchema.RetiredOn)) is DateTime retired)
        {
            var successor = Text(table, nameof(MdeTableSchema.Successor));
            notes.Add($"retired on {UtcText.Day(retired)}{(successor is null ? string.Empty : $": use {successor}")}");
        }
        else if (Bare(table, nameof(MdeTableSchema.IsPreview)) is true)
        {
            notes.Add("in preview");
        }

        var differences = Bare(table, nameof(MdeTableSchema.Differences)) as IList;
        if (Bare(table, nameof(MdeTableSchema.IsInTenant)) is false)
        {
            notes.Add("not in the tenant");
        }
        else if (differences?.Count == 1)
        {
            notes.Add($"{differences[0]}");
        }
        else if (differences?.Count > 1)
        {
            notes.Add(FormattableString.Invariant($"{differences.Count} differences, see Differences"));
        }

        return string.Join("; ", notes);
    }
}
