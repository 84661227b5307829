namespace MdeHunting.Kql.Parsing;

/// <summary>
/// Reads a query into statements, pipelines and expressions. It takes any text: what it cannot read is a fault with a place, and the rest is read all the same.
/// It takes time in proportion to the text, and goes no deeper into brackets than people do.
/// </summary>
internal sealed partial class KqlParser
{
    // Each level of brackets takes some ten calls.
    private const int MostDepth = 200;

    private readonly TokenTree _query;
    private int _place;
    private int _end;
    private int _depth;

    private KqlParser(TokenTree query) => _query = query;

    /// <summary>Where it could not go on for the first time; null where it read all.</summary>
    public KqlFault? Fault { get; private set; }

    /// <summary>Reads a query.</summary>
    public static ParsedQuery Parse(TokenTree query)
    {
        var parser = new KqlParser(query) { _end = query.Whole.End };
        var statements = parser.Statements(query.Whole);
        parser.Escapes();
        parser.Brackets();
        parser.Depth();
        return new ParsedQuery(query, statements, parser.Fault);
    }

    // What is read to the end because its other half is missing.
    private void Brackets()
    {
        if (_query.Unpaired >= 0)
        {
            Fail(
                _query.Unpaired,
                _query.IsOpen(_query.Unpaired) ? ")"
                    : _query.Text.Significant[_query.Unpaired].IsString ? "quote"
                    : "unexpected"
            );
        }
    }

    // A backslash that begins no escape, wherever the text stands.
    private void Escapes()
    {
        for (var i = 0; i < _end && i < (Fault?.Place ?? _end); i++)
        {
            if (_query.KindAt(i) == KqlTokenKind.String && KqlStringLiteral.WrongEscape(_query.Text.Source, _query.Text.Significant[i]) >= 0)
            {
                Fail(i, "escape");
            }
        }
    }

    // What dynamic(…) holds isn't read piece by piece, and is as deep as it is all the same.
    private void Depth()
    {
        var depth = 0;
        for (var i = 0; i < _end && i < (Fault?.Place ?? _end); i++)
        {
            depth += _query.KindAt(i) switch
            {
                KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBracket or KqlTokenKind.OpenBrace => 1,
                KqlTokenKind.CloseParenthesis or KqlTokenKind.CloseBracket or KqlTokenKind.CloseBrace => -1,
                _ => 0,
            };
            if (depth > MostDepth)
            {
                Fail(i, "depth");
                return;
            }
        }
    }

    private KqlTokenKind Kind => _place < _end ? _query.KindAt(_place) : KqlTokenKind.Unknown;

    private bool AtEnd => _place >= _end;

    private bool IsAt(string text) => _place < _end && _query.Is(_place, text);

    private bool Take(string text)
    {
        if (!IsAt(text))
        {
            return false;
        }

        _place++;
        return true;
    }

    private bool Take(KqlTokenKind kind)
    {
        if (AtEnd || _query.KindAt(_place) != kind)
        {
            return false;
        }

        _place++;
        return true;
    }

    private void Fail(int place, string what)
    {
        if (Fault is null || place < Fault.Place)
        {
            Fault = new KqlFault(place, what);
        }
    }

    // What is left of a piece that should have ended.
    private void ExpectEnd()
    {
        if (!AtEnd)
        {
            Fail(_place, "unexpected");
            _place = _end;
        }
    }

    // Reads a piece of the query by itself: what is around it goes on behind it.
    private T Within<T>(TokenRange range, Func<KqlParser, T> read)
        where T : class
    {
        var (place, end) = (_place, _end);
        (_place, _end) = (range.Start, Math.Min(range.End, end));
        var result = read(this);
        (_place, _end) = (place, end);
        return result;
    }

    private List<KqlStatementNode> Statements(TokenRange range)
    {
        var statements = new List<KqlStatementNode>();
        foreach (var piece in _query.Split(range, KqlTokenKind.Semicolon))
        {
            if (!piece.IsEmpty)
            {
                statements.Add(Within(piece, static parser => parser.Statement()));
            }
        }

        return statements;
    }

    private KqlStatementNode Statement()
    {
        var start = _place;
        if (IsAt("let") && _query.NameAt(_place + 1) is { } name)
        {
            var target = new NameNode(_place + 1, name);
            _place += 2;
            if (!Take("="))
            {
                Fail(_place, "=");
                return new KqlStatementNode(start, _end, target, new UnreadNode(_place, _end));
            }

            return new KqlStatementNode(start, _end, target, LetValue());
        }

        if (IsAt("declare"))
        {
            _place += 2;
            if (Kind != KqlTokenKind.OpenParenthesis)
            {
                return new KqlStatementNode(start, _end, null, null);
            }

            var declared = Parameters();
            ExpectEnd();
            return new KqlStatementNode(start, _end, null, null, declared);
        }

        var beginning = KqlFacts.BeginningOf(_query.TextAt(_place));
        if ((beginning & (KqlBeginning.Definition | KqlBeginning.Access)) != 0 && _query.NameAt(_place + 1) is not null)
        {
            return new KqlStatementNode(start, _end, null, null);
        }

        return new KqlStatementNode(start, _end, null, Pipeline(new TokenRange(_place, _end), isPart: false));
    }

