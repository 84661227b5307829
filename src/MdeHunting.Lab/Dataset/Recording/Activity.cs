using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>What processes do: rows of the device tables that a process initiates.</summary>
internal static class Activity
{
    public static RecordedRow Connects(
        this Scene scene,
        RunningProcess process,
        DateTime time,
        string remoteIP,
        int remotePort,
        string remoteUrl = "",
        string action = "ConnectionSuccess"
    ) =>
        scene.Record.Add(
            "DeviceNetworkEvents",
            time,
            process,
            ("ActionType", action),
            ("RemoteIP", remoteIP),
            ("RemotePort", remotePort),
            ("RemoteUrl", remoteUrl),
            ("LocalIP", process.Machine.LocalIP),
            ("LocalPort", EphemeralPort(time)),
            ("Protocol", "Tcp"),
            ("LocalIPType", "Private"),
            ("RemoteIPType", IsPrivate(remoteIP) ? "Private" : "Public")
        );

    public static RecordedRow Touches(
        this Scene scene,
        RunningProcess process,
        DateTime time,
        string action,
        string folder,
        string fileName,
        FileContent content
    ) =>
        scene
            .Record.Add("DeviceFileEvents", time, process, ("ActionType", action), ("FileName", fileName), ("FolderPath", $@"{folder}\{fileName}"))
            .WithContent(content);

    public static RecordedRow SetsRegistry(
        this Scene scene,
        RunningProcess process,
        DateTime time,
        string key,
        string name,
        string data,
        string type = "String"
    ) =>
        scene.Record.Add(
            "DeviceRegistryEvents",
            time,
            process,
            ("ActionType", "RegistryValueSet"),
            ("RegistryKey", key),
            ("RegistryValueName", name),
            ("RegistryValueType", type),
            ("RegistryValueData", data)
        );

    /// <summary>A row of DeviceEvents; the sensor writes what is particular to an action into AdditionalFields as JSON text.</summary>
    public static RecordedRow Does(this Scene scene, RunningProcess process, DateTime time, string action, string additionalFields = "") =>
        scene.Record.Add(
            "DeviceEvents",
            time,
            process,
            ("ActionType", action),
            ("AdditionalFields", additionalFields),
            ("InitiatingProcessLogonId", process.Session.LogonId)
        );

    public static RecordedRow Loads(this Scene scene, RunningProcess process, DateTime time, string folder, string fileName) =>
        scene
            .Record.Add("DeviceImageLoadEvents", time, process, ("ActionType", "ImageLoaded"), ("FileName", fileName), ("FolderPath", $@"{folder}\{fileName}"))
            .WithContent(scene.Content($"library {fileName}"));

    public static RecordedRow OnProcess(this RecordedRow row, RunningProcess target) =>
        row.WithContent(target.Image.Content)
            .With(
                ("FileName", target.Image.FileName),
                ("FolderPath", target.Image.FullPath),
                ("ProcessId", target.Id),
                ("ProcessCommandLine", target.CommandLine),
                ("ProcessCreationTime", target.Created),
                ("AccountDomain", target.Session.Account.Domain),
                ("AccountName", target.Session.Account.Name),
                ("AccountSid", target.Session.Account.Sid)
            );

    public static bool IsPrivate(string address) =>
        address.StartsWith("10.", StringComparison.Ordinal) || address.StartsWith("192.168.", StringComparison.Ordinal);

    /// <summary>A port of the dynamic range that hangs on the moment alone, so that it takes no throw of the dice.</summary>
    public static int EphemeralPort(DateTime time) => 49_152 + (int)(((ulong)time.Ticks * 2_654_435_761UL >> 16) % 16_384);
}
