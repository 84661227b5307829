using MdeHunting.Kql;
using MdeHunting.Lab.Kql.Syntax;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>
/// Holds this lexer against the lab's, which was written apart from it. The lab joins what this one leaves to its reader (<c>!in~</c>), and splits
/// the bracketed names and the arrow of <c>scan</c>, so what is compared is that neither cuts through a token of the other, and that strings and
/// literals are the same.
/// </summary>
internal static class LabTokens
{
    /// <summary>False where the lab refuses the text.</summary>
    public static bool AssertSameCuts(string text)
    {
        var lab = new KqlTokenizer().TryTokenize(text);
        if (!lab.HasValue)
        {
            return false;
        }

        var query = new SourceText(text);
        foreach (var theirs in lab.Value)
        {
            var start = theirs.Position.Absolute;
            var end = start + theirs.Span.Length;
            var first = TokenAt(query, start);
            var last = TokenAt(query, end - 1);
            if (first == last && (first.Kind == KqlTokenKind.BracketedName || query.TextOf(first) == "=>"))
            {
                continue;
            }

            Assert.Equal((start, end, text), (first.Start, last.End, text));
            if (KindOf(theirs.Kind) is { } kind)
            {
                Assert.Equal((kind, text), (first.IsString ? KqlTokenKind.String : first.Kind, text));
            }
        }

        return true;
    }

    /// <summary>The token that a position belongs to.</summary>
    public static KqlToken TokenAt(SourceText query, int position)
    {
        var (low, high) = (0, query.Tokens.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = query.Tokens[middle].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return query.Tokens[low];
    }

    private static KqlTokenKind? KindOf(SyntaxKind theirs) =>
        theirs switch
        {
            SyntaxKind.String => KqlTokenKind.String,
            SyntaxKind.Integer => KqlTokenKind.Integer,
            SyntaxKind.Real => KqlTokenKind.Real,
            SyntaxKind.Timespan => KqlTokenKind.Timespan,
            SyntaxKind.Typed => KqlTokenKind.TypedLiteral,
            SyntaxKind.Pipe => KqlTokenKind.Pipe,
            _ => null,
        };
}
