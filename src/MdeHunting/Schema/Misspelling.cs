using System.Text.RegularExpressions;
using MdeHunting.Hunting;
using MdeHunting.Kql;

namespace MdeHunting.Schema;

/// <summary>Finds which names were meant where a service refuses a query for a name that it does not know.</summary>
internal static class Misspelling
{
    // "'where' operator: Failed to resolve table or column expression named 'X'", "Failed to resolve scalar expression named 'X'", "Failed to resolve entity 'X'".
    private static readonly Regex Unresolved = new(
        @"failed to resolve\s+(?<what>[a-z ]*?)\s*(?:expression\s+)?(?:named\s+)?'(?<name>[^']+)'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>A refusal with the names that were probably meant; the same refusal where it is none of a name, or none is near.</summary>
    /// <param name="refusal">What the service refused.</param>
    /// <param name="query">The query as it was given.</param>
    /// <param name="tables">The tables that there are.</param>
    public static HuntingException Explain(HuntingException refusal, string? query, IReadOnlyList<KnownTable> tables)
    {
        if (refusal.Failure is not HuntingFailure.QueryRefused || query is null || refusal.ServiceMessage is not { } words || Find(words) is not { } unresolved)
        {
            return refusal;
        }

        var retired = tables.FirstOrDefault(table => table.RetiredOn is not null && string.Equals(table.Name, unresolved.Name, StringComparison.OrdinalIgnoreCase));
        if (retired is { Successor: { } successor, RetiredOn: { } day })
        {
            return refusal.With([successor], FormattableString.Invariant($"'{retired.Name}' was retired on {day:yyyy-MM-dd}; '{successor}' took its place, and its columns may have other names."));
        }

        var suggestions = NearNames.Find(unresolved.Name, Candidates(unresolved, query, tables));
        return NearNames.Ask(suggestions) is { } question ? refusal.With(suggestions, $"{question} {refusal.NextStep}") : refusal;
    }

    private static Match? Search(string words)
    {
        try
        {
            return Unresolved.Match(words) is { Success: true } match ? match : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static (string Name, bool IsTable, bool IsColumn)? Find(string words)
    {
        if (Search(words) is not { } match)
            return null;

        // Words that name neither may mean both.
        var what = match.Groups["what"].Value;
        var isTable = Holds(what, "table");
        var isColumn = Holds(what, "column") || Holds(what, "scalar");
        return (match.Groups["name"].Value, isTable || !isColumn, isColumn || !isTable);
    }

    private static bool Holds(string what, string word) => what.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static IEnumerable<string> Candidates((string Name, bool IsTable, bool IsColumn) unresolved, string query, IReadOnlyList<KnownTable> tables)
    {
        var text = new KqlText(query);
        var names = new HashSet<string>(text.Significant.Where(token => token.Kind is KqlTokenKind.Identifier or KqlTokenKind.BracketedName).Select(text.ValueOf), StringComparer.Ordinal);
        if (unresolved.IsTable)
        {
            foreach (var table in tables.Where(table => table.RetiredOn is null))
                yield return table.Name;
        }

        if (unresolved.IsColumn)
        {
            foreach (var column in tables.Where(table => names.Contains(table.Name)).SelectMany(table => table.Columns))
                yield return column.Name;
        }

        // What the query itself names: let T = …, extend Score = ….
        foreach (var name in Named(text))
            yield return name;
    }

    private static IEnumerable<string> Named(KqlText text)
    {
        for (var i = 0; i + 1 < text.Significant.Count; i++)
        {
            if (text.Significant[i].Kind == KqlTokenKind.Identifier && text.Significant[i + 1] is { Kind: KqlTokenKind.Operator, Length: 1 } sign && text.Source[sign.Start] == '=')
                yield return text.TextOf(text.Significant[i]);
        }
    }
}
