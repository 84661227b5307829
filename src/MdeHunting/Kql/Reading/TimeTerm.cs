namespace MdeHunting.Kql.Reading;

/// <summary>
/// A value of a time, a duration or a number, as so many times the time of a row and so many ticks: <c>now() - Timestamp</c> is -1 of the one, and now.
/// </summary>
/// <param name="Rows">How many times the time of a row.</param>
/// <param name="Ticks">The ticks, or the number.</param>
/// <param name="IsVague">Whether the ticks are not known.</param>
/// <param name="IsVaried">Whether they are not the same for every row, as those of another column are not.</param>
internal readonly record struct TimeTerm(decimal Rows, decimal Ticks, bool IsVague = false, bool IsVaried = false)
{
    /// <summary>Of which nothing is known.</summary>
    public static TimeTerm Unknown => new(0, 0, true);

    /// <summary>Of which it is only known that it is not the same for every row.</summary>
    public static TimeTerm Varied => new(0, 0, true, true);

    /// <summary>The time of a row.</summary>
    public static TimeTerm OfRow => new(1, 0);

    /// <summary>Whether it is known, and the same for every row.</summary>
    public bool IsConstant => Rows == 0 && !IsVague;

    public static TimeTerm operator +(TimeTerm one, TimeTerm other) =>
        new(one.Rows + other.Rows, one.Ticks + other.Ticks, one.IsVague || other.IsVague, one.IsVaried || other.IsVaried);

    public static TimeTerm operator -(TimeTerm one, TimeTerm other) => one + other.Times(-1);

    /// <summary>So many times the value.</summary>
    public TimeTerm Times(decimal factor) => this with { Rows = Rows * factor, Ticks = Ticks * factor };
}
