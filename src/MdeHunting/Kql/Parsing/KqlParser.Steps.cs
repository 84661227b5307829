namespace MdeHunting.Kql.Parsing;

// Sources of rows, and operators with their arguments.
internal sealed partial class KqlParser
{
    private static readonly string[] SequenceWords = ["from", "to", "step"];

    private KqlNode Source()
    {
        if (IsSourceStep(_place))
        {
            return Step(isSource: true);
        }

        var value = Expression();
        ExpectEnd();
        return value;
    }

    private bool IsSourceStep(int place) =>
        _query.KindAt(place) == KqlTokenKind.Identifier
        && KqlFacts.SourceOf(_query.TextAt(place)) switch
        {
            KqlSource.Tables or KqlSource.Searched or KqlSource.Found or KqlSource.Printed or KqlSource.Plugin => true,
            KqlSource.Written or KqlSource.File => _query.KindAt(place + 1) == KqlTokenKind.OpenParenthesis,
            KqlSource.Sequence => _query.NameAt(place + 1) is not null && _query.Is(place + 2, "from"),
            _ => _query.Text.DashedName(place) is { } name && KqlFacts.Operator(name) is { Rows: KqlRowEffect.Entities },
        };

    private StepNode Step(bool isSource)
    {
        var start = _place;
        if (AtEnd || _query.OperatorAt(new TokenRange(start, _end)) is not var (name, rest))
        {
            Fail(start, "operator");
            return new StepNode(start, _end, string.Empty);
        }

        var step = new StepNode(start, _end, name);
        _place = Math.Min(rest.Start, _end);
        if (step.Known is { } known)
        {
            Options(step);
            Arguments(step, known);
        }
        else if (!isSource || KqlFacts.SourceOf(name) == KqlSource.None)
        {
            Fail(start, "operator");
            _place = _end;
        }
        else
        {
            SourceArguments(step);
        }

        ExpectEnd();
        return step;
    }

    private void Options(StepNode step)
    {
        while (!AtEnd && Kind == KqlTokenKind.Identifier)
        {
            var start = _place;
            var name = _query.TextAt(start);
            var sign = start + 1;
            while (_query.KindAt(sign) == KqlTokenKind.Dot)
            {
                sign += 2;
            }

            var isOption = sign > start + 1 ? name == "hint" : step.Known!.Options.Contains(name);
            if (!isOption || !_query.Is(sign, "=") || sign + 1 >= _end)
            {
                return;
            }

            // The value is a word, a literal, or a list in parentheses.
            var value = sign + 1;
            var end = _query.KindAt(value) == KqlTokenKind.OpenParenthesis ? _query.PartnerOf(value) + 1 : value + 1;
            step.Options.Add(new KqlOption(name, start, value, _query.NameAt(value) ?? _query.Text.ValueOf(_query.Text.Significant[value])));
            _place = Math.Min(end, _end);
        }
    }

    private void Arguments(StepNode step, KqlOperator known)
    {
        if (known.HasBy && !Take("by"))
        {
            Fail(_place, "by");
        }

        switch (known.Columns)
        {
            case KqlColumnEffect.Parsed:
                step.Items.Add(Expression());
                TextPattern(step);
                return;
            case KqlColumnEffect.ParsedKeys:
                step.Items.Add(Expression());
                Columns(step, "as");
                return;
            case KqlColumnEffect.Nested:
                Levels(step);
                return;
            case KqlColumnEffect.Joined:
                var table = Path(Primary());
                if (table is LiteralNode)
                {
                    Fail(table.Start, "source");
                }

                step.Items.Add(table);
                Clauses(step, known);
                OfSides(step);
                return;
            case KqlColumnEffect.Schema when !AtEnd:
            case KqlColumnEffect.Counted when !AtEnd && !IsAt("as"):
                Fail(_place, "unexpected");
                _place = _end;
                return;
        }

        switch (known.Rows)
        {
            case KqlRowEffect.Searched:
                // search in (A, B*) …: what is looked for may stand in any column.
                if (Take("in") && Kind == KqlTokenKind.OpenParenthesis)
                {
                    step.Items.AddRange(Nested(_query.Inside(_place), static (parser, _) => parser.Tables()) ?? []);
                }

                _place = _end;
                return;
            case KqlRowEffect.Drawn:
                _place = Math.Min(_place + 1, _end);
                Rest();
                return;
            case KqlRowEffect.Graph or KqlRowEffect.Entities:
                _place = _end;
                return;
            case KqlRowEffect.Scanned:
                Scan(step);
                return;
            case KqlRowEffect.Plugin:
                step.Items.Add(Expression());
                Columns(step, ":");
                return;
            case KqlRowEffect.All when known.Columns is KqlColumnEffect.Unknown or KqlColumnEffect.Reduced && !known.Takes(KqlArguments.Columns):
                _place = _end;
                return;
        }

        if (known.Takes(KqlArguments.Parts) && StartsPart())
        {
            Parts(step);
            return;
        }

        if (AtEnd && !known.Takes(KqlArguments.Optional) && known.Columns != KqlColumnEffect.Grouped)
        {
            Fail(_place, "value");
            return;
        }

        if (known.Columns is KqlColumnEffect.Added or KqlColumnEffect.Projected or KqlColumnEffect.Distinct || known.Rows == KqlRowEffect.Filtered)
        {
            // No word parts their arguments.
            if (!AtEnd)
            {
                List(step.Items, known);
            }

            if (known.Columns is KqlColumnEffect.Added or KqlColumnEffect.Projected)
            {
                NoStar(step.Items);
            }

            return;
        }

        if (!AtEnd && !(IsAt("by") || IsAt("as") && known.Takes(KqlArguments.Optional)))
        {
            List(step.Items, known);
        }

        Clauses(step, known);
        if (known.Takes(KqlArguments.Number) && known.Takes(KqlArguments.Keys) && step.Clause("by") is null)
        {
            Fail(_place, "by");
        }

        if (known.Columns == KqlColumnEffect.Series && step.Clause("on") is null)
        {
            Fail(_place, "on");
        }

        if (known.Columns == KqlColumnEffect.Grouped)
        {
            NoStar(step.Items);
            NoStar(step.Clause("by")?.Items ?? []);
        }
    }

