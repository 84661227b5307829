using System.Globalization;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>A process on a machine.</summary>
internal sealed class RunningProcess(
    Machine machine,
    ProgramImage image,
    long id,
    DateTime created,
    string commandLine,
    LogonSession session,
    RunningProcess? parent
)
{
    private object?[]? _asInitiator;

    public Machine Machine => machine;

    public ProgramImage Image => image;

    public long Id => id;

    public DateTime Created => created;

    public string CommandLine => commandLine;

    public LogonSession Session => session;

    public RunningProcess? Parent => parent;

    public string IntegrityLevel => session.IntegrityLevel;

    public string TokenElevation => session.TokenElevation;

    /// <summary>Tells this process from an earlier one with the same id.</summary>
    public string UniqueId { get; } = string.Create(CultureInfo.InvariantCulture, $"{(created.Ticks / 10_000) - 62_135_596_800_000}{id}");

    /// <summary>Its cells as the initiator of a row, made once however many rows it initiates.</summary>
    public object?[] AsInitiator => _asInitiator ??= Initiator.Cells(this);
}
