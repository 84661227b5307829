using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;
using MdeHunting.Tables;

namespace MdeHunting.Checks;

/// <summary>The check of one query: what is found by each rule.</summary>
internal sealed class QueryCheck
{
    // What no service takes, and would take long to read.
    private const int MostLength = 1024 * 1024;

    private readonly List<QueryFinding> _findings = [];
    private readonly bool _isOfRun;
    private readonly Lazy<QueryAnalysis> _analysis;

    private QueryCheck(string query, IReadOnlyList<KnownTable> tables, DateTime now, bool isOfRun)
    {
        _isOfRun = isOfRun;
        Now = now;
        Tables = TableRows.Of(tables);
        Bound = QueryBinder.Bind(KqlParser.Parse(TokenTree.Of(new SourceText(query))), Tables);
        _analysis = new Lazy<QueryAnalysis>(() => QueryAnalyzer.Read(Tokens, TimeColumns.Bundled));
    }

    /// <summary>The query with its names looked up.</summary>
    public BoundQuery Bound { get; }

    /// <summary>The moment of the check (UTC).</summary>
    public DateTime Now { get; }

    /// <summary>Its tokens.</summary>
    public TokenTree Tokens => Bound.Parsed.Tokens;

    /// <summary>The tables that there are.</summary>
    public TableRows Tables { get; }

    /// <summary>Whether a table is as the documentation has it, and not as the tenant does.</summary>
    public bool IsDocumented(string table) => Tables.Table(table) is { } known && ReferenceEquals(known, TableCatalog.Bundled.Find(table));

    /// <summary>What it reads, and what stands against bounding and splitting it.</summary>
    public QueryAnalysis Analysis => _analysis.Value;

    /// <summary>Checks a query.</summary>
    /// <param name="query">The query, whatever it holds.</param>
    /// <param name="tables">The tables that there are.</param>
    /// <param name="now">The moment of the check (UTC).</param>
    /// <param name="isOfRun">Whether only that is wanted by which it is refused or silently wrong.</param>
    /// <returns>What was found, in the order of the text; one finding where the text is none that can be checked.</returns>
    public static IReadOnlyList<QueryFinding> Of(string query, IReadOnlyList<KnownTable> tables, DateTime now, bool isOfRun = false)
    {
        if (query.Length > MostLength)
        {
            // Also in a run, so that nobody takes it for checked.
            return [new QueryFinding("MDE020", 0, 0, FormattableString.Invariant($"The text has {query.Length:N0} characters, which is too long to check."))];
        }

        try
        {
            return Find(query, tables, now, isOfRun);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of the check's ends neither the run of a query that is right nor the check of the others.
            return
            [
                new QueryFinding(
                    "MDE020",
                    0,
                    0,
                    $"The query isn't checked: an unexpected error ({e.GetType().Name}) ended the check.",
                    "Check it with Test-MdeHuntingQuery -Live, and report the query as a fault of the module.",
                    MdeFindingSeverity.Information
                ),
            ];
        }
    }

    private static IReadOnlyList<QueryFinding> Find(string query, IReadOnlyList<KnownTable> tables, DateTime now, bool isOfRun)
    {
        var check = new QueryCheck(query, tables, now, isOfRun);
        if (check.Tokens.Whole.IsEmpty)
        {
            // A run says so itself.
            return isOfRun ? [] : [new QueryFinding("MDE000", 0, 0, "There's no query: the text is empty, or has only comments.")];
        }

        if (TextRules.Find(check) is { } whole)
        {
            return [whole];
        }

        NameRules.Find(check);
        NodeRules.Find(check);
        if (!isOfRun)
        {
            TimeRules.Find(check);
            if (!check.Bound.IsWhole)
            {
                check.AddUnread();
            }
        }

        return [.. check._findings.OrderBy(finding => finding.Start).ThenBy(finding => finding.RuleId, StringComparer.Ordinal)];
    }

    /// <summary>Whether only that is wanted by which the query is refused or silently wrong: nothing but what is certain.</summary>
    public bool IsOfRun => _isOfRun;

    /// <summary>Whether a rule is wanted.</summary>
    public bool Wants(string rule) => !_isOfRun || CheckRules.Of(rule).IsOfRun;

    /// <summary>Tells of a piece of the query.</summary>
    public void Add(string rule, KqlNode node, string message, string? suggestion = null, MdeFindingSeverity? severity = null) =>
        Add(rule, node.Start, node.End, message, suggestion, severity);

    /// <summary>Tells of some tokens.</summary>
    public void Add(string rule, int first, int end, string message, string? suggestion = null, MdeFindingSeverity? severity = null)
    {
        if (Wants(rule))
        {
            var (start, length) = Place(first, end);
            _findings.Add(new QueryFinding(rule, start, length, message, suggestion, severity));
        }
    }

    /// <summary>Tells of a piece of the text.</summary>
    public void AddText(string rule, int start, int length, string message, string? suggestion = null)
    {
        if (Wants(rule))
        {
            _findings.Add(new QueryFinding(rule, start, length, message, suggestion));
        }
    }

    // What was looked at is right as far as it goes, and nobody should take the rest for checked.
    private void AddUnread() =>
        _findings.Add(
            new QueryFinding(
                "MDE020",
                0,
                0,
                "Functions that call others many times make the query too intricate to be checked to its end.",
                "Call each of them less often.",
                MdeFindingSeverity.Information
            )
        );

    /// <summary>The place of some tokens in the text.</summary>
    public (int Start, int Length) Place(int first, int end)
    {
        var tokens = Tokens.Text.Significant;
        if (first >= tokens.Count)
        {
            return (tokens[tokens.Count - 1].End, 0);
        }

        var last = tokens[Math.Min(Math.Max(first, end - 1), tokens.Count - 1)];
        return (tokens[first].Start, last.End - tokens[first].Start);
    }

    /// <summary>The text of a piece.</summary>
    public string TextOf(KqlNode node) => Place(node.Start, node.End) is var (start, length) ? Tokens.Text.Source.Substring(start, length) : string.Empty;

    /// <summary>What a text stands for that is written out; null for anything else.</summary>
    public string? StringOf(KqlNode node) =>
        node is LiteralNode { Type: KqlDataType.String } literal && literal.End == literal.Start + 1
            ? Tokens.Text.ValueOf(Tokens.Text.Significant[literal.Start])
            : null;
}

/// <summary>What a rule found.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Start">Where in the text it is.</param>
/// <param name="Length">How long the place is.</param>
/// <param name="Message">What was found.</param>
/// <param name="Suggestion">What to write instead; null for what the rule says.</param>
/// <param name="OwnSeverity">How grave it is, where that isn't the rule's own.</param>
internal sealed record QueryFinding(string RuleId, int Start, int Length, string Message, string? Suggestion = null, MdeFindingSeverity? OwnSeverity = null)
{
    /// <summary>How grave it is.</summary>
    public MdeFindingSeverity Severity => OwnSeverity ?? CheckRules.Of(RuleId).Severity;
}
