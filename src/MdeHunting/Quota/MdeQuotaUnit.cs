namespace MdeHunting;

/// <summary>What a quota counts.</summary>
public enum MdeQuotaUnit
{
    /// <summary>Calls.</summary>
    Calls,

    /// <summary>Seconds that queries ran.</summary>
    Seconds,
}
