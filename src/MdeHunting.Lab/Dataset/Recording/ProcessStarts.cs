using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>Rows of DeviceProcessEvents.</summary>
internal static class ProcessStarts
{
    public static void Record(TenantRecorder record, RunningProcess parent, RunningProcess process, DateTime time)
    {
        var (image, session) = (process.Image, process.Session);
        record
            .Add("DeviceProcessEvents", time, parent)
            .WithContent(image.Content)
            .With(
                ("ActionType", "ProcessCreated"),
                ("FileName", image.FileName),
                ("FolderPath", image.FullPath),
                ("ProcessVersionInfoCompanyName", image.Version.Company),
                ("ProcessVersionInfoProductName", image.Version.Product),
                ("ProcessVersionInfoProductVersion", image.Version.Number),
                ("ProcessVersionInfoInternalFileName", image.Version.InternalName),
                ("ProcessVersionInfoOriginalFileName", image.Version.OriginalName),
                ("ProcessVersionInfoFileDescription", image.Version.Description),
                ("ProcessId", process.Id),
                ("ProcessCommandLine", process.CommandLine),
                ("ProcessIntegrityLevel", process.IntegrityLevel),
                ("ProcessTokenElevation", process.TokenElevation),
                ("ProcessCreationTime", process.Created),
                ("AccountDomain", session.Account.Domain),
                ("AccountName", session.Account.Name),
                ("AccountSid", session.Account.Sid),
                ("AccountUpn", session.Account.Upn),
                ("AccountObjectId", session.Account.ObjectId),
                ("LogonId", session.LogonId),
                ("CreatedProcessSessionId", session.Number),
                ("IsProcessRemoteSession", session.IsRemote),
                ("ProcessRemoteSessionDeviceName", session.RemoteDevice),
                ("ProcessRemoteSessionIP", session.RemoteIP),
                ("ProcessUniqueId", process.UniqueId)
            );
    }
}
