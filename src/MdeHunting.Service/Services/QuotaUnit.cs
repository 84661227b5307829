namespace MdeHunting.Service.Services;

/// <summary>What a quota counts.</summary>
internal enum QuotaUnit
{
    /// <summary>Calls, by when they were sent.</summary>
    Calls,

    /// <summary>Seconds that queries ran, by when they ended.</summary>
    RunningTime,
}
