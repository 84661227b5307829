using System.Text.Json.Nodes;
using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>
/// A few rows, of the day before yesterday, that tools get wrong: each is possible in a real tenant, and none belongs to the intrusion.
/// Text that a spreadsheet takes for a formula, a number or a date; quotes, commas, tabs and line ends; text longer than a spreadsheet's cell;
/// letters of several scripts, composed and decomposed, an emoji, a character that turns the direction of writing; numbers beyond
/// what an Int32 or a Double holds; nulls of each type; dynamic values that are empty, nested, or null; times with no fraction and with a single tick.
/// </summary>
internal static class HardValues
{
    public const string CommandLine = "=CONCAT(\"a, b\",'c')\t--out \"C:\\Temp\\Jyväskylä 東京 🎉.csv\"\r\n--note \"two \"\"quoted\"\" words\"";
    public const string TrickName = "lasku_\u202Efdp.exe";
    public const string DecomposedName = "Jyva\u0308skyla\u0308.txt";
    public const string FormulaSubject = "=HYPERLINK(\"https://prize-draw.example/\",\"Click, please\")";
    public const long BeyondDouble = 9_007_199_254_740_993;
    public const int LongCommandLength = 40_000;

    private static readonly string[] Lookalikes = ["00123", "1e5", "TRUE", "2026-01-02", "null", "{}", " ", "first line\nsecond line", "-1+2", "@SUM(A1)"];

    public static void Record(Bystanders bystanders)
    {
        var scene = bystanders.Scene;
        var day = scene.Now.Date.AddDays(-2);
        var desk = bystanders.Company.People.First(person => person.Account.Name == "o.jarvinen").Desk;
        var schedule = bystanders.ServicesOf(desk)["Schedule"];

        var python = scene.Run(schedule, day.AddHours(10).AddTicks(1), "python.exe", CommandLine);
        scene.Run(schedule, day.AddHours(10).AddMinutes(1), "powershell.exe", "powershell.exe -EncodedCommand ".PadRight(LongCommandLength, 'A'));
        RecordFiles(scene, python, day);

        scene
            .Connects(python, day.AddHours(10).AddSeconds(9), "192.0.2.1", 0, action: "IcmpConnectionInspected")
            .With(("RemotePort", null), ("LocalPort", null), ("Protocol", "Icmp"));
        scene.LogsOn(bystanders.ServicesOf(desk)["lsass.exe"], day, Account.LocalService, "Unknown", null).With(("IsLocalAdmin", null));
        for (var i = 0; i < Lookalikes.Length; i++)
        {
            scene.SetsRegistry(python, day.AddHours(10).AddSeconds(20 + i), @"HKEY_LOCAL_MACHINE\SOFTWARE\Contoso\Lab", $"Value{i}", Lookalikes[i]);
        }

        RecordLogons(bystanders, scene, day);
        RecordMail(bystanders, scene, day);
    }

    private static void RecordMail(Bystanders bystanders, Scene scene, DateTime day)
    {
        var recipient = bystanders.Company.People[3].Account;
        scene.Record.Add(
            "EmailEvents",
            day.AddHours(11),
            ("NetworkMessageId", scene.Dice.For("hard mail").Identifier()),
            ("SenderFromAddress", "winner@prize-draw.example"),
            ("SenderMailFromAddress", ""),
            ("RecipientEmailAddress", recipient.Upn),
            ("RecipientObjectId", recipient.ObjectId),
            ("Subject", FormulaSubject),
            ("EmailDirection", "Inbound"),
            ("DeliveryAction", "Junked"),
            ("DeliveryLocation", "Junk folder"),
            ("ThreatTypes", "Spam"),
            ("EmailClusterId", BeyondDouble),
            ("ReportId", scene.ReportText("mail"))
        );
    }

    private static void RecordFiles(Scene scene, RunningProcess python, DateTime day)
    {
        const string Folder = @"C:\Temp";
        scene.Touches(python, day.AddHours(10).AddSeconds(1), "FileCreated", Folder, "Jyväskylä 東京 🎉.csv", scene.Content("hard csv", 5_368_709_120));
        scene.Touches(python, day.AddHours(10).AddSeconds(2), "FileCreated", Folder, DecomposedName, scene.Content("hard text", 0));
        scene.Touches(python, day.AddHours(10).AddSeconds(3), "FileCreated", Folder, TrickName, new FileContent("", "", "", null));
        scene.Touches(python, day.AddHours(10).AddSeconds(4), "FileCreated", Folder, "=1+1.csv", scene.Content("hard formula", 4_611_686_018_427_387_905));
    }

    private static void RecordLogons(Bystanders bystanders, Scene scene, DateTime day)
    {
        JsonNode?[] extras =
        [
            null,
            new JsonObject(),
            new JsonArray(1L, "two", null, new JsonObject { ["three"] = 3.5 }),
            new JsonObject
            {
                ["Nested"] = new JsonObject
                {
                    ["Flag"] = true,
                    ["Nothing"] = null,
                    ["Name"] = "Jyväskylä \"東京\" 🎉",
                },
                ["Beyond"] = BeyondDouble,
                ["Encoded"] = """{"again":"json, as text"}""",
            },
        ];
        for (var i = 0; i < extras.Length; i++)
        {
            scene
                .Identity(
                    day.AddHours(12).AddSeconds(i),
                    bystanders.Company.People[0].Account,
                    "LogonSuccess",
                    "Microsoft 365",
                    "OAuth2:Token",
                    "2001:db8:6a6b:6c::1"
                )
                .With(("Port", null), ("AdditionalFields", extras[i]));
        }
    }
}
