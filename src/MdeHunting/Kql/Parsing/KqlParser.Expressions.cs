namespace MdeHunting.Kql.Parsing;

// Expressions: operators by their strength, values, paths and calls.
internal sealed partial class KqlParser
{
    private const int Strongest = 4;

    private KqlNode Expression() => Chain(0);

    private KqlNode Chain(int strength)
    {
        var first = strength > Strongest ? Signed() : Chain(strength + 1);
        if (strength > Strongest)
        {
            return first;
        }

        List<KqlNode>? operands = null;
        List<KqlInfix>? operators = null;
        while (Infix() is { } infix && StrengthOf(infix) == strength)
        {
            _place = infix.End;
            var operand = infix.Kind switch
            {
                KqlInfixKind.Membership => Among(),
                KqlInfixKind.Between => Bounds(),
                _ => Chain(strength + 1),
            };
            if (operand is ListNode { Items.Count: > 1 } && infix.Kind is KqlInfixKind.Text or KqlInfixKind.Equality or KqlInfixKind.Order)
            {
                Fail(infix.End, "one");
            }

            (operands ??= [first]).Add(operand);
            (operators ??= []).Add(infix);
        }

        return operands is null ? first : new ChainNode(operands, operators!);
    }

    // in (1, 2, 3), in (T | project x), in (toscalar(…)).
    private KqlNode Among()
    {
        var open = _place;
        var inside = _query.Inside(open);
        var items = Nested(inside, static (parser, range) => parser.Items(range)) ?? [];
        if (inside.IsEmpty)
        {
            Fail(inside.Start, "value");
        }

        _place = Math.Min(inside.End + 1, _end);
        return new ListNode(open, _place, items);
    }

    private KqlNode Bounds()
    {
        var open = _place;
        var inside = _query.Inside(open);
        var items =
            Nested(
                inside,
                static (parser, _) =>
                {
                    var bounds = new List<KqlNode> { parser.Expression() };
                    if (!parser.Take(".."))
                    {
                        parser.Fail(parser._place, "..");
                        return bounds;
                    }

                    bounds.Add(parser.Expression());
                    parser.ExpectEnd();
                    return bounds;
                }
            ) ?? [];
        _place = Math.Min(inside.End + 1, _end);
        return new ListNode(open, _place, items);
    }

    // What stands between commas: values, rows, or named arguments.
    private List<KqlNode> Items(TokenRange range)
    {
        var items = new List<KqlNode>();
        if (range.IsEmpty)
        {
            return items;
        }

        foreach (var piece in Pieces(range))
        {
            if (piece.IsEmpty)
            {
                Fail(piece.Start, "value");
            }
            else
            {
                items.Add(Within(piece, static parser => parser.Argument()));
            }
        }

        return items;
    }

    // The commas behind a pipe are those of operators: materialize(T | project a, b).
    private List<TokenRange> Pieces(TokenRange range)
    {
        var pieces = new List<TokenRange>();
        var start = range.Start;
        foreach (var i in IsSourceStep(start) ? [] : _query.TopLevel(range))
        {
            var kind = _query.KindAt(i);
            if (kind == KqlTokenKind.Pipe)
            {
                break;
            }

            if (kind != KqlTokenKind.Comma)
            {
                continue;
            }

            pieces.Add(new TokenRange(start, i));
            start = i + 1;
            if (IsSourceStep(start))
            {
                break;
            }
        }

        pieces.Add(range.From(start));
        return pieces;
    }

    private KqlNode Argument()
    {
        if (_query.NameAt(_place) is { } name && _query.Is(_place + 1, "=") && _place + 2 < _end)
        {
            var target = new NameNode(_place, name);
            return new AssignNode(_place, _end, [target], PipelineOrValue(new TokenRange(_place + 2, _end)), isGroup: false);
        }

        return PipelineOrValue(new TokenRange(_place, _end));
    }

    private KqlNode Signed()
    {
        var start = _place;
        while (IsAt("-") || IsAt("+"))
        {
            _place++;
        }

        var first = _place;
        if (first - start > MostDepth)
        {
            Fail(start, "depth");
        }

        var value = Path(Primary());
        return start == first ? value : new SignNode(start, value.End, value);
    }

    private KqlNode Path(KqlNode root)
    {
        List<PathStep>? steps = null;
        while (!AtEnd)
        {
            string? name = null;
            KqlNode? index = null;
            if (Kind == KqlTokenKind.Dot && _place + 1 < _end && _query.NameAt(_place + 1) is { } member)
            {
                name = member;
                _place += 2;
            }
            else if (Kind == KqlTokenKind.BracketedName)
            {
                name = _query.NameAt(_place++);
            }
            else if (Kind == KqlTokenKind.OpenBracket)
            {
                var inside = _query.Inside(_place);
                index = Nested(inside, static (parser, range) => parser.PipelineOrValue(range)) ?? new UnreadNode(inside.Start, inside.End);
                _place = Math.Min(inside.End + 1, _end);
            }
            else
            {
                break;
            }

            var isCall = Kind == KqlTokenKind.OpenParenthesis;
            if (isCall)
            {
                _place = Math.Min(_query.PartnerOf(_place) + 1, _end);
            }

            (steps ??= []).Add(new PathStep(name, index, isCall));
        }

        return steps is null ? root : new PathNode(root.Start, _place, root, steps);
    }

