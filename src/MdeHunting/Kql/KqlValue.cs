namespace MdeHunting.Kql;

/// <summary>What a function gives.</summary>
internal enum KqlValue
{
    /// <summary>Something that is not followed.</summary>
    Unknown,

    /// <summary>The moment of the run, or so much later.</summary>
    Now,

    /// <summary>So much before the moment of the run.</summary>
    Ago,

    /// <summary>The time of a row.</summary>
    RowTime,

    /// <summary>A moment that a value says.</summary>
    Moment,

    /// <summary>A timespan that a value says.</summary>
    Duration,

    /// <summary>A whole number, which of a time are its ticks.</summary>
    Ticks,

    /// <summary>Another number, of which it is not documented what it is of a time.</summary>
    Number,

    /// <summary>A truth value.</summary>
    Truth,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Whether a value is there.</summary>
    IsThere,

    /// <summary>The opposite of a condition.</summary>
    Not,

    /// <summary>One of several values, by conditions.</summary>
    Choice,

    /// <summary>The first of several values that is there.</summary>
    FirstOf,

    /// <summary>The least of several values.</summary>
    LeastOf,

    /// <summary>The greatest of several values.</summary>
    GreatestOf,

    /// <summary>A column, if there is one of that name.</summary>
    Column,

    /// <summary>The least value of a group.</summary>
    Least,

    /// <summary>The greatest value of a group.</summary>
    Greatest,

    /// <summary>The columns of the row with the least value, under their own names.</summary>
    LeastRow,

    /// <summary>The columns of the row with the greatest value, under their own names.</summary>
    GreatestRow,

    /// <summary>The columns of any row of a group, under their own names.</summary>
    AnyRow,

    /// <summary>A moment as another clock has it.</summary>
    Same,

    /// <summary>A value cut down to a step.</summary>
    Bin,

    /// <summary>The start of a unit of time.</summary>
    Start,

    /// <summary>The end of a unit of time.</summary>
    End,

    /// <summary>The year of a moment.</summary>
    Year,

    /// <summary>A part of a moment, which its first argument names.</summary>
    Part,

    /// <summary>A moment as text, in a form that its second argument says.</summary>
    Format,

    /// <summary>A moment that is so many units later.</summary>
    Later,

    /// <summary>How many units lie between two moments.</summary>
    Difference,

    /// <summary>A moment of its parts.</summary>
    MadeMoment,

    /// <summary>A timespan of its parts.</summary>
    MadeDuration,

    /// <summary>A moment that is so many units after the start of 1970.</summary>
    Unix,

    /// <summary>What of a time comes again and again, or is a count: it bounds no time.</summary>
    Recurring,
}
