namespace MdeHunting;

/// <summary>What a quota counts.</summary>
public enum MdeQuotaUnit
{
    /// <summary>Calls.</summary>
    Calls,

    /// <summary>The time that queries ran, in seconds.</summary>
    RunningTime,
}
