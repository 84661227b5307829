namespace MdeHunting.Lab.Kql.Values;

/// <summary>A length of time that moments are counted in.</summary>
internal enum Period
{
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
    DayOfYear,
    WeekOfYear,
}
