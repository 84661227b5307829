namespace MdeHunting.Kql.Analysis;

/// <summary>
/// Reads an expression over the rows of one source for its value, as far as that is about times. It takes time in proportion to the tokens that it passes.
/// </summary>
internal sealed class FilterExpression
{
    private const int MostDeep = 60;

    private readonly TokenTree _query;
    private readonly FilterNames _names;
    private readonly FilterCalls _calls;
    private readonly AnalysisBudget _budget;
    private int _at;
    private int _end;
    private int _depth;

    public FilterExpression(TokenTree query, FilterNames names, DateTime now, AnalysisBudget budget)
    {
        _query = query;
        _names = names;
        _budget = budget;
        _calls = new FilterCalls(query, names, this, now);
    }

    /// <summary>The value of an expression.</summary>
    public FilterValue Read(TokenRange span)
    {
        while (_query.IsGroup(span) && _budget.Take(1))
        {
            span = _query.Inside(span.Start);
        }

        if (span.IsEmpty)
        {
            return FilterValue.Unknown;
        }

        if (_depth == MostDeep || !_budget.Take(span.Count / 4))
        {
            _budget.Exhaust();
            return FilterValue.Unknown;
        }

        var (at, end) = (_at, _end);
        (_at, _end) = (span.Start, span.End);
        _depth++;
        try
        {
            var value = Or();
            return _at < _end ? FilterValue.Unknown : value;
        }
        catch (Exception e) when (e is OverflowException or ArgumentException or DivideByZeroException)
        {
            return FilterValue.Unknown;
        }
        finally
        {
            _depth--;
            (_at, _end) = (at, end);
        }
    }

    private FilterValue Or()
    {
        var value = And();
        while (Takes("or"))
        {
            value = FilterValue.Of(value.ToTruth().Or(And().ToTruth()));
        }

        return value;
    }

    private FilterValue And()
    {
        var value = Compared();
        while (Takes("and"))
        {
            value = FilterValue.Of(value.ToTruth().And(Compared().ToTruth()));
        }

        return value;
    }

    // As in KQL, where t > a == true compares what t > a is. What is no comparison that is known, such as "has_any", ends at the next "and" or "or".
    private FilterValue Compared()
    {
        var value = Related();
        while (!IsAtEnd)
        {
            var isNot = Takes("!");
            var word = _query.TextAt(_at);
            if (!isNot && TimeComparison.IsEquality(word) && _query.KindAt(_at) == KqlTokenKind.Operator)
            {
                _at++;
                value = TimeComparison.Of(value, word, Related());
            }
            else if (word is "between" && _query.KindAt(_at + 1) == KqlTokenKind.OpenParenthesis)
            {
                value = Between(value, Group());
            }
            else if (word is "in" && OpenAfterIn() is { } open)
            {
                _at = open - 1;
                value = In(value, _query.Is(_at, "~") ? "=~" : "==", Group());
            }
            else
            {
                value = Skipped(value);
            }

            value = isNot ? FilterValue.Of(value.ToTruth().Not()) : value;
        }

        return value;
    }

    private FilterValue Related()
    {
        var value = Sum();
        while (!IsAtEnd && TimeComparison.IsRelation(_query.TextAt(_at)) && _query.KindAt(_at) == KqlTokenKind.Operator)
        {
            value = TimeComparison.Of(value, _query.TextAt(_at++), Sum());
        }

        return value;
    }

    private bool IsAtEnd => _at >= _end || _query.Is(_at, "or") || _query.Is(_at, "and");

    private FilterValue Skipped(FilterValue value)
    {
        while (!IsAtEnd)
        {
            Pass();
        }

        return value.IsOfTime ? FilterValue.Of(value.ToUnclear()) : FilterValue.Unknown;
    }

    // What the parentheses after a word hold.
    private TokenRange Group()
    {
        var inside = _query.Inside(_at + 1);
        _at = inside.End + 1;
        return inside;
    }

    private int? OpenAfterIn()
    {
        var open = _query.Is(_at + 1, "~") ? _at + 2 : _at + 1;
        return open < _end && _query.KindAt(open) == KqlTokenKind.OpenParenthesis ? open : null;
    }

    private FilterValue Between(FilterValue value, TokenRange limits)
    {
        var dots = _query.Find(limits, "..");
        if (dots < 0)
        {
            return FilterValue.Unknown;
        }

        var (low, high) = (Read(limits with { End = dots }), Read(limits.From(dots + 1)));
        high = FilterValue.Combine(
            [low, high],
            static both =>
                TimeComparison.IsMoment(both[0].Term) && both[1].Term.IsConstant && !TimeComparison.IsMoment(both[1].Term)
                    ? both[0].Term + both[1].Term
                    : both[1].Term
        );
        var within = TimeComparison.Of(value, ">=", low).ToTruth().And(TimeComparison.Of(value, "<=", high).ToTruth());

        // What is left out is no start of what is on both sides of it.
        return FilterValue.Of(within.IfFalse.IsOpen ? within with { IfFalse = RowTimes.Open } : within);
    }

