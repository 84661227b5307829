namespace MdeHunting.Kql.Analysis;

/// <summary>The value of an expression: one of several, each for the rows of its own times; or true or false; or an object that is written down.</summary>
internal sealed class FilterValue
{
    // More than anybody writes. Of constants beyond, the least and the greatest say as much.
    private const int MostChoices = 16;

    private FilterValue(IReadOnlyList<Choice> choices) => Choices = choices;

    /// <summary>Of which nothing is known.</summary>
    public static FilterValue Unknown { get; } = Of(TimeTerm.Unknown);

    /// <summary>Of which it is only known that it is not the same for every row.</summary>
    public static FilterValue Varied { get; } = Of(TimeTerm.Varied);

    /// <summary>Null, for which no comparison holds.</summary>
    public static FilterValue None { get; } = new([new Choice(RowTimes.Nowhere, TimeTerm.Unknown, null)]);

    /// <summary>What it may be; one that is not known where it is true or false.</summary>
    public IReadOnlyList<Choice> Choices { get; }

    /// <summary>Where it is true or false; null where it is neither.</summary>
    public Condition? Truth { get; private init; }

    /// <summary>What stands within <c>dynamic(…)</c>, or an element of it; null where it is anything else.</summary>
    public TokenRange? Dynamic { get; private init; }

    /// <summary>Whether it is not the same for every row.</summary>
    public bool IsVaried => IsOfRow || Choices.Any(choice => choice.Term.IsVaried);

    /// <summary>Whether it has the time of a row in it.</summary>
    public bool IsOfRow => Choices.Any(choice => choice.Term.Rows != 0);

    /// <summary>Whether it has anything to do with the time of a row, if only by which of several values it is.</summary>
    public bool IsOfTime => Truth is not null || Choices.Any(choice => choice.Term.Rows != 0 || choice.Rows != RowTimes.Open);

    public static FilterValue Of(TimeTerm term) => new([new Choice(RowTimes.Open, term, null)]);

    public static FilterValue Of(string text) => new([new Choice(RowTimes.Open, TimeTerm.Unknown, text)]);

    public static FilterValue Of(Condition truth) => new(Unknown.Choices) { Truth = truth };

    public static FilterValue OfDynamic(TokenRange span) => new(Unknown.Choices) { Dynamic = span };

    /// <summary>One of these, each for the rows of its own times.</summary>
    public static FilterValue Either(IReadOnlyList<(RowTimes Rows, FilterValue Value)> values)
    {
        if (values.Count == 0)
        {
            return Unknown;
        }

        if (values.Count == 1 && values[0].Rows == RowTimes.Open)
        {
            return values[0].Value;
        }

        if (values.Any(value => value.Value.Truth is not null))
        {
            return Of(values.Select(value => value.Value.ToTruth().Within(value.Rows)).Aggregate((one, other) => one.Either(other)));
        }

        return new(Fewer(from value in values from choice in value.Value.Choices select choice with { Rows = value.Rows.And(choice.Rows) }));
    }

    /// <summary>Where it is true or false, as a condition; a number that is known is true where it is not 0.</summary>
    public Condition ToTruth() =>
        Truth
        ?? Choices
            .Select(choice => (choice.Term.IsConstant ? Condition.Constant(choice.Term.Ticks != 0) : Condition.Unknown).Within(choice.Rows))
            .Aggregate((one, other) => one.Either(other));

    /// <summary>What is known where it is asked for something that is not known.</summary>
    public Condition ToUnclear() =>
        Choices
            .Select(choice => (choice.Term.Rows != 0 ? new Condition(RowTimes.Untold, RowTimes.Untold) : Condition.Unknown).Within(choice.Rows))
            .Aggregate((one, other) => one.Either(other));

    /// <summary>What comes of several values, by what comes of each choice of each of them.</summary>
    public static FilterValue Combine(IReadOnlyList<FilterValue> values, Func<IReadOnlyList<Choice>, TimeTerm> compute)
    {
        if (values.All(value => value.Choices.Count == 1))
        {
            Choice[] only = [.. values.Select(value => value.Choices[0])];
            return new([new Choice(only.Aggregate(RowTimes.Open, (rows, choice) => rows.And(choice.Rows)), compute(only), null)]);
        }

        if (values.Aggregate(1.0, (count, value) => count * value.Choices.Count) > MostChoices * MostChoices)
        {
            return values.Any(value => value.IsVaried) ? Varied : Unknown;
        }

        IEnumerable<(RowTimes Rows, Choice[] Chosen)> all = [(RowTimes.Open, [])];
        foreach (var value in values)
        {
            all = all.SelectMany(before => value.Choices.Select(choice => (before.Rows.And(choice.Rows), (Choice[])[.. before.Chosen, choice])));
        }

        return new(Fewer(all.Select(one => new Choice(one.Rows, compute(one.Chosen), null))));
    }

    private static IReadOnlyList<Choice> Fewer(IEnumerable<Choice> choices)
    {
        var all = choices
            .GroupBy(choice => (choice.Term, choice.Text))
            .Select(alike => alike.Aggregate((one, other) => one with { Rows = one.Rows.Or(other.Rows) }))
            .ToList();
        if (all.Count <= MostChoices)
        {
            return all;
        }

        var rows = all.Select(choice => choice.Rows).Aggregate((one, other) => one.Or(other));
        var constants = all.Where(choice => choice.Term.IsConstant).Select(choice => choice.Term.Ticks).DefaultIfEmpty().ToList();
        var rest = all.Where(choice => !choice.Term.IsConstant).Take(MostChoices).ToList();
        return constants.Count == 0 || rest.Count == all.Count
            ? rest
            : [new Choice(rows, new TimeTerm(0, constants.Min()), null), new Choice(rows, new TimeTerm(0, constants.Max()), null), .. rest];
    }

    /// <summary>A value that it may be.</summary>
    /// <param name="Rows">Of which times the rows are that have it.</param>
    /// <param name="Term">The value; unknown where it is a text.</param>
    /// <param name="Text">The text; null where it is none.</param>
    internal readonly record struct Choice(RowTimes Rows, TimeTerm Term, string? Text);
}
