using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Schema;

/// <summary>Which tables and columns are meant, by names or wildcards; names are compared without case, as PowerShell's are.</summary>
/// <param name="tables">The tables; none for all of them.</param>
/// <param name="columns">The columns; null where tables are asked for and not their columns.</param>
internal sealed class SchemaSelection(IReadOnlyList<string> tables, IReadOnlyList<string>? columns)
{
    private const int ShortestPart = 3;
    private const int MostNamed = 3;

    private readonly IReadOnlyList<WildcardPattern>? _columns = columns is null ? null : [.. columns.Select(Pattern)];

    /// <summary>The tables as they were given.</summary>
    public IReadOnlyList<string> Tables { get; } = tables.Count > 0 ? tables : ["*"];

    /// <summary>Whether columns are asked for.</summary>
    public bool IsOfColumns => _columns is not null;

    /// <summary>Whether a table is meant by a name rather than by a pattern.</summary>
    public static bool IsName(string table) => !WildcardPattern.ContainsWildcardCharacters(table);

    /// <summary>Those of some tables that a name or a pattern means.</summary>
    public static IEnumerable<T> Match<T>(string asked, IEnumerable<T> tables, Func<T, IEnumerable<string>> names)
    {
        var pattern = Pattern(asked);
        return tables.Where(table => names(table).Any(pattern.IsMatch));
    }

    /// <summary>The columns of a table that are meant.</summary>
    public IEnumerable<MdeColumnSchema> ColumnsOf(MdeTableSchema table) =>
        table.Columns.Where(column => _columns is null || _columns.Any(pattern => pattern.IsMatch(column.Name)));

    /// <summary>Those of the given columns that no table has.</summary>
    /// <param name="found">The tables that are meant.</param>
    public IEnumerable<SchemaException> MissingColumns(IReadOnlyList<MdeTableSchema> found)
    {
        var names = found.SelectMany(table => table.Columns).Select(column => column.Name).Distinct(StringComparer.Ordinal).ToList();
        for (var i = 0; found.Count > 0 && i < (columns?.Count ?? 0); i++)
        {
            var (asked, pattern) = (columns![i], _columns![i]);
            if (names.Any(pattern.IsMatch))
            {
                continue;
            }

            var where = found.Count == 1 ? $"The table {found[0].Name} has" : FormattableString.Invariant($"None of the {found.Count:N0} requested tables has");
            yield return new SchemaException(
                SchemaFailure.ColumnNotFound,
                $"{where} {(found.Count == 1 ? "no" : "a")} column {Words(asked)}.",
                EditDistance.Ask(OtherNames.Column(asked) is { } other && names.Contains(other) ? [other] : EditDistance.Find(asked, names))
                    ?? "Get-MdeHuntingSchema -Column '*part*' finds names that contain it, and -Table '*' searches every table."
            )
            {
                Target = asked,
            };
        }
    }

    /// <summary>Why that is no name of a table or a column; null where it may be one.</summary>
    /// <param name="given">What was given.</param>
    /// <param name="exists">Whether there is a file of that name.</param>
    public static SchemaException? NotAName(string given, Func<string, bool> exists)
    {
        var origin = NotText.OriginOf(given);
        if (origin is null && !FileName.Is(given, exists))
        {
            return null;
        }

        var what = origin is null ? $"'{given}', the name of a file," : $"An object of the type {NotText.TypeOf(origin)}";
        return new SchemaException(
            SchemaFailure.NotAName,
            $"{what} isn't the name of a table or a column.",
            "Specify a name such as DeviceInfo, or a pattern such as Device*; Get-MdeHuntingSchema lists the tables."
        )
        {
            Target = origin ?? given,
        };
    }

    /// <summary>The failure of a name or pattern that means no table.</summary>
    /// <param name="asked">The name or pattern.</param>
    /// <param name="known">The names that there are.</param>
    /// <param name="where">Whose tables those are.</param>
    public static SchemaException NoTable(string asked, IEnumerable<string> known, string where)
    {
        var names = known.Distinct(StringComparer.Ordinal).ToList();
        return new(
            SchemaFailure.TableNotFound,
            $"{where} no table {Words(asked)}.",
            OtherNames.Advice(asked, names)
                ?? EditDistance.Ask(EditDistance.Find(asked, names.Where(name => TableCatalog.Bundled.Find(name)?.RetiredOn is null)))
                ?? EditDistance.Ask(EditDistance.Find(asked, names))
                ?? Several(names, $"{asked}*", "start with", name => name.StartsWith(asked, StringComparison.OrdinalIgnoreCase))
                ?? Several(names, $"*{asked}*", "contain", name => asked.Length >= ShortestPart && name.IndexOf(asked, StringComparison.OrdinalIgnoreCase) >= 0)
                ?? "Get-MdeHuntingSchema lists the documented tables; with -Live, those of the connected tenant, its own ones too."
        )
        {
            Target = asked,
        };
    }

    // What is a part of many names means none of them.
    private static string? Several(List<string> names, string pattern, string how, Func<string, bool> isMeant) =>
        names.Where(isMeant).ToList() switch
        {
            { Count: 0 } => null,
            { Count: <= MostNamed } few => EditDistance.Ask(few),
            var many => FormattableString.Invariant($"'{pattern}' matches the {many.Count:N0} tables whose names {how} it."),
        };

    private static string Words(string asked) => IsName(asked) ? $"'{asked}'" : $"that matches '{asked}'";

    /// <summary>The pattern that a text means; what is none stands for itself.</summary>
    public static WildcardPattern Pattern(string text)
    {
        const WildcardOptions options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;
        var pattern = WildcardPattern.Get(text, options);
        try
        {
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException)
        {
            // A bracket that is never closed is meant as one.
            return WildcardPattern.Get(WildcardPattern.Escape(text), options);
        }
    }
}