    // All columns are no value, and no key.
    private void NoStar(IReadOnlyList<KqlNode> items)
    {
        foreach (var item in items)
        {
            if ((item is AssignNode assign ? assign.Value : item) is StarNode star)
            {
                Fail(star.Start, "unexpected");
            }
        }
    }

    // on A, $left.B == $right.C: in a comparison each column says its side.
    private void OfSides(StepNode step)
    {
        if (step.Clause("on") is not { } on)
        {
            Fail(_place, "on");
            return;
        }

        foreach (var item in on.Items)
        {
            if (item is ChainNode { Operators: [{ Kind: KqlInfixKind.Equality }], Operands: [NameNode, NameNode] })
            {
                Fail(item.Start, "side");
            }
            else if (
                item is CallNode
                || item is ChainNode { Operands: [PathNode { Root: NameNode { Name: "$right" } }, PathNode { Root: NameNode { Name: "$left" } }] }
            )
            {
                Fail(item.Start, "key");
            }
        }
    }

    // top-nested 3 of A by count(), top-nested of B with others = "rest" by n = sum(C) desc: what a level is, and what it goes by.
    private void Levels(StepNode step)
    {
        foreach (var level in _query.Split(new TokenRange(_place, _end), KqlTokenKind.Comma))
        {
            var (of, by, with) = (_query.Find(level, "of"), _query.Find(level, "by"), _query.Find(level, "with"));
            if (of >= 0 && by < 0)
            {
                Fail(level.End, "by");
            }

            if (of >= 0 && of + 1 < by && by + 1 < level.End)
            {
                Part("of", of, new TokenRange(of + 1, with > of && with < by ? with : by));
                Part("by", by, level.From(by + 1));
            }
        }

        _place = _end;

        void Part(string word, int place, TokenRange range)
        {
            if (!range.IsEmpty && Nested(range, static (parser, _) => parser.Item(null)) is { } item)
            {
                step.Add(new KqlClause(word, place, [item]));
            }
        }
    }

    private List<KqlNode> Tables()
    {
        var tables = new List<KqlNode>();
        do
        {
            tables.Add(NamePatternAt() ?? Path(Primary()));
        } while (Take(KqlTokenKind.Comma));

        return tables;
    }

    private void SourceArguments(StepNode step)
    {
        switch (KqlFacts.SourceOf(step.Name))
        {
            case KqlSource.Written or KqlSource.File:
                step.Declared.AddRange(Parameters());
                if (!AtEnd && Kind is not (KqlTokenKind.OpenBracket or KqlTokenKind.BracketedName))
                {
                    Fail(_place, "[");
                }

                Rest();
                break;
            case KqlSource.Found:
                _place = _end;
                break;
            case KqlSource.Sequence:
                step.Items.Add(Primary());
                Clauses(step, null);
                foreach (var word in SequenceWords)
                {
                    if (step.Clause(word) is null)
                    {
                        Fail(_place, word);
                        break;
                    }
                }

                break;
            default:
                List(step.Items, null);
                Clauses(step, null);
                break;
        }
    }

    private void Clauses(StepNode step, KqlOperator? known)
    {
        while (!AtEnd && ClauseWord() is { } word)
        {
            var place = _place++;
            if (word == "with" && Kind == KqlTokenKind.OpenParenthesis && known?.Takes(KqlArguments.Parts) != true)
            {
                _place = Math.Min(_query.PartnerOf(_place) + 1, _end);
                continue;
            }

            if (word is "on" or "with" && known?.Takes(KqlArguments.Parts) == true)
            {
                Parts(step);
                continue;
            }

            var items = new List<KqlNode>();
            List(items, known);
            step.Add(new KqlClause(word, place, items));
            if (known?.Takes(KqlArguments.Parts) == true && StartsPart())
            {
                Parts(step);
            }
        }

        if (!AtEnd && known?.Takes(KqlArguments.Parts) == true && StartsPart())
        {
            Parts(step);
        }
    }

    private string? ClauseWord() =>
        Kind == KqlTokenKind.Identifier
        && _query.TextAt(_place) is ("by" or "on" or "with" or "from" or "to" or "step" or "as" or "of" or "in" or "limit") and var word
            ? word
            : null;
}
