namespace MdeHunting.Kql.Analysis;

/// <summary>Reads the literals and calls of an expression.</summary>
internal sealed class FilterCalls(TokenTree query, FilterNames names, FilterExpression expressions, DateTime now)
{
    private readonly TimeFunctions _functions = new(now);

    /// <summary>The value of a literal; unknown where it is none.</summary>
    public FilterValue Literal(int token)
    {
        if (token >= query.Whole.End)
        {
            return FilterValue.Unknown;
        }

        if (query.Text.Significant[token].IsString)
        {
            return FilterValue.Of(Text(token));
        }

        var text = query.TextAt(token);
        if (TimeFunctions.IsNull(text))
        {
            return FilterValue.None;
        }

        if (TimeFunctions.Truth(text) is { } truth)
        {
            return FilterValue.Of(Condition.Constant(truth));
        }

        return TimeFunctions.Literal(query.KindAt(token), text) is { } term ? FilterValue.Of(term) : FilterValue.Unknown;
    }

    /// <summary>The element of an object that is written down: <c>.name</c>, <c>["name"]</c>, <c>[0]</c>.</summary>
    public FilterValue Element(TokenRange dynamic, int token, int end)
    {
        var open = dynamic.Start;
        var kind = query.KindAt(open);
        if (kind is not (KqlTokenKind.OpenBrace or KqlTokenKind.OpenBracket))
        {
            return FilterValue.Unknown;
        }

        var items = query.Split(query.Inside(open), KqlTokenKind.Comma);
        if (kind == KqlTokenKind.OpenBracket)
        {
            return query.KindAt(token) == KqlTokenKind.OpenBracket && int.TryParse(query.TextAt(token + 1), out var index) && index < items.Count
                ? OfDynamic(items[index])
                : FilterValue.Unknown;
        }

        var name = query.KindAt(token) == KqlTokenKind.Dot && token + 1 < end ? query.NameAt(token + 1) : query.NameAt(token);
        foreach (var item in items)
        {
            if (name is not null && item.Count > 2 && query.Text.Significant[item.Start].IsString && Text(item.Start) == name && query.Is(item.Start + 1, ":"))
            {
                return OfDynamic(item.From(item.Start + 2));
            }
        }

        return FilterValue.Unknown;
    }

    /// <summary>The value of a call.</summary>
    public FilterValue Call(string function, TokenRange arguments)
    {
        if (names.IsOwn(function))
        {
            return names.Value(function, expressions)!;
        }

        if (KqlFacts.SourceOf(function) == KqlSource.Scalar)
        {
            return Scalar(arguments) ?? FilterValue.Unknown;
        }

        if (KqlFacts.LiteralOf(function) == KqlLiteral.Dynamic)
        {
            return OfDynamic(arguments);
        }

        var value = KqlFacts.ValueOf(function);
        TokenRange[] items = arguments.IsEmpty ? [] : [.. query.Split(arguments, KqlTokenKind.Comma)];
        return value switch
        {
            KqlValue.RowTime => FilterValue.Of(TimeTerm.OfRow),
            KqlValue.Not when items.Length == 1 => FilterValue.Of(expressions.Read(items[0]).ToTruth().Not()),
            KqlValue.Choice when items.Length % 2 == 1 => Case(items),
            KqlValue.FirstOf when items.Length > 0 => Coalesce(items),
            KqlValue.LeastOf or KqlValue.GreatestOf when items.Length > 0 => Extreme(value, items),
            KqlValue.Column when items.Length == 2 => IfExists(items),
            KqlValue.Least or KqlValue.LeastRow when items.Length > 0 => First(items[0]),
            KqlValue.Greatest or KqlValue.GreatestRow or KqlValue.AnyRow when items.Length > 0 => expressions.Read(items[0]),
            KqlValue.Truth
            or KqlValue.Number
            or KqlValue.Ticks
            or KqlValue.Text
            or KqlValue.IsThere when items.Length == 1 && expressions.Read(items[0]) is { Truth: { } truth } => OfTruth(value, truth),
            _ => OfTimes(value, KqlFacts.UnitOf(function), items),
        };
    }

    private string Text(int token) => query.Text.Significant[token].IsString ? query.Text.ValueOf(query.Text.Significant[token]) : query.TextAt(token);

    private FilterValue OfDynamic(TokenRange span) =>
        span.Count == 1 && query.KindAt(span.Start) != KqlTokenKind.OpenBrace ? Literal(span.Start)
        : span.IsEmpty ? FilterValue.Unknown
        : FilterValue.OfDynamic(span);

