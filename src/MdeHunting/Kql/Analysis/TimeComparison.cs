namespace MdeHunting.Kql.Analysis;

/// <summary>From when on the rows are for which a comparison holds.</summary>
internal static class TimeComparison
{
    // In ticks: a difference in days has not all of its digits.
    private const decimal Exactness = 1000;

    // A moment has more ticks than any duration that is meant.
    private static readonly decimal FirstMoment = new DateTime(1200, 1, 1).Ticks;

    public static bool IsEquality(string text) => text is "==" or "!=" or "<>";

    public static bool IsRelation(string text) => text is ">" or ">=" or "<" or "<=";

    /// <summary>Whether a value is a moment and no duration.</summary>
    public static bool IsMoment(TimeTerm term) => term.IsConstant && term.Ticks > FirstMoment;

    /// <summary>Compares two values.</summary>
    public static FilterValue Of(FilterValue left, string sign, FilterValue right)
    {
        if (left.Truth is not null || right.Truth is not null)
        {
            return OfTruths(left.ToTruth(), sign, right.ToTruth());
        }

        var truths = from one in left.Choices from other in right.Choices select Of(one, sign, other).Within(one.Rows.And(other.Rows));
        return FilterValue.Of(truths.Aggregate((one, other) => one.Either(other)));
    }

    /// <summary>Compares two texts by what joins them. That of a time begins with a moment: <c>tostring(Timestamp) startswith "2026-01"</c>.</summary>
    public static Condition OfTexts(FilterValue value, string word, FilterValue other)
    {
        if (value.IsOfRow)
        {
            return word is "=~" or "!~" || (TextSigns.IsOfBeginning(word) && other.Choices.All(choice => TimeFunctions.Moment(choice.Text) is not null))
                ? Of(value, word == "!~" ? "!=" : "==", other).ToTruth()
                : value.ToUnclear();
        }

        var truths =
            from one in value.Choices
            from two in other.Choices
            let holds = one.Text is null || two.Text is null ? null : TextSigns.Holds(word, one.Text, two.Text)
            select (holds is { } known ? Condition.Constant(known) : Condition.Unknown).Within(one.Rows.And(two.Rows));
        return truths.Aggregate((one, two) => one.Either(two));
    }

    private static FilterValue OfTruths(Condition left, string sign, Condition right) =>
        sign switch
        {
            "==" or "=~" => FilterValue.Of(left.Equal(right)),
            "!=" or "<>" => FilterValue.Of(left.Equal(right).Not()),
            ">" => FilterValue.Of(left.And(right.Not())),
            ">=" => FilterValue.Of(left.Or(right.Not())),
            "<" => FilterValue.Of(right.And(left.Not())),
            _ => FilterValue.Of(right.Or(left.Not())),
        };

    private static Condition Of(FilterValue.Choice left, string sign, FilterValue.Choice right)
    {
        if (left.Text is { } one && right.Text is { } other)
        {
            return sign switch
            {
                "==" => Condition.Constant(one == other),
                "!=" or "<>" => Condition.Constant(one != other),
                "=~" => Condition.Constant(one.Equals(other, StringComparison.OrdinalIgnoreCase)),
                _ => Condition.Unknown,
            };
        }

        var difference = Term(left, right) - Term(right, left);
        return sign switch
        {
            ">" or ">=" => Above(difference, sign == ">="),
            "<" or "<=" => Above(difference.Times(-1), sign == "<="),
            "==" or "=~" => Equal(difference),
            _ => Equal(difference).Not(),
        };
    }

    // A text that is compared with a row's time is the moment that it says.
    private static TimeTerm Term(FilterValue.Choice choice, FilterValue.Choice other) =>
        choice.Text is not null && other.Term.Rows != 0 ? TimeFunctions.Moment(choice.Text) ?? TimeTerm.Unknown : choice.Term;

    private static Condition Above(TimeTerm difference, bool isOrEqual) =>
        difference.Rows switch
        {
            not 0 when difference.IsFormless => new Condition(RowTimes.Untold, RowTimes.Untold),
            0 => difference.IsVague ? Condition.Unknown : Condition.Constant(difference.Ticks > 0 || (isOrEqual && difference.Ticks == 0)),
            > 0 => new Condition(Bound(difference), RowTimes.Open),
            _ => new Condition(RowTimes.Open, Bound(difference)),
        };

    private static Condition Equal(TimeTerm difference) =>
        difference.Rows != 0 ? new Condition(Bound(difference), RowTimes.Open)
        : difference.IsVague ? Condition.Unknown
        : Condition.Constant(difference.Ticks == 0);

    private static RowTimes Bound(TimeTerm difference) =>
        difference.IsVague
            ? RowTimes.Untold
            : RowTimes.From(
                Math.Abs(difference.Rows) == 1 ? -difference.Ticks / difference.Rows : Math.Round(-difference.Ticks / difference.Rows / Exactness) * Exactness
            );
}
