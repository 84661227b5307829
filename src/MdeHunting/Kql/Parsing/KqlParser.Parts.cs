namespace MdeHunting.Kql.Parsing;

// What operators declare, and the pipelines within them.
internal sealed partial class KqlParser
{
    // with * "text" Name:type "text" *
    private void TextPattern(StepNode step)
    {
        if (!Take("with"))
        {
            Fail(_place, "with");
            return;
        }

        while (!AtEnd)
        {
            if (_query.Text.Significant[_place].IsString || IsAt("*") || Kind == KqlTokenKind.Comma)
            {
                _place++;
                continue;
            }

            if (_query.NameAt(_place) is not { } name)
            {
                Fail(_place, "unexpected");
                _place = _end;
                return;
            }

            var start = _place++;
            var type = KqlDataType.String;
            if (Take(":") && !AtEnd)
            {
                type = KqlTypes.Of(_query.TextAt(_place++));
            }

            step.Declared.Add(new KqlParameter(start, name, type));
        }
    }

    // … as (a:string, b:long) …, declare (…), : (…): the rest says how, and is not looked into.
    private void Columns(StepNode step, string word)
    {
        var place = _query.Find(new TokenRange(_place, _end), word);
        if (place >= 0 && _query.KindAt(place + 1) == KqlTokenKind.OpenParenthesis)
        {
            _place = place + 1;
            step.Declared.AddRange(Parameters());
        }

        Rest();
    }

    // What says how, and is not looked into. A name on a line of its own begins another query.
    private void Rest()
    {
        foreach (var i in _query.TopLevel(new TokenRange(_place, _end)))
        {
            if (
                i > 0
                && _query.KindAt(i) == KqlTokenKind.Identifier
                && _query.KindAt(i - 1) != KqlTokenKind.Comma
                && !_query.Is(i + 1, "=")
                && !KqlFacts.Is(KqlWordPlaces.Within, _query.TextAt(i))
                && _query.Text.LineAndColumn(_query.Text.Significant[i].Start).Line > _query.Text.LineAndColumn(_query.Text.Significant[i - 1].Start).Line
            )
            {
                Fail(i, "another");
                break;
            }
        }

        _place = _end;
    }

    // declare (…) with (step a: condition => x = value, …; step b: …;): each step is a clause of its name, its condition, and what it assigns.
    private void Scan(StepNode step)
    {
        var rest = new TokenRange(_place, _end);
        var with = _query.Find(rest, "with");
        Columns(step, "declare");
        if (with < 0 || _query.KindAt(with + 1) != KqlTokenKind.OpenParenthesis)
        {
            return;
        }

        foreach (var piece in _query.Split(_query.Inside(with + 1), KqlTokenKind.Semicolon))
        {
            var (colon, arrow) = (_query.Find(piece, ":"), _query.Find(piece, "=>"));
            if (_query.NameAt(piece.Start + 1) is not { } name || colon < 0)
            {
                continue;
            }

            List<KqlNode> items = [new NameNode(piece.Start + 1, name)];
            items.AddRange(Nested(new TokenRange(colon + 1, arrow < 0 ? piece.End : arrow), static (parser, _) => new List<KqlNode> { parser.Whole() }) ?? []);
            if (arrow >= 0)
            {
                items.AddRange(Nested(piece.From(arrow + 1), static (parser, range) => parser.Items(range)) ?? []);
            }

            step.Add(new KqlClause(_query.TextAt(piece.Start), piece.Start, items));
        }
    }

    private KqlNode Whole()
    {
        var value = Expression();
        ExpectEnd();
        return value;
    }

    private bool StartsPart() =>
        Kind is KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBrace
        || (_query.Is(_place + 1, "=") && _query.KindAt(_place + 2) == KqlTokenKind.OpenParenthesis);

    // (where x | …), a=(…) b=(…), { T | … }
    private void Parts(StepNode step)
    {
        while (!AtEnd && StartsPart())
        {
            _place += _query.Is(_place + 1, "=") ? 2 : 0;
            var open = _place;
            var inside = _query.Inside(open);
            if (Nested(inside, static (parser, range) => parser.Pipeline(range, isPart: true)) is { } part)
            {
                step.Parts.Add(part);
            }

            _place = Math.Min(inside.End + 1, _end);
        }
    }
}