    // case(when, then, when, then, …, else): each for the rows that come so far.
    private FilterValue Case(TokenRange[] items)
    {
        var choices = new List<(RowTimes, FilterValue)>();
        var rest = RowTimes.Open;
        for (var i = 0; i + 1 < items.Length; i += 2)
        {
            var when = expressions.Read(items[i]).ToTruth();
            choices.Add((rest.And(when.IfTrue), expressions.Read(items[i + 1])));
            rest = rest.And(when.IfFalse);
        }

        choices.Add((rest, expressions.Read(items[items.Length - 1])));
        return FilterValue.Either(choices);
    }

    // The first that is not null: what is known is not.
    private FilterValue Coalesce(TokenRange[] items)
    {
        var choices = new List<(RowTimes, FilterValue)>();
        foreach (var item in items)
        {
            var value = expressions.Read(item);
            choices.Add((RowTimes.Open, value));
            if (value.Truth is not null || value.Choices.All(choice => !choice.Term.IsVague))
            {
                break;
            }
        }

        return FilterValue.Either(choices);
    }

    private static FilterValue OfTruth(KqlValue function, Condition truth) =>
        function switch
        {
            KqlValue.Truth => FilterValue.Of(truth),
            KqlValue.IsThere => FilterValue.Of(Condition.Unknown),
            KqlValue.Text => FilterValue.Either([(truth.IfTrue, FilterValue.Of("true")), (truth.IfFalse, FilterValue.Of("false"))]),
            _ => FilterValue.Either([(truth.IfTrue, FilterValue.Of(new TimeTerm(0, 1))), (truth.IfFalse, FilterValue.Of(new TimeTerm(0, 0)))]),
        };

    // The first row of a group may be older than what is kept where any row of it is, and then another row is taken for it.
    private FilterValue First(TokenRange item) =>
        FilterValue.Combine([expressions.Read(item)], static one => one[0].Term is { Rows: not 0 } time ? time with { IsVague = true } : one[0].Term);

    private FilterValue Extreme(KqlValue function, TokenRange[] items)
    {
        FilterValue[] values = [.. items.Select(expressions.Read)];
        if (values.All(value => value.Choices.All(choice => choice.Term.IsConstant)))
        {
            return FilterValue.Combine(
                values,
                chosen => new TimeTerm(0, function == KqlValue.LeastOf ? chosen.Min(choice => choice.Term.Ticks) : chosen.Max(choice => choice.Term.Ticks))
            );
        }

        return FilterValue.Either([.. values.Select(value => (RowTimes.Open, value))]);
    }

    private FilterValue IfExists(TokenRange[] items) =>
        query.Text.Significant[items[0].Start].IsString && names.Value(Text(items[0].Start), expressions) is { } value ? value : expressions.Read(items[1]);

    private FilterValue OfTimes(KqlValue function, string? unit, TokenRange[] items)
    {
        string[] texts = [.. items.Select(item => item.Count == 1 ? Text(item.Start) : string.Empty)];
        FilterValue[] values = [.. items.Select(expressions.Read)];
        return FilterValue.Combine(
            values,
            chosen =>
                _functions.Call(
                    function,
                    unit,
                    [.. chosen.Select(choice => choice.Term is { IsVague: true, Rows: 0 } ? (TimeTerm?)null : choice.Term)],
                    [.. chosen.Select((choice, place) => choice.Text ?? texts[place])]
                ) ?? (TimeFunctions.IsOfNoMoment(function, texts) ? TimeTerm.Varied : TimeTerm.MadeOf(chosen.Select(choice => choice.Term)))
        );
    }

    // The first value of rows that are written down.
    private FilterValue? Scalar(TokenRange table)
    {
        while (query.IsGroup(table))
        {
            table = query.Inside(table.Start);
        }

        if (table.IsEmpty || query.Split(table, KqlTokenKind.Pipe).Count > 1)
        {
            return null;
        }

        var source = KqlFacts.SourceOf(query.TextAt(table.Start));
        if (source == KqlSource.Printed)
        {
            return expressions.Read(Unnamed(query.Split(table.From(table.Start + 1), KqlTokenKind.Comma)[0]));
        }

        if (source != KqlSource.Written)
        {
            return table.Count == 1 && query.NameAt(table.Start) is { } name ? names.Each(name, Scalar) : null;
        }

        var open = table.End - 1 > table.Start && query.KindAt(table.End - 1) == KqlTokenKind.CloseBracket ? query.PartnerOf(table.End - 1) : -1;
        return open < 0 ? null : expressions.Read(query.Split(query.Inside(open), KqlTokenKind.Comma)[0]);
    }

    private TokenRange Unnamed(TokenRange item) => query.Is(item.Start + 1, "=") ? item.From(item.Start + 2) : item;
}
