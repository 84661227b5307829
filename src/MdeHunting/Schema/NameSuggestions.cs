using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Slips;
using MdeHunting.Parameters;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Schema;

/// <summary>
/// Finds what was meant where a query is refused: a name that is not known, by the service or here, an operator that is none, or several queries in one text.
/// </summary>
internal static class NameSuggestions
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // "'where' operator: Failed to resolve table or column expression named 'X'", "Failed to resolve scalar expression named 'X'", "Failed to resolve entity
    // 'X'".
    private static readonly Regex Unresolved = new(
        @"failed to resolve\s+(?<what>[a-z ]*?)\s*(?:expression\s+)?(?:named\s+)?'(?<name>[^']+)'",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        Limit
    );

    private static readonly Regex UnknownFunction = new("unknown function:? '(?<name>[^']+)'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit);

    // By which rows lie in time.
    private static readonly HashSet<string> TimeNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "Timestamp",
        "TimeGenerated",
        "EventTime",
        "ActivityTimestamp",
        "TimeStamp",
        "EventTimestamp",
    };

    private static readonly string[] AllOperators =
    [
        .. KqlFacts.AllOperators.SelectMany(known => new[] { known.Text, known.Name }),
        .. KqlFacts.OtherOperators,
    ];

    /// <summary>A refusal with what was probably meant; the same refusal where nothing is near.</summary>
    /// <param name="refusal">What was refused.</param>
    /// <param name="query">The query as it was given.</param>
    /// <param name="tables">The tables that there are.</param>
    /// <param name="composed">The query with its parameters; null where it has none.</param>
    public static HuntingException Explain(HuntingException refusal, string? query, IReadOnlyList<KnownTable> tables, ComposedQuery? composed = null)
    {
        if (query is null || refusal.Failure is not (HuntingFailure.QueryRefused or HuntingFailure.QueryNotBounded or HuntingFailure.QueryNotSplittable))
        {
            return refusal;
        }

        var tree = TokenTree.Of(new SourceText(query));
        var text = tree.Text;
        var unresolved =
            refusal.Failure is HuntingFailure.QueryRefused ? Find(refusal.GetServiceMessage() ?? string.Empty) : OfPlan(refusal.Unresolved, text, tables);
        var sent = new SentLines(refusal, composed ?? query);
        var slip = OfSlip(refusal, sent, tree);

        // What the service could read but a name says more of the name; what was read here only as far as the slip says less.
        var isOfName = unresolved is { } named && refusal.Failure is HuntingFailure.QueryRefused && slip?.Word != named.Name;
        var told = WithLine(
            (isOfName ? null : slip?.Told)
                ?? (unresolved is { IsTable: true } table ? OfValue(refusal, table.Name, composed) : null)
                ?? (unresolved is { } name ? OfName(refusal, name, text, tables) : null)
                ?? slip?.Told
                ?? OfOperator(refusal, text)
                ?? OfSeveral(refusal, query, tables)
                ?? refusal,
            sent
        );
        return Place(refusal, sent) is { } place && QueryExcerpt.Of(query, place) is { } excerpt ? told.WithExcerpt(excerpt) : told;
    }

    /// <summary>The name of a table that a service says it does not have; null where that is not what it says.</summary>
    /// <param name="words">What the service says.</param>
    public static string? UnresolvedTable(string words) => Find(words) is { IsTable: true, Name: var name } ? name : null;

    /// <summary>The operators that were probably meant by a name that is none, the nearest first.</summary>
    /// <param name="name">The name.</param>
    public static IReadOnlyList<string> Operators(string name)
    {
        var near = KqlFacts.OtherOperator(name) is { } other ? [other] : EditDistance.Find(name, AllOperators);
        return [.. near.Select(one => KqlFacts.OtherOperator(one) ?? one).Distinct(StringComparer.Ordinal)];
    }

    // What KQL does not have, or may not have where the service says that it could not read on.
    private static (HuntingException Told, string Word)? OfSlip(HuntingException refusal, SentLines sent, TokenTree tree)
    {
        var text = tree.Text;
        var place = Place(refusal, sent);
        bool IsThere(KqlSlip slip) =>
            text.LineAndColumn(slip.Position) is var start
            && place is { } at
            && at.Line == start.Line
            && at.Column >= start.Column - 1
            && at.Column <= start.Column + slip.Length;
        return KqlSlips.Find(tree).FirstOrDefault(slip => slip.IsSure || IsThere(slip)) is { } found
            ? (
                refusal.With(
                    found.Meant,
                    $"{found.Advice} {(refusal.Failure is HuntingFailure.QueryRefused ? refusal.NextStep : "To check a query without running it, use Test-MdeHuntingQuery.")}"
                ),
                tree.TextAt(Enumerable.Range(0, text.Significant.Count).FirstOrDefault(token => text.Significant[token].Start == found.Position))
            )
            : null;
    }

    // Where in the query as it was given the service stumbled, or the reading here; null where neither says.
    private static KqlPosition? Place(HuntingException refusal, SentLines sent) =>
        refusal.Place is { } here ? new KqlPosition(here.Line, here.Column)
        : ServicePlace.In(refusal.GetServiceMessage() ?? string.Empty) is { Column: { } column, Line: var line } ? sent.InGiven(new KqlPosition(line, column))
        : null;

    // The service counts the lines of what was sent.
    private static HuntingException WithLine(HuntingException refusal, SentLines sent)
    {
        if (ServicePlace.In(refusal.GetServiceMessage() ?? string.Empty) is not { Line: var line })
        {
            return refusal;
        }

        return sent.InGiven(new KqlPosition(line, 1)) is not { } place || place.Line == line
            ? refusal
            : refusal.WithWhat(
                ServicePlace.WithLines(refusal.What, number => sent.InGiven(new KqlPosition(number, 1))?.Line),
                $"{refusal.NextStep} Lines in this message are those of the query. "
                    + FormattableString.Invariant($"Line {line} of the request is line {place.Line} of the query, because {sent.Ahead} of it.")
            );
    }

    // It is there, and no table.
    private static HuntingException? OfValue(HuntingException refusal, string name, ComposedQuery? composed) =>
        composed?.Values.Contains(name, StringComparer.Ordinal) is true
            ? refusal.With(
                [],
                $"'{name}' is a value of -Parameter, and isn't a table. To use it as a table, specify objects, such as "
                    + "[pscustomobject]@{ DeviceName = 'ws-1' }; an array of none, of strings, or of numbers is a dynamic value."
            )
            : null;

    private static HuntingException? OfName(HuntingException refusal, UnresolvedName unresolved, SourceText text, IReadOnlyList<KnownTable> tables)
    {
        var retired = unresolved.IsTable
            ? tables.FirstOrDefault(table => table.RetiredOn is not null && string.Equals(table.Name, unresolved.Name, StringComparison.OrdinalIgnoreCase))
            : null;
        if (retired is { Successor: { } successor, RetiredOn: { } day })
        {
            return refusal.With(
                [successor],
                FormattableString.Invariant(
                    $"'{retired.Name}' was retired on {UtcText.Day(day)}; '{successor}' took its place, and its columns may have other names."
                )
            );
        }

        if (unresolved.IsTable && OtherNames.Table(unresolved.Name, [.. tables.Select(table => table.Name)]) is { } other)
        {
            return refusal.With([other.Name], $"{EditDistance.Ask([other.Name])} {other.Why}");
        }

        if (unresolved.IsColumn && OtherColumn(unresolved.Name, text, tables) is { Count: > 0 } columns)
        {
            return Ask(refusal, columns);
        }

        return unresolved.IsFunction
            ? Ask(refusal, NearFunctions(unresolved.Name, text))
            : Ask(refusal, EditDistance.Find(unresolved.Name, Candidates(unresolved, text, tables)));
    }

    // Of a pipe's operators, the first that KQL does not have.
    private static HuntingException? OfOperator(HuntingException refusal, SourceText text)
    {
        for (var i = 1; i < text.Significant.Count; i++)
        {
            if (text.Significant[i - 1].Kind is KqlTokenKind.Pipe && text.DashedName(i) is { } name && !KqlFacts.IsOperator(name))
            {
                return Ask(refusal, Operators(name));
            }
        }

        return null;
    }

    private static HuntingException? OfSeveral(HuntingException refusal, string query, IReadOnlyList<KnownTable> tables)
    {
        var names = new HashSet<string>(tables.SelectMany(table => table.Aliases.Append(table.Name)), StringComparer.Ordinal);
        var lines = SeveralQueries.Lines(query, name => names.Contains(name) || TimeColumns.Bundled.Knows(name));
        return lines.Count < 2
            ? null
            : refusal.With(
                [],
                FormattableString.Invariant($"The text has {lines.Count} queries, which begin on the lines ")
                    + FormattableString.Invariant($"{string.Join(", ", lines.Take(lines.Count - 1))} and {lines[lines.Count - 1]}: ")
                    + "a request can contain only one, and neither a blank line nor a ';' separates them. "
                    + "Run them separately: save each in its own file, or specify them as several strings. If they're one query, it lacks a '|' or a "
                    + "';' before those lines."
            );
    }

    private static HuntingException? Ask(HuntingException refusal, IReadOnlyList<string> suggestions) =>
        EditDistance.Ask(suggestions) is { } question ? refusal.With(suggestions, $"{question} {refusal.NextStep}") : null;

    // A name of the query, by which it could not be bounded or split: whatever it is there, it is not known.
    private static UnresolvedName? OfPlan(string? name, SourceText text, IReadOnlyList<KnownTable> tables)
    {
        if (
            name is null
            || KqlFacts.IsOperator(name)
            || KqlFacts.KindOf(name) != KqlFunctionKind.Unknown
            || tables.Any(table => table.RetiredOn is null && table.Name == name)
        )
        {
            return null;
        }

        var place = text.Significant.TakeWhile(token => text.ValueOf(token) != name).Count();
        var isCall = place + 1 < text.Significant.Count && text.Significant[place + 1].Kind is KqlTokenKind.OpenParenthesis;
        return new UnresolvedName(name, IsTable: !isCall, IsColumn: false, IsFunction: isCall);
    }

    // What the time column of the query's own tables is called, or what the column is called since its table has another name.
    private static IReadOnlyList<string>? OtherColumn(string name, SourceText text, IReadOnlyList<KnownTable> tables)
    {
        var used = Names(text);
        if (TimeNames.Contains(name))
        {
            string[] times = [.. used.Select(TimeColumns.Bundled.Of).OfType<string>().Where(time => time != name).Distinct(StringComparer.Ordinal)];
            return times.Length > 0 ? times : null;
        }

        return OtherNames.Column(name) is { } other && tables.Any(table => used.Contains(table.Name) && table.Columns.Any(column => column.Name == other))
            ? [other]
            : null;
    }

    private static IReadOnlyList<string> NearFunctions(string name, SourceText text)
    {
        if (KqlFacts.OtherFunction(name) is { } other)
        {
            return [other];
        }

        string[] known = [.. AllFunctions(), .. Named(text)];
        return known.Contains($"to{name}", StringComparer.OrdinalIgnoreCase) ? [$"to{name.ToLowerInvariant()}"] : EditDistance.Find(name, known);
    }

    private static IEnumerable<string> AllFunctions() =>
        new[]
        {
            KqlFunctionKind.Row,
            KqlFunctionKind.Clock,
            KqlFunctionKind.Window,
            KqlFunctionKind.Random,
            KqlFunctionKind.Aggregate,
            KqlFunctionKind.Unordered,
        }.SelectMany(KqlFacts.Functions);

    private static Match? Search(Regex pattern, string words)
    {
        try
        {
            return pattern.Match(words) is { Success: true } match ? match : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static UnresolvedName? Find(string words)
    {
        if (Search(UnknownFunction, words) is { } function)
        {
            return new UnresolvedName(function.Groups["name"].Value, IsTable: false, IsColumn: false, IsFunction: true);
        }

        if (Search(Unresolved, words) is not { } match)
        {
            return null;
        }

        // Words that name neither may mean both.
        var what = match.Groups["what"].Value;
        var isTable = Holds(what, "table");
        var isColumn = Holds(what, "column") || Holds(what, "scalar");
        return new UnresolvedName(match.Groups["name"].Value, isTable || !isColumn, isColumn || !isTable, IsFunction: false);
    }

    private static bool Holds(string what, string word) => what.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static HashSet<string> Names(SourceText text) =>
        new(text.Significant.Where(token => token.Kind is KqlTokenKind.Identifier or KqlTokenKind.BracketedName).Select(text.ValueOf), StringComparer.Ordinal);

    private static IEnumerable<string> Candidates(UnresolvedName unresolved, SourceText text, IReadOnlyList<KnownTable> tables)
    {
        var names = Names(text);
        if (unresolved.IsTable)
        {
            foreach (var table in tables.Where(table => table.RetiredOn is null))
            {
                yield return table.Name;
            }
        }

        if (unresolved.IsColumn)
        {
            foreach (var column in tables.Where(table => names.Contains(table.Name)).SelectMany(table => table.Columns))
            {
                yield return column.Name;
            }
        }

        // What the query itself names: let T = …, extend Score = ….
        foreach (var name in Named(text))
        {
            yield return name;
        }
    }

    private static IEnumerable<string> Named(SourceText text)
    {
        for (var i = 0; i + 1 < text.Significant.Count; i++)
        {
            if (
                text.Significant[i].Kind == KqlTokenKind.Identifier
                && text.Significant[i + 1] is { Kind: KqlTokenKind.Operator, Length: 1 } sign
                && text.Source[sign.Start] == '='
            )
            {
                yield return text.TextOf(text.Significant[i]);
            }
        }
    }

    private readonly record struct UnresolvedName(string Name, bool IsTable, bool IsColumn, bool IsFunction);
}
