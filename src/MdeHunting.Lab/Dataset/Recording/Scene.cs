using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>Where and when things happen: the recorder, the dice, the programs at hand and the days that are told.</summary>
internal sealed class Scene(TenantRecorder record, Dice dice, Release release, DateTime from, DateTime now)
{
    private readonly Dictionary<string, ProcessIds> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileContent> _contents = new(StringComparer.Ordinal);
    private int _reports;

    public TenantRecorder Record => record;

    public Dice Dice => dice;

    public DateTime From => from;

    public DateTime Now => now;

    public Software Software { get; } = new(dice.For("software"), release);

    /// <summary>The same label is the same content.</summary>
    public FileContent Content(string label, long? size = null) =>
        _contents.TryGetValue(label, out var known) ? known : _contents[label] = FileContent.Invent(dice, $"file {label}", size);

    /// <summary>A process that was there before the first day told: nothing was recorded of its start.</summary>
    public RunningProcess Standing(Machine machine, RunningProcess? parent, DateTime created, string program, string commandLine, LogonSession session) =>
        new(machine, Software.For(program, session.Account), parent is null ? 4 : Ids(machine).Take(), created, commandLine, session, parent);

    /// <summary>Starts a process; it runs in its parent's session unless told otherwise.</summary>
    public RunningProcess Run(RunningProcess parent, DateTime time, string program, string commandLine, LogonSession? session = null)
    {
        var own = session ?? parent.Session;
        return Run(parent, time, Software.For(program, own.Account), commandLine, own);
    }

    public RunningProcess Run(RunningProcess parent, DateTime time, ProgramImage image, string commandLine, LogonSession session)
    {
        var id = Ids(parent.Machine).Take();
        // The sensor reports a moment after the kernel created the process.
        var created = time.AddTicks(-1 - (id * 7919 % 250_000));
        var process = new RunningProcess(parent.Machine, image, id, created, commandLine, session, parent);
        ProcessStarts.Record(record, parent, process, time);
        return process;
    }

    /// <summary>From here on, no process gets an id that was handed out before.</summary>
    public void KeepProcessIds()
    {
        foreach (var ids in _ids.Values)
        {
            ids.Keep();
        }
    }

    /// <summary>An identifier for a row of a table whose reports are not counted by a device.</summary>
    public string ReportText(string kind) => $"{kind}-{++_reports:d8}";

    private ProcessIds Ids(Machine machine)
    {
        if (_ids.TryGetValue(machine.Id, out var ids))
        {
            return ids;
        }

        return _ids[machine.Id] = new ProcessIds(dice.For($"process ids of {machine.Id}"));
    }
}
