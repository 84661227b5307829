using MdeHunting.Kql;
using MdeHunting.Schema;

namespace MdeHunting.Checks;

/// <summary>A query that is checked, and where it is from.</summary>
/// <param name="Text">The query.</param>
/// <param name="File">The full path of its file; null for one that was given as text.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="LinesAhead">How many lines stand ahead of it in the file.</param>
/// <param name="ColumnsAhead">How many characters stand ahead of it in each of its lines.</param>
/// <param name="Number">Which one it is of those without a file, counted from 1.</param>
internal sealed record CheckedQuery(string Text, string? File = null, string? Name = null, int LinesAhead = 0, int ColumnsAhead = 0, int Number = 1)
{
    /// <summary>A query of a pack. Parameters that stand for placeholders are declared ahead of its own text.</summary>
    public static CheckedQuery Of(MdePackQuery query)
    {
        var isOfFile = query.File.Length > 0;
        var foreign = (HasDeclaration(query) ? 1 : 0) + query.Carried;
        return new(query.Query, isOfFile ? query.File : null, query.Name, Math.Max(0, query.Line - 1) - foreign, isOfFile ? query.Indent : 0)
        {
            Foreign = foreign,
            IsOneLine = isOfFile && query.IsOneLine,
        };
    }

    /// <summary>What was found, as it is returned.</summary>
    public MdeQueryFinding ToFinding(QueryFinding finding)
    {
        var source = new SourceText(Text);
        var start = Math.Min(finding.Start, Text.Length);
        var place = source.LineAndColumn(start);

        // What stands elsewhere in the file is at the query's first line.
        var isForeign = IsOneLine || place.Line <= Foreign;
        return new MdeQueryFinding(finding.RuleId, finding.Severity, finding.Message)
        {
            Line = isForeign ? First : Math.Max(1, place.Line + LinesAhead),
            Column = isForeign ? 1 : place.Column + ColumnsAhead,
            ColumnsAhead = ColumnsAhead,
            IsPlaced = !isForeign,
            Length = finding.Length,
            Text = Text.Substring(start, Math.Min(finding.Length, Text.Length - start)),
            Suggestion = finding.Suggestion ?? CheckRules.Of(finding.RuleId).Fix,
            File = File,
            Number = Number,
            Query = Name,
            Excerpt = QueryExcerpt.Of(Text, place),
        };
    }

    /// <summary>The service's word on the query, as it is returned.</summary>
    public MdeQueryFinding ToFinding(string rule, string message, IReadOnlyList<MdeHuntingColumn> columns) =>
        new(rule, CheckRules.Of(rule).Severity, message)
        {
            Line = First,
            Column = 1 + ColumnsAhead,
            Suggestion = CheckRules.Of(rule).Fix,
            File = File,
            Number = Number,
            Query = Name,
            OutputColumns = columns,
        };

    // How many of its first lines aren't its own in the file: what declares its parameters, and definitions of an earlier query.
    private int Foreign { get; init; }

    // Whether its lines are one in the file.
    private bool IsOneLine { get; init; }

    private int First => Math.Max(1, LinesAhead + Foreign + 1);

    private static bool HasDeclaration(MdePackQuery query) => query.Parameters.Any(parameter => parameter.Placeholder is not null);
}
