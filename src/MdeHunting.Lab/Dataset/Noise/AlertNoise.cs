using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>The few alerts of a quiet month: unwanted software, a new country, a test.</summary>
internal static class AlertNoise
{
    /// <summary>Records them, and gives the last one, which somebody adds to later.</summary>
    public static Alert Record(Bystanders bystanders)
    {
        var scene = bystanders.Scene;
        var people = bystanders.Company.People;
        var dice = scene.Dice.For("alert noise");

        var toolbar = scene.Content("toolbar-setup.exe");
        foreach (var person in people.Where(person => person.Department == "Sales"))
        {
            var kind = new AlertKind("An unwanted application was blocked", "UnwantedSoftware", "Informational", AlertKind.Endpoint, "Antivirus");
            var session = bystanders.Session(dice, person);
            var browser = session.Program("msedge.exe");
            var time = dice.Between(browser.Created.AddMinutes(1), session.End);
            scene.Touches(browser, time, "FileCreated", $@"{person.Account.Profile}\Downloads", "toolbar-setup.exe", toolbar);
            Alert
                .Raise(scene, time < scene.Now.AddMinutes(-1) ? time.AddSeconds(40) : scene.Now, kind)
                .On(person.Desk)
                .By(person.Account)
                .About($@"{person.Account.Profile}\Downloads", "toolbar-setup.exe", toolbar, "Toolbar");
        }

        var travel = new AlertKind(
            "Activity from an infrequent country",
            "InitialAccess",
            "Low",
            AlertKind.Identity,
            "Microsoft Defender for Cloud Apps",
            "Cloud Accounts (T1078.004)"
        );
        return Alert.Raise(scene, bystanders.AnyTime(dice), travel).By(people[1].Account).To("203.0.113.45");
    }
}
