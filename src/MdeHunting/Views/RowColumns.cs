namespace MdeHunting.Views;

/// <summary>Which of a row's columns matter to a hunter, where not all of them fit on a screen: when, where, who, what.</summary>
internal static class RowColumns
{
    /// <summary>So many columns were chosen by the one who asked, and all of them are shown if they fit.</summary>
    public const int Few = 8;

    // Each line is one question; its first column that the row has answers it.
    private static readonly string[][] Questions =
    [
        ["MdeConnection"],
        ["MdeQuery"],
        ["Timestamp", "TimeGenerated", "ActivityTimestamp"],
        ["DeviceName", "SourceDeviceName", "DeviceId"],
        ["AccountName", "AccountUpn", "AccountDisplayName", "InitiatingProcessAccountName", "SenderFromAddress", "UserId"],
        ["ActionType", "Title", "ResultStatus", "DeliveryAction", "EventType"],
        ["Severity", "LogonType", "RecipientEmailAddress"],
        ["FileName", "RegistryKey", "Subject", "Application", "ApplicationName", "SoftwareName"],
        ["ProcessCommandLine", "InitiatingProcessCommandLine", "RegistryValueData", "FolderPath"],
        ["RemoteIP", "RemoteUrl", "IPAddress", "SenderIPv4", "Url"],
        ["RemoteUrl"],
    ];

    /// <summary>The places of the columns that matter, the time first; fewer than three where this is another kind of row.</summary>
    /// <param name="names">The row's columns.</param>
    public static IReadOnlyList<int> Pick(IReadOnlyList<string> names)
    {
        var places = new List<int>();
        foreach (var question in Questions)
        {
            foreach (var name in question)
            {
                var place = IndexOf(names, name);
                if (place >= 0 && !places.Contains(place))
                {
                    places.Add(place);
                    break;
                }
            }
        }

        return places;
    }

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
