namespace MdeHunting.Kql.Completion;

// What may stand at a place, by the operator or the statement that it is in.
internal sealed partial class KqlCompletion
{
    private static readonly CompletionItem[] Sides =
    [
        new("$left", CompletionItemKind.Name, "The row of the left side"),
        new("$right", CompletionItemKind.Name, "The row of the right side"),
    ];

    private string? OperatorOf(CompletionScope scope) => _query.OperatorAt(_query.Whole.From(scope.Start))?.Name;

    private IEnumerable<CompletionItem> AtSource(CompletionScope scope, bool isWithin)
    {
        if (scope.Start == _query.Whole.End)
        {
            return [.. Filter(Sources()), .. Filter(KqlFacts.Statements), .. AsSource(), .. RowFunctions()];
        }

        // let x = union A, B: what is named begins behind the sign.
        var isLet = _query.Is(scope.Start, "let");
        var start = isLet ? scope.Start + 3 : scope.Start;
        var last = _query.TextAt(_query.Whole.End - 1);
        if (_query.Whole.End <= start)
        {
            return last != "=" ? [] : [.. Filter(Sources()), .. Filter(KqlFacts.Statements.Skip(1)), .. AsSource(), .. RowFunctions()];
        }

        var first = _query.TextAt(start);
        if (first == "declare" && _query.Whole.End == start + 1)
        {
            return Declared();
        }

        switch (KqlFacts.SourceOf(first))
        {
            case KqlSource.Tables when !isWithin:
                return ChoicesOf(KqlFacts.Operator(first)!) ?? [.. Filter(Sources()), .. Filter(KqlFacts.Operator(first)!.Words)];
            case KqlSource.Searched or KqlSource.Found when _query.Whole.End == start + 1:
                return Filter([new CompletionItem("in", CompletionItemKind.Keyword, "Which tables")]);
            case KqlSource.Searched or KqlSource.Found:
                return InSearch(start);
            case KqlSource.File when !isWithin:
                return _query.IsValueEnd(_query.Whole.End - 1) && last != ")"
                    ? Filter([new CompletionItem("with", CompletionItemKind.Keyword, "How the file is read")])
                    : [];
            case KqlSource.Printed or KqlSource.Sequence:
                return _query.Whole.End == start + 1 ? WithoutRows() : Values();
        }

        // search in (A, B, in (first, second, let x = first + second, and what a function's body computes.
        var isOfTables = last == "," && KqlFacts.SourceOf(_query.TextAt(scope.Opener - 2)) is KqlSource.Searched or KqlSource.Found;
        return isOfTables ? Filter(Sources())
            : isWithin || last == "," || isLet && _query.Whole.End > start + 1 ? Values()
            : [];
    }

    // What a value is made of without rows: names of the query's own, and functions.
    private IEnumerable<CompletionItem> Values() => IsAfterOperand() ? Filter(_place.Value.Infixes()) : WithoutRows();

    private IEnumerable<CompletionItem> WithoutRows() => [.. Filter(Named()), .. RowFunctions()];

    private IEnumerable<CompletionItem> RowFunctions() => Functions(KqlFunctionKind.Row, KqlFunctionKind.Clock);

    // step name: condition => column = value; …
    private IEnumerable<CompletionItem> InScan(CompletionScope scope, CompletionScope around, bool isWithin)
    {
        if (scope.Start == _query.Whole.End)
        {
            return Filter([new CompletionItem("step", CompletionItemKind.Keyword, "A step: its name, a condition, and what it sets")]);
        }

        var hasCondition = isWithin || _query.Find(_query.Whole.From(scope.Start), ":") >= 0;
        return !hasCondition ? []
            : IsAfterOperand() ? Filter(_place.Value.Infixes())
            : [.. Filter(Columns(around)), .. Functions(KqlFunctionKind.Row, KqlFunctionKind.Clock, KqlFunctionKind.Window)];
    }

    // kind=, behind which few words may stand; null elsewhere.
    private IEnumerable<CompletionItem>? ChoicesOf(KqlOperator known)
    {
        if (!_query.Is(_query.Whole.End - 1, "="))
        {
            return null;
        }

        var option = _query.TextAt(_query.Whole.End - 2);
        return known.Choices(option) is { Count: > 0 } choices
                ? Filter(
                    choices.Select(choice =>
                        KqlFacts.JoinKinds.FirstOrDefault(kind => kind.Text == choice && known.Takes(KqlArguments.On))
                        ?? new CompletionItem(choice, CompletionItemKind.Keyword, $"{option}={choice}")
                    )
                )
            : known.Takes(KqlArguments.On) && option == "kind" ? Filter(KqlFacts.JoinKinds)
            : null;
    }

