using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>An alert: its row of AlertInfo, and a row of AlertEvidence for each thing that it points to.</summary>
internal sealed class Alert
{
    private readonly Scene _scene;
    private readonly DateTime _time;
    private readonly AlertKind _kind;
    private readonly string _id;

    private Alert(Scene scene, DateTime time, AlertKind kind, string id) => (_scene, _time, _kind, _id) = (scene, time, kind, id);

    public static Alert Raise(Scene scene, DateTime time, AlertKind kind)
    {
        var id = kind.IdPrefix + scene.Dice.For($"alert {kind.Title} {scene.Record.Count("AlertInfo")}").Hex(16);
        scene.Record.Add(
            "AlertInfo",
            time,
            ("AlertId", id),
            ("Title", kind.Title),
            ("Category", kind.Category),
            ("Severity", kind.Severity),
            ("ServiceSource", kind.ServiceSource),
            ("DetectionSource", kind.DetectionSource),
            ("AttackTechniques", kind.TechniquesJson)
        );
        return new Alert(scene, time, kind, id);
    }

    /// <summary>The cells that name the alert in a row of its evidence.</summary>
    public IReadOnlyList<(string Column, object? Value)> Cells => [("AlertId", _id), ("Title", _kind.Title)];

    public Alert On(Machine machine)
    {
        Point("Machine", "Impacted").With(("DeviceId", machine.Id), ("DeviceName", machine.Name), ("LocalIP", machine.LocalIP));
        return this;
    }

    public Alert By(Account account)
    {
        Point("User", "Impacted").With(User(account));
        return this;
    }

    public Alert Through(RunningProcess process)
    {
        Point("Process", "Related")
            .With(User(process.Session.Account))
            .With(
                ("FileName", process.Image.FileName),
                ("FolderPath", process.Image.Folder),
                ("SHA1", process.Image.Content.Sha1),
                ("SHA256", process.Image.Content.Sha256),
                ("FileSize", process.Image.Content.Size),
                ("ProcessCommandLine", process.CommandLine),
                ("DeviceId", process.Machine.Id),
                ("DeviceName", process.Machine.Name)
            );
        return this;
    }

    public Alert About(string folder, string fileName, FileContent content, string threatFamily = "")
    {
        Point("File", "Related")
            .With(
                ("FileName", fileName),
                ("FolderPath", folder),
                ("SHA1", content.Sha1),
                ("SHA256", content.Sha256),
                ("FileSize", content.Size),
                ("ThreatFamily", threatFamily)
            );
        return this;
    }

    public Alert To(string remoteIP, string url = "")
    {
        Point("Ip", "Related").With(("RemoteIP", remoteIP), ("EvidenceDirection", "Destination"));
        if (url.Length > 0)
        {
            Point("Url", "Related").With(("RemoteUrl", url));
        }

        return this;
    }

    public Alert Carrying(MailMessage message)
    {
        Point("MailMessage", "Related").With(User(message.Recipient)).With(("NetworkMessageId", message.NetworkMessageId), ("EmailSubject", message.Subject));
        return this;
    }

    public Alert Setting(string key, string name, string data)
    {
        Point("RegistryValue", "Related").With(("RegistryKey", key), ("RegistryValueName", name), ("RegistryValueData", data));
        return this;
    }

    private static (string, object?)[] User(Account account) =>
        [
            ("AccountName", account.Name),
            ("AccountDomain", account.Domain),
            ("AccountSid", account.Sid),
            ("AccountObjectId", account.ObjectId),
            ("AccountUpn", account.Upn),
        ];

    private RecordedRow Point(string entityType, string role) =>
        _scene.Record.Add(
            "AlertEvidence",
            _time,
            ("AlertId", _id),
            ("Title", _kind.Title),
            ("Categories", $"""["{_kind.Category}"]"""),
            ("AttackTechniques", _kind.TechniquesJson),
            ("ServiceSource", _kind.ServiceSource),
            ("DetectionSource", _kind.DetectionSource),
            ("Severity", _kind.Severity),
            ("EntityType", entityType),
            ("EvidenceRole", role)
        );
}
