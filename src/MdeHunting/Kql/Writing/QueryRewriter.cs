using System.Text;

namespace MdeHunting.Kql.Writing;

/// <summary>
/// Writes a query anew with texts in the place of some of its tokens, behind them, and ahead of its statements.
/// </summary>
/// <param name="query">The query.</param>
internal sealed class QueryRewriter(TokenTree query)
{
    private readonly List<Edit> _edits = [];

    /// <summary>A text takes the place of some tokens.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="last">The last of them.</param>
    /// <param name="text">The text.</param>
    public void Replace(int first, int last, KqlText text) => _edits.Add(new Edit(query.Text.Significant[first].Start, query.Text.Significant[last].End, text));

    /// <summary>A text comes behind a token.</summary>
    public void InsertBehind(int token, KqlText text) => _edits.Add(new Edit(query.Text.Significant[token].End, query.Text.Significant[token].End, text));

    /// <summary>A text comes ahead of a token.</summary>
    public void InsertAhead(int token, KqlText text) => _edits.Add(new Edit(query.Text.Significant[token].Start, query.Text.Significant[token].Start, text));

    /// <summary>Statements come ahead of the query's own, behind <c>set</c> and <c>declare</c>, which stand first.</summary>
    public void InsertStatements(KqlText text)
    {
        var first = KqlStatement.In(query, query.Whole).First(statement => statement is not DirectiveStatement);
        var start = query.Text.Significant[first.Span.Start].Start;
        _edits.Add(new Edit(start, start, text));
    }

    /// <summary>The query up to a position of its text, with what comes behind it.</summary>
    /// <param name="end">The position.</param>
    /// <param name="rest">What comes there.</param>
    public string Write(int end, KqlText rest)
    {
        var result = new StringBuilder();
        var place = 0;
        foreach (var edit in _edits.OrderBy(edit => edit.From).ThenBy(edit => edit.To).Where(edit => edit.To <= end))
        {
            result.Append(query.Text.Source, place, edit.From - place).Append(edit.Text);
            place = edit.To;
        }

        return result.Append(query.Text.Source, place, end - place).Append(rest).ToString();
    }

    // What stands between two positions becomes another text.
    private readonly record struct Edit(int From, int To, KqlText Text);
}
