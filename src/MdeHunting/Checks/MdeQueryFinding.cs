using MdeHunting.Text;

namespace MdeHunting;

/// <summary>Something that a check found in a query.</summary>
public sealed class MdeQueryFinding : MdeOutput
{
    internal MdeQueryFinding(string ruleId, MdeFindingSeverity severity, string message)
    {
        RuleId = ruleId;
        Level = severity;
        Message = message;
    }

    /// <summary>The id of the rule, which the topic about_MdeHunting_Rules explains.</summary>
    public string RuleId { get; }

    /// <summary>How grave it is: Information, Warning, or Error, the names of <see cref="MdeFindingSeverity"/>.</summary>
    public string Severity => Level.ToString();

    internal MdeFindingSeverity Level { get; }

    /// <summary>What was found.</summary>
    public string Message { get; }

    /// <summary>The line of the query, or of its file, counted from 1.</summary>
    public int Line { get; internal init; }

    /// <summary>The column of the line, of the query or of its file, in UTF-16 units, counted from 1.</summary>
    public int Column { get; internal init; }

    /// <summary>How many characters of the file stand ahead of the query in each line.</summary>
    internal int ColumnsAhead { get; init; }

    /// <summary>Whether the column and the length are those in the file too.</summary>
    internal bool IsPlaced { get; init; } = true;

    /// <summary>Which query it is of those without a file.</summary>
    internal int Number { get; init; } = 1;

    /// <summary>How long the place is, in UTF-16 units; 0 for one between characters.</summary>
    public int Length { get; internal init; }

    /// <summary>The text of the place.</summary>
    public string Text { get; internal init; } = string.Empty;

    /// <summary>What to write instead.</summary>
    public string? Suggestion { get; internal init; }

    /// <summary>The full path of the query's file; null for a query that was given as text.</summary>
    public string? File { get; internal init; }

    /// <summary>The query's name, where it has one.</summary>
    public string? Query { get; internal init; }

    /// <summary>The line of the query with a caret under the place.</summary>
    public string? Excerpt { get; internal init; }

    /// <summary>The columns that the service gave for the query, with -Live; empty otherwise.</summary>
    public IReadOnlyList<MdeHuntingColumn> OutputColumns { get; internal init; } = [];

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(FormattableString.Invariant($"{RuleId} ({Line},{Column}): {Message}"));
}