    private FilterValue In(FilterValue value, string sign, TokenRange items)
    {
        if (!value.IsOfTime)
        {
            return FilterValue.Unknown;
        }

        return FilterValue.Of(
            _query
                .Split(items, KqlTokenKind.Comma)
                .Select(item => TimeComparison.Of(value, sign, Read(item)).ToTruth())
                .Aggregate((one, other) => one.Or(other))
        );
    }

    private FilterValue Sum()
    {
        var value = Product();
        while (_at < _end && (_query.Is(_at, "+") || _query.Is(_at, "-")))
        {
            var isPlus = _query.Is(_at++, "+");
            value = FilterValue.Combine([value, Product()], both => isPlus ? both[0].Term + both[1].Term : both[0].Term - both[1].Term);
        }

        return value;
    }

    private FilterValue Product()
    {
        var value = Joined();
        while (_at < _end && (_query.Is(_at, "*") || _query.Is(_at, "/") || _query.Is(_at, "%")))
        {
            var sign = _query.TextAt(_at++);
            value = FilterValue.Combine([value, Joined()], both => Multiplied(both[0].Term, sign, both[1].Term));
        }

        return value;
    }

    private static TimeTerm Multiplied(TimeTerm left, string sign, TimeTerm right) =>
        (sign, left.IsConstant, right.IsConstant) switch
        {
            ("*", _, true) => left.Times(right.Ticks),
            ("*", true, _) => right.Times(left.Ticks),
            ("/", _, true) => left.Times(1 / right.Ticks),
            ("%", true, true) => new TimeTerm(0, left.Ticks % right.Ticks),
            ("%", _, _) when left.Rows != 0 => TimeTerm.Varied,
            _ => TimeTerm.MadeOf([left, right]),
        };

    // What two texts are to each other comes before all that is done with numbers.
    private FilterValue Joined()
    {
        var value = Signed();
        while (!IsAtEnd)
        {
            var isNot = _query.Is(_at, "!");
            var word = _query.TextAt(isNot ? _at + 1 : _at);
            var length = TextSigns.Length(word);
            if (length == 0)
            {
                break;
            }

            _at += isNot ? length + 1 : length;
            var other = Signed();
            var truth = TimeComparison.OfTexts(value, word, other);
            value = FilterValue.Of(isNot ? truth.Not() : truth);
        }

        return value;
    }

    // Signs are few, or else the query is none that is meant.
    private FilterValue Signed()
    {
        var isMinus = false;
        while (_at < _end && (_query.Is(_at, "-") || _query.Is(_at, "+")))
        {
            isMinus ^= _query.Is(_at++, "-");
        }

        var value = Operand();
        return isMinus ? FilterValue.Combine([value], static one => one[0].Term.Times(-1)) : value;
    }

    private FilterValue Operand()
    {
        if (IsAtEnd)
        {
            return FilterValue.Unknown;
        }

        var value = First();
        while (_at < _end && _query.KindAt(_at) is KqlTokenKind.Dot or KqlTokenKind.OpenBracket or KqlTokenKind.BracketedName)
        {
            value = value.Dynamic is { } dynamic
                ? _calls.Element(dynamic, _at, _end)
                : FilterValue.Combine([value], static one => TimeTerm.MadeOf([one[0].Term]));
            if (_query.KindAt(_at) == KqlTokenKind.Dot)
            {
                Pass();
            }

            Pass();
            if (_query.KindAt(_at) == KqlTokenKind.OpenParenthesis && _query.KindAt(_at - 2) == KqlTokenKind.Dot)
            {
                Pass();
            }
        }

        return value;
    }

    private FilterValue First()
    {
        var token = _at;
        var kind = _query.KindAt(token);
        Pass();
        if (kind == KqlTokenKind.OpenParenthesis)
        {
            return Read(_query.Inside(token));
        }

        if (_query.NameAt(token) is not { } name)
        {
            return _calls.Literal(token);
        }

        if (_at >= _end || _query.KindAt(_at) != KqlTokenKind.OpenParenthesis)
        {
            return name is "true" or "false" ? FilterValue.Of(Condition.Constant(name == "true")) : _names.Value(name, this) ?? FilterValue.Varied;
        }

        var arguments = _query.Inside(_at);
        Pass();
        return _calls.Call(name, arguments);
    }

    private bool Takes(string word)
    {
        if (_at >= _end || !_query.Is(_at, word))
        {
            return false;
        }

        _at++;
        return true;
    }

    // A token, and what it opens.
    private void Pass()
    {
        if (!_budget.Take(1))
        {
            _at = _end;
        }
        else
        {
            _at = Math.Min(_end, Math.Max(_at, _query.PartnerOf(_at)) + 1);
        }
    }
}
