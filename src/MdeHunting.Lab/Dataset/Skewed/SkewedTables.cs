using System.Globalization;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Dataset.Skewed;

/// <summary>The tables of <see cref="SkewedTenantData"/>: all the documented columns, of which few are filled in.</summary>
internal static class SkewedTables
{
    private static readonly (string Id, string Name)[] Devices =
    [
        .. Enumerable.Range(1, 16).Select(number => ($"{number:x40}", string.Create(CultureInfo.InvariantCulture, $"desk-{number:d2}.contoso.example"))),
    ];

    private static readonly string[] Files = ["net.exe", "csc.exe", "whoami.exe", "powershell.exe", "svchost.exe", "Jyväskylä \"東京\".exe", "git.exe"];
    private static readonly string[] Actions = ["ConnectionSuccess", "ConnectionFailed", "InboundConnectionAccepted"];
    private static readonly object[] Ports = [443, 80, 445, 3389, 53];

    public static KqlTable Processes(long[] times) =>
        Device(
            "DeviceProcessEvents",
            times,
            ("ActionType", _ => "ProcessCreated"),
            ("FileName", row => Pick(Files, row, 2)),
            ("ProcessId", row => 1000L + (4 * (row % 8191))),
            ("InitiatingProcessFileName", row => Pick(Files, row, 3))
        );

    public static KqlTable Connections(long[] times) =>
        Device(
            "DeviceNetworkEvents",
            times,
            ("ActionType", row => Pick(Actions, row, 2)),
            ("RemoteIP", row => string.Create(CultureInfo.InvariantCulture, $"192.0.2.{row % 256}")),
            ("RemotePort", row => Pick(Ports, row, 3)),
            ("InitiatingProcessFileName", row => Pick(Files, row, 4))
        );

    public static KqlTable Identities(long[] times) =>
        Table(
            "IdentityInfo",
            times.Length,
            ("Timestamp", row => Moment(times, row)),
            ("ReportId", row => Number("identity-", row)),
            ("AccountUpn", row => Number("user", row) + "@contoso.example"),
            ("IsAccountEnabled", row => row % 3 != 0)
        );

    public static KqlTable Software(int rows) =>
        Table(
            "DeviceTvmSoftwareInventory",
            rows,
            ("DeviceId", row => Pick(Devices, row, 1).Id),
            ("DeviceName", row => Pick(Devices, row, 1).Name),
            ("SoftwareName", row => Pick(Files, row, 2)),
            ("SoftwareVersion", row => Number("1.0.", row))
        );

    private static KqlTable Device(string name, long[] times, params (string Column, Func<int, object?> Cell)[] own) =>
        Table(
            name,
            times.Length,
            [
                ("Timestamp", row => Moment(times, row)),
                ("DeviceId", row => Pick(Devices, row, 1).Id),
                ("DeviceName", row => Pick(Devices, row, 1).Name),
                ("ReportId", row => row + 1L),
                .. own,
            ]
        );

    private static KqlTable Table(string name, int rows, params (string Column, Func<int, object?> Cell)[] cells)
    {
        var columns = HuntingTables.All[name];
        object?[] blank = [.. columns.Select(column => column.Type == KqlType.String ? "" : null)];
        var places = cells.Select(cell => (Place(columns, cell.Column), cell.Cell)).ToArray();
        return new KqlTable(name, columns, new GeneratedRows(rows, blank, places));
    }

    private static int Place(IReadOnlyList<KqlColumn> columns, string name) => Enumerable.Range(0, columns.Count).First(place => columns[place].Name == name);

    private static object Moment(long[] times, int row) => new DateTime(times[row], DateTimeKind.Utc);

    private static string Number(string prefix, int row) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{row + 1:d8}");

    // Scattered, and for each column (salt) otherwise, though it hangs on the row's number alone.
    private static T Pick<T>(T[] choices, int row, uint salt) =>
        choices[(int)((((uint)row + salt) * (2_654_435_761u + (salt << 8)) >> 8) % (uint)choices.Length)];
}
