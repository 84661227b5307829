using System.Globalization;

namespace MdeHunting.Kql.Analysis;

/// <summary>How a query ends: whether it bounds its own rows.</summary>
internal static class ResultLimit
{
    /// <summary>
    /// How many rows the query asks for at the most by its own last operator, <c>take</c>, <c>limit</c> or <c>top</c>; null where it ends otherwise, or where
    /// the number is not simply written out.
    /// </summary>
    public static long? RowLimit(string query)
    {
        var structure = TokenTree.Of(new SourceText(query));
        if (structure.Unpaired >= 0 || KqlStatement.In(structure, structure.Whole).LastOrDefault() is not { } last)
        {
            return null;
        }

        var pieces = structure.Split(last.Span, KqlTokenKind.Pipe);
        var (name, end) = (pieces[pieces.Count - 1].Start, pieces[pieces.Count - 1].End);
        var number = name + 1;
        if (pieces.Count == 1 || number >= end || structure.KindAt(number) is not KqlTokenKind.Integer)
        {
            return null;
        }

        var isWhole = structure.TextAt(name) switch
        {
            "take" or "limit" => number + 1 == end,
            "top" => number + 1 < end && structure.TextAt(number + 1) == "by",
            _ => false,
        };
        return isWhole && long.TryParse(structure.TextAt(number), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : null;
    }
}
