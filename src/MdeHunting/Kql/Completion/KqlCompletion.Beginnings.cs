namespace MdeHunting.Kql.Completion;

// Behind what a query begins with: find, search, and declare; and a function's argument that is one of a few words.
internal sealed partial class KqlCompletion
{
    // find in (A, B) where …, search in (A, B) …: the columns of those tables. Of all tables there are too many, unless a word has been begun.
    private IEnumerable<CompletionItem> InSearch(int start)
    {
        var hasTables = _query.Is(start + 1, "in") && _query.KindAt(start + 2) == KqlTokenKind.OpenParenthesis;
        if (hasTables && _query.IsOpen(start + 2))
        {
            return _query.TextAt(_query.Whole.End - 1) is "(" or "," ? Filter(Sources()) : [];
        }

        var condition = hasTables ? _query.PartnerOf(start + 2) + 1 : start + 1;
        var isFound = KqlFacts.SourceOf(_query.TextAt(start)) == KqlSource.Found;
        if (isFound && _query.Whole.End == condition)
        {
            return Filter([new CompletionItem("where", CompletionItemKind.Keyword, "Which rows")]);
        }

        if (isFound ? _query.Find(_query.Whole.From(condition), "where") < 0 : !hasTables)
        {
            return [];
        }

        if (_query.Whole.End > condition && IsAfterOperand())
        {
            return Filter(_place.Value.Infixes());
        }

        var names = new HashSet<string>(
            hasTables ? _query.TopLevel(_query.Inside(start + 2)).Select(_query.NameAt).OfType<string>() : [],
            StringComparer.Ordinal
        );
        var columns = _tables.Where(table => hasTables ? names.Contains(table.Name) : _word.Length > 0).SelectMany(table => table.Columns);
        return [.. Filter(Items(columns.GroupBy(column => column.Name, StringComparer.Ordinal).Select(same => same.First()))), .. WithoutRows()];
    }

    // declare query_parameters(
    private IEnumerable<CompletionItem> Declared() =>
        Filter([new CompletionItem($"{QueryParameterDeclaration.Word}(", CompletionItemKind.Keyword, "Parameters of the query")]);

    // datetime_diff("d: the words that a function takes there.
    private IEnumerable<CompletionItem> WordsOfArgument()
    {
        var opener = _scopes[_scopes.Count - 1].Opener;
        if (opener < 1 || _query.KindAt(opener) != KqlTokenKind.OpenParenthesis || _query.TextAt(_query.Whole.End - 1) is not ("(" or ","))
        {
            return [];
        }

        var argument = _query.TopLevel(_query.Whole.From(opener + 1)).Count(i => _query.KindAt(i) == KqlTokenKind.Comma);
        return Filter(
            KqlSignatures
                .Of(_query.TextAt(opener - 1))
                .Where(one => one.Parameters.Count > 0)
                .SelectMany(one => one.ParameterOf(argument).Words)
                .Distinct(StringComparer.Ordinal)
                .Select(word => new CompletionItem(word, CompletionItemKind.Keyword, "A word that the function takes"))
        );
    }
}
