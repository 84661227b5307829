using System.Text.Json.Nodes;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>What people do in cloud applications: rows of CloudAppEvents, whose dynamic columns nest objects in arrays.</summary>
internal static class CloudNoise
{
    private static readonly string[] Actions = ["FileAccessed", "FileModified", "FileDownloaded", "MailItemsAccessed", "MessageSent", "SearchQueryPerformed"];

    public static void Record(Bystanders bystanders, int rows)
    {
        var scene = bystanders.Scene;
        var dice = scene.Dice.For("cloud noise");
        for (var i = 0; i < rows; i++)
        {
            var session = bystanders.Session(dice);
            var (account, site, action) = (session.Person.Account, session.Machine.Site, dice.Pick(Actions));
            var time = dice.Between(session.Start, session.End);
            var application = action switch
            {
                "MailItemsAccessed" => (Name: "Microsoft Exchange Online", Id: 20893),
                "MessageSent" => (Name: "Microsoft Teams", Id: 28375),
                _ => (Name: "Microsoft SharePoint Online", Id: 20892),
            };
            var document = $"raportti-{dice.Below(60):d2}.xlsx";
            scene.Record.Add(
                "CloudAppEvents",
                time,
                ("ActionType", action),
                ("Application", application.Name),
                ("ApplicationId", application.Id),
                ("AppInstanceId", 0),
                ("AccountObjectId", account.ObjectId),
                ("AccountId", account.ObjectId),
                ("AccountDisplayName", account.DisplayName),
                ("IsAdminOperation", false),
                ("DeviceType", "Desktop"),
                ("OSPlatform", "Windows 11"),
                ("IPAddress", site.PublicIP),
                ("IsAnonymousProxy", dice.Percent(90) ? false : null),
                ("CountryCode", site.Country),
                ("City", site.City),
                ("Isp", "Example Telecom"),
                ("ActivityType", "Basic"),
                ("ObjectName", document),
                ("ObjectType", "File"),
                ("ReportId", scene.ReportText("cloud")),
                ("AccountType", "Regular"),
                ("IsExternalUser", false),
                (
                    "ActivityObjects",
                    new JsonArray(
                        new JsonObject
                        {
                            ["Type"] = "File",
                            ["Role"] = "Target object",
                            ["Name"] = document,
                        },
                        new JsonObject
                        {
                            ["Type"] = "User",
                            ["Role"] = "Actor",
                            ["Name"] = account.DisplayName,
                            ["Id"] = account.ObjectId,
                        }
                    )
                ),
                ("UserAgentTags", dice.Percent(30) ? new JsonArray("Native client") : new JsonArray()),
                (
                    "RawEventData",
                    new JsonObject
                    {
                        ["Operation"] = action,
                        ["UserId"] = account.Upn,
                        ["Version"] = 1L,
                        ["IsManagedDevice"] = true,
                        ["SizeInBytes"] = dice.Below(6_000_000_000L),
                        ["AppAccessContext"] = new JsonObject { ["CorrelationId"] = dice.Identifier() },
                    }
                ),
                ("UncommonForUser", new JsonArray()),
                ("AuditSource", "Defender for Cloud Apps access control")
            );
        }
    }
}
