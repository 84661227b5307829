using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>Everyone and everything that ordinary work can come from, and when.</summary>
internal sealed class Bystanders(
    Scene scene,
    Company company,
    IReadOnlyDictionary<Machine, Services> services,
    IReadOnlyList<WorkSession> sessions,
    Machine isolated,
    DateTime containedFrom
)
{
    // A server has more to do than a desk has by itself.
    private readonly Machine[] _byLoad =
    [
        .. company.Machines.SelectMany(machine => Enumerable.Repeat(machine, machine.Role == MachineRole.Workstation ? 2 : 5)),
    ];

    public Scene Scene => scene;

    public Company Company => company;

    /// <summary>When the intrusion's device was cut off, and the administrator's account was barred.</summary>
    public DateTime ContainedFrom => containedFrom;

    public Services ServicesOf(Machine machine) => services[machine];

    public WorkSession Session(Dice dice) => dice.Pick(sessions);

    public WorkSession Session(Dice dice, Person person) => dice.Pick(sessions.Where(session => session.Person == person).ToArray());

    public Machine Machine(Dice dice) => dice.Pick(_byLoad);

    public DateTime AnyTime(Dice dice) => dice.Between(scene.From, scene.Now);

    /// <summary>A program that somebody has open, and a moment when it was.</summary>
    public (WorkSession Session, RunningProcess Program, DateTime Time) AtWork(Dice dice)
    {
        while (true)
        {
            var session = Session(dice);
            var program = dice.Pick(session.Programs);
            var from = program.Created.AddSeconds(2);
            if (from < session.End)
            {
                return (session, program, dice.Between(from, session.End));
            }
        }
    }

    /// <summary>A service of a machine, and a moment when the machine still was on the network.</summary>
    public (RunningProcess Service, DateTime Time) Running(Dice dice, IReadOnlyList<string> names)
    {
        while (true)
        {
            var machine = Machine(dice);
            var time = AnyTime(dice);
            var name = dice.Pick(names);
            if (services[machine].Has(name) && !(machine == isolated && time >= containedFrom))
            {
                return (services[machine][name], time);
            }
        }
    }
}
