namespace MdeHunting.Tables;

/// <summary>What a column tells a hunter: when, where, who, what.</summary>
internal enum ColumnRole
{
    /// <summary>Which table the row is from, where a query reads several.</summary>
    Table,

    /// <summary>Which connection the row came by.</summary>
    Connection,

    /// <summary>Which query it came by.</summary>
    Query,

    /// <summary>When it happened.</summary>
    Time,

    /// <summary>On which device.</summary>
    Device,

    /// <summary>By whom.</summary>
    Account,

    /// <summary>What was done.</summary>
    Action,

    /// <summary>How grave it is, or of which kind, or to whom.</summary>
    Kind,

    /// <summary>To what it was done.</summary>
    Subject,

    /// <summary>With which other end.</summary>
    Remote,

    /// <summary>At which of its ports.</summary>
    Port,

    /// <summary>With which address of the web.</summary>
    Url,

    /// <summary>By which program.</summary>
    Program,

    /// <summary>How, or where in the system.</summary>
    Detail,
}

/// <summary>Which of a row's columns matter, by their names alone.</summary>
internal static class ColumnRoles
{
    // The first column of a role that a row has plays it. They stand in this order on the screen, and the last one gets the room that is left. Where there is
    // none for all of them, those with the highest number go first.
    private static readonly (ColumnRole Role, int Rank, string[] Names)[] Roles =
    [
        (ColumnRole.Table, 0, ["$table", "source_", "Type", "Table", "SourceTable"]),
        (ColumnRole.Connection, 1, ["MdeConnection"]),
        (ColumnRole.Query, 2, ["MdeQuery"]),
        (ColumnRole.Time, 3, ["Timestamp", "TimeGenerated", "ActivityTimestamp"]),
        (ColumnRole.Device, 4, ["DeviceName", "SourceDeviceName", "DeviceId"]),
        (ColumnRole.Account, 11, ["AccountName", "AccountUpn", "AccountDisplayName", "InitiatingProcessAccountName", "SenderFromAddress", "UserId"]),
        (ColumnRole.Action, 12, ["ActionType", "Title", "ResultStatus", "DeliveryAction", "EventType"]),
        (ColumnRole.Kind, 7, ["Severity", "LogonType", "RecipientEmailAddress", "ExposureLevel"]),
        (ColumnRole.Subject, 5, ["FileName", "RegistryKey", "Subject", "Application", "ApplicationName", "SoftwareName", "OSPlatform"]),
        (ColumnRole.Remote, 6, ["RemoteIP", "IPAddress", "SenderIPv4", "RemoteUrl", "Url", "PublicIP"]),
        (ColumnRole.Port, 9, ["RemotePort"]),
        (ColumnRole.Url, 10, ["RemoteUrl"]),
        (ColumnRole.Program, 13, ["InitiatingProcessFileName"]),
        (ColumnRole.Detail, 8, ["ProcessCommandLine", "InitiatingProcessCommandLine", "RegistryValueData", "FolderPath"]),
    ];

    // Of columns whose first value says little of the next ones.
    private static readonly Dictionary<string, int> Widths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["$table"] = 20,
        ["DeviceName"] = 15,
        ["AccountName"] = 14,
        ["AccountUpn"] = 26,
        ["ActionType"] = 20,
        ["FileName"] = 18,
        ["RemoteIP"] = 15,
        ["RemoteUrl"] = 28,
        ["ProcessCommandLine"] = 40,
        ["InitiatingProcessCommandLine"] = 40,
        ["InitiatingProcessFileName"] = 18,
        ["Title"] = 32,
        ["Subject"] = 28,
    };

    private static readonly string[] WholeEnds = ["IP", "IPAddress", "IPv4", "IPv6", "Port", "FileName", "Severity"];

    private static readonly Dictionary<string, (ColumnRole Role, int Rank)> ByName = Index();

    /// <summary>The columns that matter with their roles, in the order of those; fewer than three where this is another kind of row.</summary>
    /// <param name="names">The row's columns.</param>
    /// <param name="isEmpty">Whether the column at a place has no value, so that another one may play its role; null where that is not known.</param>
    /// <returns>Each role that is played, and the place of its column.</returns>
    public static IReadOnlyList<(ColumnRole Role, int Place)> Of(IReadOnlyList<string> names, Func<int, bool>? isEmpty = null)
    {
        // Each column is looked up once: there may be hundreds.
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
        {
            if (ByName.ContainsKey(names[i]) && !places.ContainsKey(names[i]))
            {
                places.Add(names[i], i);
            }
        }

        var found = new List<(ColumnRole Role, int Place)>();
        foreach (var (role, _, candidates) in Roles)
        {
            var chosen = -1;
            foreach (var name in candidates)
            {
                if (!places.TryGetValue(name, out var place) || found.Exists(one => one.Place == place))
                {
                    continue;
                }

                if (isEmpty is null || !isEmpty(place))
                {
                    chosen = place;
                    break;
                }

                chosen = chosen < 0 ? place : chosen;
            }

            if (chosen >= 0)
            {
                found.Add((role, chosen));
            }
        }

        return found;
    }

    /// <summary>Whether a column may play a role.</summary>
    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    /// <summary>The role that a column may play; null where it has none.</summary>
    public static ColumnRole? RoleOf(string name) => ByName.TryGetValue(name, out var found) ? found.Role : null;

    /// <summary>How soon a column is left out where there is no room: the one with the highest number first.</summary>
    public static int RankOf(ColumnRole role)
    {
        foreach (var one in Roles)
        {
            if (one.Role == role)
            {
                return one.Rank;
            }
        }

        return Roles.Length;
    }

    /// <summary>What a column's values need of the screen, by its name.</summary>
    public static ColumnFit FitOf(string name)
    {
        foreach (var end in WholeEnds)
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
            {
                return ColumnFit.Whole;
            }
        }

        return name.EndsWith("DeviceName", StringComparison.OrdinalIgnoreCase) ? ColumnFit.Host
            : name.EndsWith("CommandLine", StringComparison.OrdinalIgnoreCase) || name == "Title" ? ColumnFit.Rest
            : ColumnFit.Text;
    }

    /// <summary>How wide a column's values commonly are; 0 where that is not known.</summary>
    public static int TypicalWidth(string name) => Widths.TryGetValue(name, out var width) ? width : 0;

    private static Dictionary<string, (ColumnRole Role, int Rank)> Index()
    {
        var index = new Dictionary<string, (ColumnRole Role, int Rank)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (role, rank, names) in Roles)
        {
            foreach (var name in names)
            {
                if (!index.ContainsKey(name))
                {
                    index.Add(name, (role, rank));
                }
            }
        }

        return index;
    }
}
