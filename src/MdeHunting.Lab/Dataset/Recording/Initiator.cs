using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>How a device table tells which process did a thing: the columns that such tables share, and one process's cells for them.</summary>
internal static class Initiator
{
    public static IReadOnlyList<string> Columns { get; } =
    [
        "InitiatingProcessAccountDomain",
        "InitiatingProcessAccountName",
        "InitiatingProcessAccountSid",
        "InitiatingProcessAccountUpn",
        "InitiatingProcessAccountObjectId",
        "InitiatingProcessLogonId",
        "InitiatingProcessIntegrityLevel",
        "InitiatingProcessTokenElevation",
        "InitiatingProcessSHA1",
        "InitiatingProcessSHA256",
        "InitiatingProcessMD5",
        "InitiatingProcessFileName",
        "InitiatingProcessFileSize",
        "InitiatingProcessVersionInfoCompanyName",
        "InitiatingProcessVersionInfoProductName",
        "InitiatingProcessVersionInfoProductVersion",
        "InitiatingProcessVersionInfoInternalFileName",
        "InitiatingProcessVersionInfoOriginalFileName",
        "InitiatingProcessVersionInfoFileDescription",
        "InitiatingProcessId",
        "InitiatingProcessCommandLine",
        "InitiatingProcessCreationTime",
        "InitiatingProcessFolderPath",
        "InitiatingProcessParentId",
        "InitiatingProcessParentFileName",
        "InitiatingProcessParentCreationTime",
        "InitiatingProcessSignerType",
        "InitiatingProcessSignatureStatus",
        "InitiatingProcessSessionId",
        "IsInitiatingProcessRemoteSession",
        "InitiatingProcessRemoteSessionDeviceName",
        "InitiatingProcessRemoteSessionIP",
        "InitiatingProcessUniqueId",
    ];

    /// <summary>In the order of <see cref="Columns"/>. The cells are shared by all rows that the process initiates.</summary>
    public static object?[] Cells(RunningProcess process)
    {
        var (account, image, parent) = (process.Session.Account, process.Image, process.Parent);
        return
        [
            account.Domain,
            account.Name,
            account.Sid,
            account.Upn,
            account.ObjectId,
            process.Session.LogonId,
            process.IntegrityLevel,
            process.TokenElevation,
            image.Content.Sha1,
            image.Content.Sha256,
            image.Content.Md5,
            image.FileName,
            image.Content.Size,
            image.Version.Company,
            image.Version.Product,
            image.Version.Number,
            image.Version.InternalName,
            image.Version.OriginalName,
            image.Version.Description,
            process.Id,
            process.CommandLine,
            process.Created,
            image.FullPath.ToLowerInvariant(),
            parent?.Id,
            parent?.Image.FileName ?? "",
            parent?.Created,
            image.SignerType,
            image.SignerType.Length == 0 ? "Unsigned" : "Valid",
            process.Session.Number,
            process.Session.IsRemote,
            process.Session.RemoteDevice,
            process.Session.RemoteIP,
            process.UniqueId,
        ];
    }
}
