using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>
/// The story's clock and cast. Its days count from the Sunday of the ransomware, the last one before today: the letter comes
/// on the Tuesday twelve days earlier (day -12), whichever day the lab is started on.
/// </summary>
internal sealed class Intrusion(Scene scene, Company company, IReadOnlyDictionary<Machine, Services> services, IReadOnlyList<WorkSession> sessions)
{
    private readonly DateTime _sunday = Sunday(scene.Now);

    public Scene Scene => scene;

    public Company Company => company;

    public Dice Dice { get; } = scene.Dice.For("intrusion");

    public Services ServicesOf(Machine machine) => services[machine];

    /// <summary>A moment (UTC) within the second that is named.</summary>
    public DateTime At(int day, int hour, int minute, int second) =>
        _sunday.AddDays(day).Add(new TimeSpan(hour, minute, second)) + Dice.Within(TimeSpan.FromSeconds(1));

    public WorkSession DayOf(Person person, int day) => sessions.First(session => session.Person == person && session.Start.Date == _sunday.AddDays(day));

    public static DateTime Sunday(DateTime now) => now.Date.AddDays(now.DayOfWeek == DayOfWeek.Sunday ? -7 : -(int)now.DayOfWeek);
}
