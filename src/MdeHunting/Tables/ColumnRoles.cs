namespace MdeHunting.Tables;

/// <summary>What a column tells a hunter: when, where, who, what.</summary>
internal enum ColumnRole
{
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

    /// <summary>How, or where in the system.</summary>
    Detail,

    /// <summary>With which other end.</summary>
    Remote,

    /// <summary>With which address of the web.</summary>
    Url,
}

/// <summary>Which of a row's columns matter, by their names alone.</summary>
internal static class ColumnRoles
{
    // The first column of a role that a row has plays it.
    private static readonly (ColumnRole Role, string[] Names)[] Roles =
    [
        (ColumnRole.Connection, ["MdeConnection"]),
        (ColumnRole.Query, ["MdeQuery"]),
        (ColumnRole.Time, ["Timestamp", "TimeGenerated", "ActivityTimestamp"]),
        (ColumnRole.Device, ["DeviceName", "SourceDeviceName", "DeviceId"]),
        (ColumnRole.Account, ["AccountName", "AccountUpn", "AccountDisplayName", "InitiatingProcessAccountName", "SenderFromAddress", "UserId"]),
        (ColumnRole.Action, ["ActionType", "Title", "ResultStatus", "DeliveryAction", "EventType"]),
        (ColumnRole.Kind, ["Severity", "LogonType", "RecipientEmailAddress"]),
        (ColumnRole.Subject, ["FileName", "RegistryKey", "Subject", "Application", "ApplicationName", "SoftwareName"]),
        (ColumnRole.Detail, ["ProcessCommandLine", "InitiatingProcessCommandLine", "RegistryValueData", "FolderPath"]),
        (ColumnRole.Remote, ["RemoteIP", "RemoteUrl", "IPAddress", "SenderIPv4", "Url"]),
        (ColumnRole.Url, ["RemoteUrl"]),
    ];

    // Of columns whose first value says little of the next ones.
    private static readonly Dictionary<string, int> Widths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DeviceName"] = 24,
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

    /// <summary>The columns that matter with their roles, in the order of those; fewer than three where this is another kind of row.</summary>
    /// <param name="names">The row's columns.</param>
    /// <returns>Each role that is played, and the place of its column.</returns>
    public static IReadOnlyList<(ColumnRole Role, int Place)> Of(IReadOnlyList<string> names)
    {
        var found = new List<(ColumnRole Role, int Place)>();
        foreach (var (role, candidates) in Roles)
        {
            foreach (var name in candidates)
            {
                var place = IndexOf(names, name);
                if (place >= 0 && found.TrueForAll(one => one.Place != place))
                {
                    found.Add((role, place));
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>How wide a column's values commonly are; 0 where that is not known.</summary>
    public static int TypicalWidth(string name) => Widths.TryGetValue(name, out var width) ? width : 0;

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
