namespace MdeHunting.Kql.Analysis;

/// <summary>A value that is true or false of a row: from when on the rows are for which it is the one, and the other.</summary>
internal readonly record struct Condition(RowTimes IfTrue, RowTimes IfFalse)
{
    /// <summary>Of which nothing is known.</summary>
    public static Condition Unknown => new(RowTimes.Open, RowTimes.Open);

    /// <summary>The same for every row.</summary>
    public static Condition Constant(bool value) => value ? new(RowTimes.Open, RowTimes.Nowhere) : new(RowTimes.Nowhere, RowTimes.Open);

    public Condition Not() => new(IfFalse, IfTrue);

    public Condition And(Condition other) => new(IfTrue.And(other.IfTrue), IfFalse.Or(other.IfFalse));

    public Condition Or(Condition other) => Not().And(other.Not()).Not();

    /// <summary>Whether both are the same.</summary>
    public Condition Equal(Condition other) =>
        new(IfTrue.And(other.IfTrue).Or(IfFalse.And(other.IfFalse)), IfTrue.And(other.IfFalse).Or(IfFalse.And(other.IfTrue)));

    /// <summary>For rows of these times only.</summary>
    public Condition Within(RowTimes rows) => new(rows.And(IfTrue), rows.And(IfFalse));

    /// <summary>Where it may be this condition or that.</summary>
    public Condition Either(Condition other) => new(IfTrue.Or(other.IfTrue), IfFalse.Or(other.IfFalse));
}
