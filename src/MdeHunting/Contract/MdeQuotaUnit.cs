namespace MdeHunting;

/// <summary>What a quota counts.</summary>
public enum MdeQuotaUnit
{
    /// <summary>The number of calls.</summary>
    Calls,

    /// <summary>The time that queries ran, in seconds.</summary>
    RunningTime,
}
