namespace MdeHunting.Kql.Reading;

/// <summary>A value of a time, a duration or a number, as so many times the time of a row and so many ticks: <c>now() - Timestamp</c> is -1 of the one, and now.</summary>
/// <param name="Rows">How many times the time of a row.</param>
/// <param name="Ticks">The ticks, or the number.</param>
internal readonly record struct TimeTerm(decimal Rows, decimal Ticks)
{
    public static TimeTerm operator +(TimeTerm one, TimeTerm other) => new(one.Rows + other.Rows, one.Ticks + other.Ticks);

    public static TimeTerm operator -(TimeTerm one, TimeTerm other) => new(one.Rows - other.Rows, one.Ticks - other.Ticks);

    /// <summary>So many times the value.</summary>
    public TimeTerm Times(decimal factor) => new(Rows * factor, Ticks * factor);
}
