using System.Globalization;

namespace MdeHunting.Kql;

/// <summary>How a query ends: whether it bounds its own rows.</summary>
internal static class QueryEnd
{
    /// <summary>
    /// How many rows the query asks for at the most by its own last operator, <c>take</c>, <c>limit</c> or <c>top</c>; null where it ends otherwise, or where
    /// the number is not simply written out.
    /// </summary>
    public static long? RowLimit(string query)
    {
        var text = new KqlText(query);
        var end = text.Significant.Count;
        while (end > 0 && text.Significant[end - 1].Kind is KqlTokenKind.Semicolon)
        {
            end--;
        }

        var name = LastPipe(text, end) + 1;
        var number = name + 1;
        if (name == 0 || number >= end || text.Significant[number].Kind is not KqlTokenKind.Integer)
        {
            return null;
        }

        var isWhole = text.DashedName(name) switch
        {
            "take" or "limit" => number + 1 == end,
            "top" => number + 1 < end && text.TextOf(text.Significant[number + 1]) == "by",
            _ => false,
        };
        return isWhole && long.TryParse(text.TextOf(text.Significant[number]), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : null;
    }

    // Of the last statement, and outside of every bracket; -1 where there is none.
    private static int LastPipe(KqlText text, int end)
    {
        var depth = 0;
        var pipe = -1;
        for (var i = 0; i < end; i++)
        {
            switch (text.Significant[i].Kind)
            {
                case KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace:
                    depth++;
                    break;
                case KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.CloseBrace:
                    depth--;
                    break;
                case KqlTokenKind.Pipe when depth == 0:
                    pipe = i;
                    break;
                case KqlTokenKind.Semicolon when depth == 0:
                    pipe = -1;
                    break;
            }
        }

        return pipe;
    }
}
