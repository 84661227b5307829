using System.Text.RegularExpressions;

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

    // Those that the services still have, and that have a time: a timespan of the service's cuts them.
    private static readonly string[] Timed =
    [
        "AgentsInfo",
        "DeviceInfo",
        "DeviceNetworkInfo",
        "DeviceTvmInfoGathering",
        "DeviceTvmSecureConfigurationAssessment",
        "IdentityAccountInfo",
        "IdentityInfo",
        "OAuthAppInfo",
    ];

    /// <summary>Whether a table is one of them, and has a time by which it could be cut.</summary>
    public static bool Has(string table) => Names.Contains(table) || table.StartsWith("DeviceTvm", StringComparison.Ordinal);

    /// <summary>Those that names and patterns such as <c>Device*</c> mean, and that a timespan of the service's can cut.</summary>
    public static IReadOnlyList<string> Among(IEnumerable<string> names)
    {
        var read = names.ToList();
        return [.. Timed.Where(table => read.Exists(name => IsMatch(name, table)))];
    }

    private static bool IsMatch(string pattern, string table) =>
        Regex.IsMatch(table, $"^{Regex.Escape(pattern).Replace("\\*", ".*")}$", RegexOptions.CultureInvariant);
}
