using System.Globalization;
using MdeHunting.Lab.Dataset.Estate;
using static MdeHunting.Lab.Dataset.Planted.PlantedIndicator;

namespace MdeHunting.Lab.Dataset.Planted;

/// <summary>What several rows of the supplier's case have in common: hosts, files, the account, and the letter.</summary>
internal static class SupplierCells
{
    // Hosts, and the letter's ID.
    public const string Desk = "jkl-ws-06";
    public const string OtherDesk = "jkl-ws-05";
    public const string Server = "jkl-fs01";
    public const string Message = "0d7c4b1a-66f0-4e0b-a1d5-9c23f0b7e814";

    // Files.
    public static readonly FileContent Loader = new("3e9b74d1c05a26f8e1b7d09c4a83f562e7d10b9c", LoaderSha256, "0b94d7e2c1f5a8360e7d49b2c6f1a83e", 418_304);
    public static readonly FileContent Tool = new(ToolSha1, "", "", 77_824);
    public static readonly FileContent Agent = new("71c0ad5e3f92b684d1e0c7f5a9b3824d6e0f1c97", "", AgentMd5, 219_136);
    public static readonly FileContent Stage = new("a4e81b07c39d5f2610b8e97d42c0f5a36e1d7b98", StageSha256, "", 6_144);

    /// <summary>A row; of a column that is named twice, the last value holds.</summary>
    public static PlantedRow Row(string table, string? host, int? daysBefore, (string Column, object? Value)[] cells) =>
        new(table, host, daysBefore, [.. cells.Reverse().DistinctBy(cell => cell.Column).Reverse()]);

    /// <summary>A value of the registry that was set.</summary>
    public static PlantedRow Set(string key, string name) =>
        Row(
            "DeviceRegistryEvents",
            Desk,
            18,
            [("ActionType", "RegistryValueSet"), ("RegistryKey", key), ("RegistryValueName", name), ("RegistryValueType", "String"), ("RegistryValueData", "1")]
        );

    /// <summary>A piece of evidence of an alert.</summary>
    public static PlantedRow Evidence(string type, params (string Column, object? Value)[] cells) =>
        Row("AlertEvidence", null, 1, [("EntityType", type), ("EvidenceRole", "Related"), .. cells]);

    /// <summary>Where a file is.</summary>
    public static (string, object?)[] At(string folder, string name) =>
        [("FolderPath", folder.Contains('/') ? folder : string.Create(CultureInfo.InvariantCulture, $@"{folder}\{name}")), ("FileName", name)];

    /// <summary>A file's hashes and size.</summary>
    public static (string, object?)[] Of(FileContent content) =>
        [("SHA1", content.Sha1), ("SHA256", content.Sha256), ("MD5", content.Md5), ("FileSize", content.Size)];

    /// <summary>A connection to another end.</summary>
    public static (string, object?)[] To(string address, string url) =>
        [("ActionType", "ConnectionSuccess"), ("RemoteIP", address), ("RemotePort", 443), ("RemoteUrl", url), ("Protocol", "Tcp"), ("RemoteIPType", "Public")];

    /// <summary>The account.</summary>
    public static (string, object?)[] User =>
        [
            ("AccountName", AccountName),
            ("AccountDomain", "contoso"),
            ("AccountSid", AccountSid),
            ("AccountUpn", AccountUpn),
            ("AccountObjectId", AccountObjectId),
        ];

    /// <summary>The letter.</summary>
    public static (string, object?)[] Letter =>
        [
            ("NetworkMessageId", Message),
            ("RecipientEmailAddress", "e.virtanen@contoso.example"),
            ("EmailDirection", "Inbound"),
            ("DeliveryAction", "Delivered"),
            ("ReportId", "planted-mail"),
        ];
}