    private KqlNode LetValue()
    {
        var start = _place;
        var open = IsAt("view") && _query.KindAt(_place + 1) == KqlTokenKind.OpenParenthesis ? _place + 1 : _place;
        if (_query.KindAt(open) == KqlTokenKind.OpenParenthesis && _query.PartnerOf(open) is var close && _query.KindAt(close + 1) == KqlTokenKind.OpenBrace)
        {
            _place = open;
            var parameters = Parameters();
            var inside = _query.Inside(_place);
            var body = Nested(inside, static (parser, range) => parser.Statements(range)) ?? [];
            _place = Math.Min(inside.End + 1, _end);
            ExpectEnd();
            return new LambdaNode(start, _end, parameters, body);
        }

        // A group of databases is no value.
        return IsAt("entity_group") && _query.KindAt(_place + 1) is KqlTokenKind.OpenBracket or KqlTokenKind.BracketedName
            ? new UnreadNode(_place, _end)
            : PipelineOrValue(new TokenRange(_place, _end));
    }

    // Goes into a bracket, unless it is deeper than people go.
    private T? Nested<T>(TokenRange range, Func<KqlParser, TokenRange, T> read)
        where T : class
    {
        if (_depth == MostDepth)
        {
            Fail(range.Start, "depth");
            return null;
        }

        _depth++;
        var (place, end) = (_place, _end);
        (_place, _end) = (range.Start, Math.Min(range.End, end));
        var result = read(this, new TokenRange(_place, _end));
        (_place, _end) = (place, end);
        _depth--;
        return result;
    }

    /// <summary>Rows with what is done to them, or a single value.</summary>
    private KqlNode PipelineOrValue(TokenRange range)
    {
        var pipeline = Pipeline(range, isPart: false);
        return pipeline is { Steps.Count: 0, Source: { } value } ? value : pipeline;
    }

    private PipelineNode Pipeline(TokenRange range, bool isPart)
    {
        var pieces = _query.Split(range, KqlTokenKind.Pipe);
        var steps = new List<StepNode>(pieces.Count);
        KqlNode? source = null;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (i == 0 && !(isPart && IsStep(piece)))
            {
                source = piece.IsEmpty ? null : Within(piece, static parser => parser.Source());
                if (source is null && !isPart || pieces.Count > 1 && source is LiteralNode or SignNode or ChainNode)
                {
                    Fail(piece.Start, "rows");
                }

                continue;
            }

            steps.Add(Within(piece, static parser => parser.Step(isSource: false)));
        }

        return new PipelineNode(range.Start, range.End, source, steps);
    }

    private bool IsStep(TokenRange piece) => !piece.IsEmpty && KqlFacts.IsOperator(_query.OperatorAt(piece)?.Name);

    // (a:string, T:(b:long, *), c:int = 1)
    private List<KqlParameter> Parameters()
    {
        var inside = _query.Inside(_place);
        var found = new List<KqlParameter>();
        foreach (var piece in _query.Split(inside, KqlTokenKind.Comma))
        {
            if (piece.IsEmpty)
            {
                continue;
            }

            if (_query.NameAt(piece.Start) is not { } name)
            {
                if (!_query.Is(piece.Start, "*"))
                {
                    Fail(piece.Start, "unexpected");
                }

                continue;
            }

            var type = piece.Start + 2;
            var isOptional = _query.Find(piece, "=") >= 0;
            if (!_query.Is(piece.Start + 1, ":"))
            {
                if (piece.Count > 1 && !_query.Is(piece.Start + 1, "="))
                {
                    Fail(piece.Start + 1, ":");
                }

                found.Add(new KqlParameter(piece.Start, name, KqlDataType.Unknown, IsOptional: isOptional));
            }
            else if (_query.KindAt(type) == KqlTokenKind.OpenParenthesis)
            {
                var columns = Nested(piece.From(type), static (parser, _) => parser.Parameters());
                var isOpen = _query.Find(_query.Inside(type), "*") >= 0 || columns is null;
                found.Add(new KqlParameter(piece.Start, name, KqlDataType.Unknown, columns ?? [], isOpen, isOptional));
            }
            else
            {
                if (KqlTypes.Of(_query.TextAt(type)) == KqlDataType.Unknown)
                {
                    Fail(Math.Min(type, _end), "type");
                }

                found.Add(new KqlParameter(piece.Start, name, KqlTypes.Of(_query.TextAt(type)), IsOptional: isOptional));
            }
        }

        _place = Math.Min(inside.End + 1, _end);
        return found;
    }
}
