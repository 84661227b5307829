namespace MdeHunting.Kql.Parsing;

// Arguments of operators: values with what is said of them, assignments, and patterns of names.
internal sealed partial class KqlParser
{
    // Values between commas, each with what is said of it behind.
    private void List(List<KqlNode> items, KqlOperator? known)
    {
        do
        {
            if (AtEnd)
            {
                Fail(_place, "value");
                return;
            }

            items.Add(Suffixed(Item(known), known));
        } while (Take(KqlTokenKind.Comma));
    }

    private KqlNode Item(KqlOperator? known)
    {
        if (known is not null && (known.Columns == KqlColumnEffect.United || known.Takes(KqlArguments.Columns)) && NamePatternAt() is { } pattern)
        {
            return pattern;
        }

        // partition by Column (…): the bracket is no call's.
        if (
            known is { HasBy: true }
            && known.Takes(KqlArguments.Parts)
            && _query.NameAt(_place) is { } key
            && _query.KindAt(_place + 1) == KqlTokenKind.OpenParenthesis
        )
        {
            return new NameNode(_place++, key);
        }

        if (_query.NameAt(_place) is { } name && _query.Is(_place + 1, "="))
        {
            var start = _place;
            _place += 2;
            var value = Expression();
            return new AssignNode(start, _place, [new NameNode(start, name)], value, isGroup: false);
        }

        return Kind == KqlTokenKind.OpenParenthesis && _query.Is(_query.PartnerOf(_place) + 1, "=") ? GroupAssignment() : Expression();
    }

    // (a, b) = arg_max(…)
    private AssignNode GroupAssignment()
    {
        var start = _place;
        var names = new List<NameNode>();
        foreach (var piece in _query.Split(_query.Inside(start), KqlTokenKind.Comma))
        {
            if (_query.NameAt(piece.Start) is { } name && piece.Count == 1)
            {
                names.Add(new NameNode(piece.Start, name));
            }
            else
            {
                Fail(piece.Start, "name");
            }
        }

        _place = _query.PartnerOf(start) + 2;
        var value = Expression();
        return new AssignNode(start, _place, names, value, isGroup: true);
    }

    private KqlNode Suffixed(KqlNode item, KqlOperator? known)
    {
        var start = _place;
        KqlNode? suffix = null;
        if (IsAt("to") && _query.Is(_place + 1, "typeof"))
        {
            _place++;
            suffix = Primary();
        }
        else if (known?.Columns == KqlColumnEffect.Series && IsAt("default") && _query.Is(_place + 1, "="))
        {
            _place += 2;
            suffix = Expression();
        }

        // project-reorder A* granny-asc: by the numbers in the names.
        if (_query.Text.DashedName(_place) is { } order && order.IndexOf('-') > 0 && known?.Named.Contains(order) == true)
        {
            _place += 3;
        }

        while (Kind == KqlTokenKind.Identifier && (KqlFacts.Is(KqlWordPlaces.EndOfKey, _query.TextAt(_place)) || IsAt("nulls")))
        {
            _place++;
        }

        return _place == start ? item : new SuffixNode(_place, item, suffix);
    }

    // Device*, *Name, *: tokens without blanks between them, of which one is a star.
    private PatternNode? NamePatternAt()
    {
        var (end, hasStar) = (_place, false);
        while (
            end < _end
            && (_query.KindAt(end) is KqlTokenKind.Identifier or KqlTokenKind.Integer || _query.Is(end, "*"))
            && (end == _place || _query.Text.Significant[end].Start == _query.Text.Significant[end - 1].End)
        )
        {
            hasStar |= _query.Is(end, "*");
            end++;
        }

        if (!hasStar || end == _place + 1)
        {
            return null;
        }

        var first = _query.Text.Significant[_place].Start;
        var pattern = new PatternNode(_place, end, _query.Text.Source.Substring(first, _query.Text.Significant[end - 1].End - first));
        _place = end;
        return pattern;
    }
}
