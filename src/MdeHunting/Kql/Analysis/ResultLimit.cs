using System.Globalization;

namespace MdeHunting.Kql.Analysis;

/// <summary>How a query ends: whether it bounds its own rows.</summary>
internal static class ResultLimit
{
    /// <summary>
    /// How many rows the query asks for at the most by its own last operator, such as <c>take</c>; null where it ends otherwise, or where
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
        if (
            pieces.Count == 1
            || structure.OperatorAt(pieces[pieces.Count - 1]) is not var (name, arguments)
            || KqlFacts.Operator(name) is not { Rows: KqlRowEffect.Limited } limit
            || structure.KindAt(arguments.Start) is not KqlTokenKind.Integer
        )
        {
            return null;
        }

        // What follows the number would be a part of it, but for the keys of top.
        var (number, behind) = (arguments.Start, arguments.Start + 1);
        var isWhole = limit.Takes(KqlArguments.Keys) ? behind < arguments.End && structure.TextAt(behind) == "by" : behind == arguments.End;
        return isWhole && long.TryParse(structure.TextAt(number), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : null;
    }
}
