namespace MdeHunting.Contract;

/// <summary>The names of a service's limits and of a tenant's quotas: members of an environment file's API, and keys of <c>-Limit</c>.</summary>
internal static class LimitNames
{
    public const string Rows = "rowLimit";
    public const string Bytes = "byteLimit";
    public const string CallsPerMinute = "callsPerMinute";
    public const string CallsPerHour = "callsPerHour";
    public const string RunningSecondsPerHour = "runningSecondsPerHour";
    public const string RunningSecondsPerDay = "runningSecondsPerDay";

    /// <summary>All of them.</summary>
    public static string[] All { get; } = [Rows, Bytes, CallsPerMinute, CallsPerHour, RunningSecondsPerHour, RunningSecondsPerDay];
}
