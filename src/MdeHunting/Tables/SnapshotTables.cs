namespace MdeHunting.Tables;

/// <summary>
/// Tables that say how things are and not what happened: each device, identity or application has a row now and then, as long as it is there. A query that
/// joins one in looks things up in it, and finds too few where it is cut to the time of the events.
/// </summary>
internal static class SnapshotTables
{
    // https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "AgentsInfo",
        "AIAgentsInfo",
        "DeviceInfo",
        "DeviceNetworkInfo",
        "IdentityAccountInfo",
        "IdentityInfo",
        "OAuthAppInfo",
    };

    /// <summary>Whether a table is one of them, and has a time by which it could be cut.</summary>
    public static bool Has(string table) => Names.Contains(table) || table.StartsWith("DeviceTvm", StringComparison.Ordinal);
}