    private IEnumerable<CompletionItem> InOperator(CompletionScope scope, bool isWithin)
    {
        var name = OperatorOf(scope) ?? string.Empty;
        var known = KqlFacts.Operator(name) ?? KqlOperator.Unknown(name);
        var span = _query.Whole.From(scope.Start);
        if (known.Columns == KqlColumnEffect.Nested)
        {
            // Each level has a number and words of its own.
            span = _query.Split(span, KqlTokenKind.Comma).Last();
        }

        // by, on and with part the arguments once.
        var words = Filter(WordsLeft(known, span));
        if (ChoicesOf(known) is { } choices)
        {
            return choices;
        }

        if (known.Rows == KqlRowEffect.Function)
        {
            return isWithin ? [.. Filter(Columns(scope)), .. RowFunctions()] : [.. Filter(OwnFunctions()), .. Filter(ServiceFunctions())];
        }

        if (!known.Takes(WithItems) && known.Columns != KqlColumnEffect.Added)
        {
            var isChosen = _query.Whole.End > scope.Start + 1;
            return known.Takes(KqlArguments.Words) ? words.Where(word => !isWithin && isChosen == (word.Text == "with") && _query.Whole.End <= scope.Start + 2)
                : known.Takes(KqlArguments.Number) && !IsAfterOperand() ? Filter(Named())
                : [];
        }

        if (known.Takes(KqlArguments.Plugin) && !isWithin)
        {
            return Plugins();
        }

        if (known.Takes(KqlArguments.Tables) && !(known.Takes(KqlArguments.On) && _query.Find(span, "on") >= 0))
        {
            return known.Takes(KqlArguments.On) && IsAfterOperand() && !_query.Is(_query.Whole.End - 2, "=") ? words : [.. Filter(Sources()), .. words];
        }

        if (known.Takes(KqlArguments.Tables) && !isWithin)
        {
            return InKeys(scope);
        }

        if (known.Columns == KqlColumnEffect.Series && !isWithin && _query.Find(span, "on") >= 0)
        {
            return IsAfterOperand() ? words
                : _query.TextAt(_query.Whole.End - 1) is not ("by" or "on") and var last && KqlFacts.Is(KqlWordPlaces.Within, last) ? WithoutRows()
                : [.. Filter(Columns(scope)), .. RowFunctions()];
        }

        // top 3 by, sample-distinct 3 of: a number comes first.
        if (!isWithin && known.Takes(KqlArguments.Number) && _query.Find(span, known.Takes(KqlArguments.Keys) ? "by" : "of") < 0)
        {
            return IsAfterOperand() ? words : [.. Filter(Named()), .. words];
        }

        // parse … with * "text" Name, parse-kv … as (Name: names that are new.
        if (
            known.Columns == KqlColumnEffect.Parsed && _query.Find(span, "with") >= 0
            || known.Columns == KqlColumnEffect.ParsedKeys && isWithin && _query.Is(_scopes[_scopes.Count - 1].Opener - 1, "as")
        )
        {
            return [];
        }

        var columns = Filter(Columns(scope));
        if (known.Takes(KqlArguments.Columns))
        {
            return known.Columns == KqlColumnEffect.Distinct ? [.. columns, .. words, .. RowFunctions()] : [.. columns, .. words];
        }

        if (IsAfterOperand())
        {
            // A sort key is followed by how it is sorted.
            return !isWithin && (known.Takes(KqlArguments.Keys) || known.Columns == KqlColumnEffect.Series)
                ? words
                : [.. words, .. Filter(_place.Value.Infixes())];
        }

        var functions =
            known.Takes(KqlArguments.Aggregates) || known.Columns == KqlColumnEffect.Nested
                ? Functions(KqlFunctionKind.Aggregate, KqlFunctionKind.Unordered, KqlFunctionKind.Row, KqlFunctionKind.Clock)
                : Functions(KqlFunctionKind.Row, KqlFunctionKind.Clock, KqlFunctionKind.Window);
        return known.Takes(KqlArguments.Keys) && _query.Find(span, "by") < 0 ? words : [.. columns, .. words, .. functions];
    }

    // by, on and with part the arguments once; make-series has its words in one order.
    private IEnumerable<CompletionItem> WordsLeft(KqlOperator known, TokenRange span)
    {
        if (known.Columns != KqlColumnEffect.Series)
        {
            return known.Words.Where(word => word.Text is not ("by" or "on" or "with" or "of") || _query.Find(span, word.Text) < 0);
        }

        var behind = known.Words.SkipWhile(word => word.Text != "on").ToList();
        var last = behind.FindLastIndex(word => _query.Find(span, word.Text) >= 0);
        return last < 0 ? known.Words.Where(word => !behind.Skip(1).Contains(word)) : behind.Skip(last + 1);
    }

    // join … on: a column that both sides have, or one of each with a sign between them.
    private IEnumerable<CompletionItem> InKeys(CompletionScope scope)
    {
        var last = _query.Whole.End - 1;
        if (IsAfterOperand())
        {
            var item = _query.Split(new TokenRange(_query.Find(_query.Whole.From(scope.Start), "on") + 1, _query.Whole.End), KqlTokenKind.Comma).Last();
            return _query.KindAt(last - 1) != KqlTokenKind.Dot
                ? []
                : Filter(_query.Find(item, "==") < 0 ? KqlFacts.InfixesAfter(KqlDataType.Unknown).Where(one => one.Text == "==") : KqlFacts.LogicItems.Take(1));
        }

        return Filter(_query.Is(last, "==") ? Sides : Sides.Concat(Items(_place.Value.Keys(scope.Start))));
    }

    // FileName !con: what there is the opposite of.
    private IEnumerable<CompletionItem>? Denied() =>
        _query.Is(_query.Whole.End - 1, "!") && _query.IsValueEnd(_query.Whole.End - 2)
            ? Filter(KqlFacts.Infixes.Where(item => KqlFacts.DeniableInfixes.Contains(item.Text)))
            : null;

    // What has just been read is a value, so that a sign or a word has to follow. What follows a pipe is an operator, if one that is not known.
    private bool IsAfterOperand()
    {
        var last = _query.Whole.End - 1;
        var isInName = _query.KindAt(last) == KqlTokenKind.Identifier && (_query.KindAt(last - 1) == KqlTokenKind.Pipe || _query.TextAt(last - 1) == "-");
        return _query.IsValueEnd(last) && !isInName;
    }
}