    private KqlNode Primary()
    {
        var start = _place;
        switch (Kind)
        {
            case KqlTokenKind.Identifier or KqlTokenKind.BracketedName:
                _place++;
                if (Kind == KqlTokenKind.OpenParenthesis && IsInfix(start))
                {
                    Fail(start, "operand");
                }

                return Kind == KqlTokenKind.OpenParenthesis ? Call(start) : Name(start);
            case KqlTokenKind.String or KqlTokenKind.VerbatimString or KqlTokenKind.MultiLineString:
                // Texts that follow each other are one.
                while (!AtEnd && _query.Text.Significant[_place].IsString)
                {
                    if (!_query.Text.Significant[_place].IsTerminated)
                    {
                        Fail(_place, "quote");
                    }

                    _place++;
                }

                return new LiteralNode(start, _place, KqlDataType.String);
            case KqlTokenKind.Integer:
                return Literal(KqlDataType.Long);
            case KqlTokenKind.Real:
                return Literal(KqlDataType.Real);
            case KqlTokenKind.Timespan:
                return Literal(KqlDataType.TimeSpan);
            case KqlTokenKind.RawGuid:
                return Literal(KqlDataType.Guid);
            case KqlTokenKind.TypedLiteral:
                var text = _query.TextAt(start);
                return Literal(KqlTypes.Of(text.Substring(0, text.IndexOf('('))));
            case KqlTokenKind.OpenParenthesis:
                return Group(start);
            case KqlTokenKind.Operator when IsAt("*"):
                _place++;
                return new StarNode(start);
            default:
                Fail(start, "value");
                return new UnreadNode(start, start);
        }

        LiteralNode Literal(KqlDataType type)
        {
            _place++;
            return new LiteralNode(start, _place, type);
        }
    }

    // contains(Name, "a"): what stands between two values is no function.
    private bool IsInfix(int place) =>
        _query.KindAt(place) == KqlTokenKind.Identifier
        && _query.TextAt(place) is var word
        && KqlFacts.KindOf(word) == KqlFunctionKind.Word
        && (KqlFacts.TextInfixOf(word) is not null || KqlFacts.Is(KqlWordPlaces.BeforeRows, word));

    private KqlNode Name(int start)
    {
        var name = _query.NameAt(start)!;
        return _query.KindAt(start) == KqlTokenKind.Identifier && name is "true" or "false"
            ? new LiteralNode(start, start + 1, KqlDataType.Bool)
            : new NameNode(start, name);
    }

    private KqlNode Call(int start)
    {
        var name = _query.NameAt(start)!;
        var inside = _query.Inside(_place);
        if (_query.IsOpen(_place))
        {
            Fail(_place, ")");
        }

        var end = Math.Min(inside.End + 1, _end);
        if (KqlFacts.LiteralOf(name) == KqlLiteral.Dynamic)
        {
            Pairs(inside);
            _place = end;
            return new LiteralNode(start, end, KqlDataType.Dynamic);
        }

        if (name == "typeof")
        {
            _place = end;
            return new TypeNode(start, end, inside.Count == 1 ? KqlTypes.Of(_query.TextAt(inside.Start)) : KqlDataType.Unknown);
        }

        // A literal over several lines, or with blanks ahead of its parenthesis: datetime (2024-01-31).
        if (KqlFacts.LiteralOf(name) != KqlLiteral.None)
        {
            _place = end;
            return new LiteralNode(start, end, KqlTypes.Of(name));
        }

        var arguments = Nested(inside, static (parser, range) => parser.Items(range)) ?? [];
        _place = end;
        return new CallNode(start, end, name, arguments);
    }

    // A key of a dynamic value of which the value is missing.
    private void Pairs(TokenRange inside)
    {
        for (var i = inside.Start; i < inside.End; i++)
        {
            if (_query.Is(i, ":") && _query.KindAt(i + 1) is KqlTokenKind.Comma or KqlTokenKind.CloseBrace)
            {
                Fail(i + 1, "value");
                return;
            }
        }
    }

    private KqlNode Group(int start)
    {
        var inside = _query.Inside(start);
        if (_query.IsOpen(start))
        {
            Fail(start, ")");
        }

        var items = Nested(inside, static (parser, range) => parser.Items(range)) ?? [];
        _place = Math.Min(inside.End + 1, _end);
        if (items.Count == 0)
        {
            Fail(inside.Start, "value");
        }

        return items.Count == 1 && items[0] is not AssignNode ? items[0] : new ListNode(start, _place, items);
    }
}
