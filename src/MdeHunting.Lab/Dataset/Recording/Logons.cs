using System.Text.Json.Nodes;
using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>Who signs in where: rows of DeviceLogonEvents and IdentityLogonEvents.</summary>
internal static class Logons
{
    /// <summary>A logon as the machine itself saw it; a failed one gives its reason.</summary>
    public static RecordedRow LogsOn(
        this Scene scene,
        RunningProcess authority,
        DateTime time,
        Account account,
        string logonType,
        long? logonId,
        Machine? source = null,
        string failure = ""
    ) =>
        scene.Record.Add(
            "DeviceLogonEvents",
            time,
            authority,
            ("ActionType", failure.Length == 0 ? "LogonSuccess" : "LogonFailed"),
            ("LogonType", logonType),
            ("AccountDomain", account.Domain),
            ("AccountName", account.Name),
            ("AccountSid", account.Sid),
            ("Protocol", source is null ? "Negotiate" : "NTLM"),
            ("FailureReason", failure),
            ("IsLocalAdmin", failure.Length == 0 && account.IsLocalAdmin),
            ("LogonId", logonId),
            ("RemoteDeviceName", source?.HostName ?? ""),
            ("RemoteIP", source?.LocalIP ?? ""),
            ("RemoteIPType", source is null ? "" : "Private"),
            ("RemotePort", source is null ? null : Activity.EphemeralPort(time))
        );

    /// <summary>The same logon as a domain controller saw it.</summary>
    public static RecordedRow IsKnownTo(
        this Scene scene,
        Machine controller,
        DateTime time,
        Account account,
        Machine source,
        Machine target,
        string protocol,
        string logonType
    ) =>
        scene
            .Identity(time, account, "LogonSuccess", "Active Directory", logonType, source.LocalIP)
            .With(
                ("Protocol", protocol),
                ("DeviceName", source.Name),
                ("DeviceType", source.Role == MachineRole.Workstation ? "Workstation" : "Server"),
                ("OSPlatform", source.Windows.Platform),
                ("Port", Activity.EphemeralPort(time)),
                ("DestinationDeviceName", controller.Name),
                ("DestinationIPAddress", controller.LocalIP),
                ("DestinationPort", protocol == "Kerberos" ? 88 : 445),
                ("TargetDeviceName", target.Name),
                (
                    "AdditionalFields",
                    new JsonObject
                    {
                        ["Count"] = 1,
                        ["IsLocalSubnet"] = source.Site == target.Site,
                        ["TARGET_OBJECT.DEVICE"] = target.HostName,
                        ["Spns"] = new JsonArray($"cifs/{target.Name}", $"host/{target.HostName}"),
                    }
                )
            );

    public static RecordedRow Identity(this Scene scene, DateTime time, Account account, string action, string application, string logonType, string address) =>
        scene.Record.Add(
            "IdentityLogonEvents",
            time,
            ("ActionType", action),
            ("Application", application),
            ("LogonType", logonType),
            ("AccountName", account.Name),
            ("AccountDomain", application == "Active Directory" ? account.Domain : account.Upn[(account.Upn.IndexOf('@', StringComparison.Ordinal) + 1)..]),
            ("AccountUpn", account.Upn),
            ("AccountSid", account.Sid),
            ("AccountObjectId", account.ObjectId),
            ("AccountDisplayName", account.DisplayName),
            ("IPAddress", address),
            ("ReportId", scene.ReportText("logon"))
        );
}
