using System.Globalization;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>Who comes to work when: weekdays, by each office's own clock, with the odd day off.</summary>
internal static class WorkDays
{
    private static readonly string[] Everyones = ["OneDrive.exe", "OUTLOOK.EXE", "ms-teams.exe", "msedge.exe"];

    public static IReadOnlyList<WorkSession> Record(
        Scene scene,
        Company company,
        IReadOnlyDictionary<Machine, Services> services,
        Func<Person, DateTime, bool> isBarred
    )
    {
        var sessions = new List<WorkSession>();
        foreach (var person in company.People)
        {
            var dice = scene.Dice.For($"days of {person.Account.Name}");
            for (var day = scene.From.Date; day <= scene.Now.Date.AddDays(1); day = day.AddDays(1))
            {
                var start = day.AddHours(8).Add(-person.Desk.Site.UtcOffset) + dice.Between(TimeSpan.FromMinutes(-45), TimeSpan.FromMinutes(15));
                var end = start.AddHours(8) + dice.Within(TimeSpan.FromMinutes(75));
                var isAway = dice.Percent(6) && !person.IsNeverAway;
                var own = dice.For(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

                if (isAway || day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                {
                    continue;
                }

                if (start < scene.From || start.AddMinutes(30) > scene.Now || isBarred(person, day))
                {
                    continue;
                }

                sessions.Add(ComesIn(scene, company, services, person, own, start, end < scene.Now ? end : scene.Now));
            }
        }

        return sessions;
    }

    private static WorkSession ComesIn(
        Scene scene,
        Company company,
        IReadOnlyDictionary<Machine, Services> services,
        Person person,
        Dice dice,
        DateTime start,
        DateTime end
    )
    {
        var (desk, account) = (person.Desk, person.Account);
        var logonId = 0x40000 + dice.Below(0x8000000L);
        scene.LogsOn(services[desk]["lsass.exe"], start, account, dice.Percent(25) ? "CachedInteractive" : "Interactive", logonId);
        scene.IsKnownTo(company.DomainController, After(40), account, desk, desk, "Kerberos", "Interactive");

        var session = LogonSession.User(account, logonId, 1);
        var userinit = scene.Run(services[desk]["winlogon.exe"], After(900), "userinit.exe", "userinit.exe", session);
        var explorer = scene.Run(userinit, After(2_000), "explorer.exe", @"C:\Windows\Explorer.EXE", session);

        var time = start.AddSeconds(5);
        var programs = new List<RunningProcess> { explorer };
        foreach (var program in Everyones.Concat(DepartmentsOwn(person.Department)))
        {
            time += dice.Between(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(100));
            var path = scene.Software.For(program, account).FullPath;
            programs.Add(scene.Run(explorer, time, program, program == "OneDrive.exe" ? $"\"{path}\" /background" : $"\"{path}\""));
        }

        return new WorkSession(person, start, end, explorer, programs);

        DateTime After(int milliseconds) => start.AddMilliseconds(milliseconds) + dice.Within(TimeSpan.FromMilliseconds(900));
    }

    private static IEnumerable<string> DepartmentsOwn(string department) =>
        department switch
        {
            "Finance" => ["EXCEL.EXE", "ContosoErp.exe"],
            "Engineering" => ["Code.exe", "WINWORD.EXE"],
            "IT" => ["mstsc.exe", "Code.exe"],
            "Sales" => ["POWERPNT.EXE", "ContosoErp.exe"],
            _ => ["WINWORD.EXE"],
        };
}

/// <summary>One person's day at their machine: the programs that stay open until they leave.</summary>
internal sealed record WorkSession(Person Person, DateTime Start, DateTime End, RunningProcess Explorer, IReadOnlyList<RunningProcess> Programs)
{
    public Machine Machine => Person.Desk;

    public RunningProcess Program(string fileName) => Programs.First(program => program.Image.FileName == fileName);
}
