using System.Text.RegularExpressions;
using MdeHunting.Kql;
using MdeHunting.Kql.Parsing;
using MdeHunting.Kql.Slips;
using MdeHunting.Schema;
using MdeHunting.Text;

namespace MdeHunting.Checks;

/// <summary>Rules of the text as a whole: whether it is a query that can be read, and whether all of it can be seen.</summary>
internal static class TextRules
{
    // A text that is long begins no other way than a short one.
    private const int MostProse = 1000;

    private static readonly Regex Placeholders = new(
        @"\G(?:\[[A-Z][A-Z0-9_ -]*\]|<[A-Za-z][\w .-]*>|\{\{?\s*[A-Za-z_]\w*\s*\}?\})",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    // Five words and more with nothing between them that a query has: a capital within a word is a name's.
    private static readonly Regex Prose = new(
        @"\A\s*(?:[A-Za-z][a-z]*[,:]?\s+){4}[^|=<>(){}\[\]/\\;]*\z",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    /// <summary>The one finding of a text that is no query to be read further; null for one that is.</summary>
    public static QueryFinding? Find(QueryCheck check)
    {
        var source = check.Tokens.Text.Source;
        if (check.Bound.Parsed.Fault is { What: "depth" } deep)
        {
            var (place, length) = check.Place(deep.Place, deep.Place + 1);
            return check.Tokens.Is(deep.Place, "-") || check.Tokens.Is(deep.Place, "+")
                ? new QueryFinding("MDE020", place, length, "The value has too many signs to be checked.", "Write one sign at most.")
                : new QueryFinding("MDE020", place, length, "The brackets are nested too deeply to be checked.");
        }

        if (Dialects.Of(check.Tokens, check.Bound) is { } dialect)
        {
            return new QueryFinding("MDE019", dialect.Start, dialect.Length, $"This is {dialect.Name}, not KQL.", dialect.Instead);
        }

        for (var i = 0; i < source.Length; i++)
        {
            if (
                (source[i] is > '~' or < ' ')
                && UnseenCharacters.LengthAt(source, i, 0) is > 0 and var unseen
                && (source[i] is '\u200b' or '\ufeff' || !char.IsWhiteSpace(source[i]) || IsBlankOfText(check, i))
            )
            {
                if (i > 0 || source[i] != '\ufeff')
                {
                    var code = unseen == 2 ? char.ConvertToUtf32(source, i) : source[i];
                    check.AddText(
                        "MDE302",
                        i,
                        unseen,
                        FormattableString.Invariant($"The character U+{code:X4} {(char.IsWhiteSpace(source[i]) ? "looks like a space" : "isn't visible")}."),
                        char.IsWhiteSpace(source[i]) ? "Replace it with a space." : null
                    );
                }

                i += unseen - 1;
            }
            else if (char.IsHighSurrogate(source[i]))
            {
                // What is seen is a whole pair.
                i++;
            }
        }

        if (check.Bound.Parsed.Fault is not { } fault)
        {
            return WithoutRows(check);
        }

        if (fault.What == "escape")
        {
            return Escape(check, check.Tokens.Text.Significant[fault.Place]);
        }

        if (IsProse(check))
        {
            var first = check.Tokens.Text.Significant[0];
            return new QueryFinding(
                "MDE000",
                first.Start,
                first.Length,
                "This is a text, not a query.",
                "Start with a table: DeviceEvents | where … | project …."
            );
        }

        var (start, size) = check.Place(fault.Place, fault.Place + 1);
        if (fault.What == "unexpected" && check.Tokens.Is(fault.Place, "=") && IsOfCondition(check, fault.Place))
        {
            return new QueryFinding("MDE021", start, size, NameRules.Assigns);
        }

        var slip = KqlSlips.Find(check.Tokens).FirstOrDefault(one => one.IsSure);
        return slip is not null && slip.Position <= start + size
            ? new QueryFinding("MDE000", slip.Position, slip.Length, slip.AdviceWithoutPlace)
            : new QueryFinding("MDE000", start, size, Told(check, fault.What, start, size), Instead(check, fault));
    }

    // A query without its pipes has an operator behind its first word, or begins with one.
    private static bool IsProse(QueryCheck check)
    {
        var source = check.Tokens.Text.Source;
        return check.Bound.Tables.Count == 0
            && !KqlFacts.IsOperator(check.Tokens.TextAt(1))
            && KqlFacts.BeginningOf(check.Tokens.TextAt(0)) == KqlBeginning.None
            && Prose.IsMatch(source.Length > MostProse ? source.Substring(0, MostProse) : source);
    }

    // Whether the operator at whose place it is keeps the rows for which a condition holds.
    private static bool IsOfCondition(QueryCheck check, int place)
    {
        for (var i = place - 1; i >= 0; i--)
        {
            switch (check.Tokens.KindAt(i))
            {
                case KqlTokenKind.CloseParenthesis:
                    i = Math.Max(0, check.Tokens.PartnerOf(i));
                    break;
                case KqlTokenKind.Pipe:
                    return check.Tokens.Text.DashedName(i + 1) is { } name && KqlFacts.Operator(name)?.Rows == KqlRowEffect.Filtered;
                case KqlTokenKind.Semicolon:
                    return false;
            }
        }

        return false;
    }

    // A value alone, or nothing but names: the service has no rows to return.
    private static QueryFinding? WithoutRows(QueryCheck check)
    {
        var statements = check.Bound.Parsed.Statements;
        if (statements.LastOrDefault(one => one is { Name: null, Value: not null }) is not { } query)
        {
            var (end, _) = check.Place(check.Tokens.Whole.End, check.Tokens.Whole.End);
            return new QueryFinding("MDE000", end, 0, "The query is missing: the text only defines names.", "Add the query that uses them behind a semicolon.");
        }

        if (query.Value is not PipelineNode { Steps.Count: 0, Source: { } source } || !IsValue(statements, source))
        {
            return null;
        }

        var (start, length) = check.Place(source.Start, source.End);
        return KqlSlips.Find(check.Tokens).FirstOrDefault(one => one.IsSure && one.Position == start) is { } slip
            ? new QueryFinding("MDE000", start, length, slip.AdviceWithoutPlace)
            : new QueryFinding("MDE000", start, length, "A value alone isn't a query.", "Begin with a table, or put print ahead of the value.");
    }

    private static bool IsValue(IReadOnlyList<KqlStatementNode> statements, KqlNode source) =>
        source switch
        {
            LiteralNode or SignNode or ChainNode => true,
            NameNode name => statements.LastOrDefault(one => one.Name?.Name == name.Name)?.Value is LiteralNode or SignNode or ChainNode,
            _ => false,
        };

    // Between words blanks are seen by what stands around them. In a text, one that is no space is compared as another character.
    private static bool IsBlankOfText(QueryCheck check, int place)
    {
        if (check.Tokens.Text.Source[place] is '\t' or '\r' or '\n')
        {
            return false;
        }

        var tokens = check.Tokens.Text.Significant;
        var (low, high) = (0, tokens.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = tokens[middle].Start <= place ? (middle, high) : (low, middle - 1);
        }

        return high >= 0 && tokens[low].Start <= place && place < tokens[low].End;
    }

    private static string? Instead(QueryCheck check, KqlFault fault) =>
        fault.What switch
        {
            "operator" => Operator(check, fault.Place),
            "one" => Several(check.Tokens.TextAt(fault.Place - 1)),
            "key" => "Match by the name of a column that both sides have, or by $left.A == $right.B. What is computed is a column first, by extend.",
            "side" => $"Write $left and $right: $left.{check.Tokens.TextAt(fault.Place)} == $right.….",
            "by" => "Put by ahead of the column.",
            "on" => "Put on and what the rows are matched or grouped by behind it.",
            "value" when Placeholder(check, fault.Place) is not null =>
                "Write a value in its place, such as a text in quotes, or a name whose value -Parameter specifies.",
            "another" or "unexpected" when BeginsLine(check, fault.Place) =>
                "If another query begins here, save it in a file of its own, or specify it as a separate string.",
            _ => null,
        };

    // FileName has ("a", "b")
    private static string Several(string infix) =>
        infix switch
        {
            "has" => "Use has_any or has_all.",
            "==" or "=~" => "Use in or in~.",
            _ => $"Repeat the comparison for each value: … {infix} … or … {infix} ….",
        };

    // [DEVICE], <device>, {{DeviceId}}: what a published query has for the reader to fill in.
    private static string? Placeholder(QueryCheck check, int place)
    {
        var (start, length) = check.Place(place, place + 1);
        return length > 0 && Placeholders.Match(check.Tokens.Text.Source, start) is { Success: true } found ? found.Value : null;
    }

    private static bool BeginsLine(QueryCheck check, int place)
    {
        var (text, tokens) = (check.Tokens.Text, check.Tokens.Text.Significant);
        return check.Tokens.KindAt(place) == KqlTokenKind.Identifier
            && (place == 0 || text.LineAndColumn(tokens[place].Start).Line > text.LineAndColumn(tokens[place - 1].End).Line);
    }

    private static string Told(QueryCheck check, string what, int start, int length)
    {
        var found = length == 0 ? "the query ends" : $"'{Cut(check.Tokens.Text.Source.Substring(start, length))}' follows";
        return what switch
        {
            "unexpected" or "another" => length == 0
                ? "The query ends in the middle."
                : $"'{Cut(check.Tokens.Text.Source.Substring(start, length))}' isn't valid here.",
            "value" when Placeholder(check, check.Bound.Parsed.Fault!.Place) is { } placeholder => $"{placeholder} is a placeholder that has no value yet.",
            "value" => $"A value is missing: {found}.",
            "one" => "Only one value can stand behind this operator, and here are several.",
            "key" => "A join matches by columns alone, the one of the left side first.",
            "side" => "The columns of a join's comparison don't say which side they're of.",
            "name" => $"A name is missing: {found}.",
            "rows" => "A table is missing ahead of the pipe.",
            "source" => $"A table is missing: {found}.",
            "type" => length == 0 ? "A type is missing: the query ends." : $"'{Cut(check.Tokens.Text.Source.Substring(start, length))}' isn't a type.",
            "operator" => $"An operator is missing: {found}.",
            "quote" => "The string isn't closed on its line.",
            ")" => "The bracket isn't closed.",
            "operand" => $"'{check.Tokens.TextAt(check.Bound.Parsed.Fault!.Place)}' isn't a function: it stands between two values, as in FileName has \"a\".",
            _ => $"'{what}' is missing: {found}.",
        };
    }

    private static QueryFinding Escape(QueryCheck check, KqlToken literal)
    {
        var source = check.Tokens.Text.Source;
        var place = KqlStringLiteral.WrongEscape(source, literal);
        var length = place + 1 < literal.End - 1 ? 2 : 1;
        return new QueryFinding(
            "MDE000",
            place,
            length,
            $"{source.Substring(place, length)} isn't an escape that a string can have.",
            "Write the backslash twice, or put @ ahead of the string, such as @\"C:\\Windows\"."
        );
    }

    private static string? Operator(QueryCheck check, int place) =>
        KqlFacts.SourceOf(check.Tokens.TextAt(place)) == KqlSource.Found ? "It begins a query. Behind a pipe, use where for a condition, or search for a text."
        : check.Tokens.Text.DashedName(place) is { } name ? EditDistance.Ask(NameSuggestions.Operators(name))
        : null;

    private static string Cut(string text) => text.Length > 40 ? text.Substring(0, 40) + "…" : text;
}
