namespace MdeHunting.Kql.Analysis;

/// <summary>
/// A value of a time, a duration or a number, as so many times the time of a row and so many ticks: <c>now() - Timestamp</c> is -1 of the one, and now.
/// </summary>
/// <param name="Rows">How many times the time of a row.</param>
/// <param name="Ticks">The ticks, or the number.</param>
/// <param name="IsVague">Whether the ticks are not known.</param>
/// <param name="IsVaried">Whether they are not the same for every row, as those of another column are not.</param>
/// <param name="IsFormless">Whether what was made of the time of a row is not known, so that a later time may give less.</param>
internal readonly record struct TimeTerm(decimal Rows, decimal Ticks, bool IsVague = false, bool IsVaried = false, bool IsFormless = false)
{
    /// <summary>Of which nothing is known.</summary>
    public static TimeTerm Unknown => new(0, 0, true);

    /// <summary>Of which it is only known that it is not the same for every row.</summary>
    public static TimeTerm Varied => new(0, 0, true, true);

    /// <summary>The time of a row.</summary>
    public static TimeTerm OfRow => new(1, 0);

    /// <summary>Whether it is known, and the same for every row.</summary>
    public bool IsConstant => Rows == 0 && !IsVague;

    // What is left of a row's time without itself is not nothing, where it was rounded: Timestamp - startofday(Timestamp).
    public static TimeTerm operator +(TimeTerm one, TimeTerm other) =>
        one.Rows != 0 && one.Rows + other.Rows == 0
            ? Varied
            : new(
                one.Rows + other.Rows,
                one.Ticks + other.Ticks,
                one.IsVague || other.IsVague,
                one.IsVaried || other.IsVaried,
                one.IsFormless || other.IsFormless
            );

    public static TimeTerm operator -(TimeTerm one, TimeTerm other) => one + other.Times(-1);

    /// <summary>What is made of values in a way that is not known.</summary>
    public static TimeTerm MadeOf(IEnumerable<TimeTerm> values)
    {
        var made = Unknown;
        foreach (var value in values)
        {
            if (value.IsVaried)
            {
                return Varied;
            }

            made = value.Rows != 0 ? new(1, 0, true, false, true) : made;
        }

        return made;
    }

    /// <summary>So many times the value.</summary>
    public TimeTerm Times(decimal factor) => this with { Rows = Rows * factor, Ticks = Ticks * factor };
}
