using MdeHunting.Journal;
using MdeHunting.Reporting;

namespace MdeHunting.Running;

/// <summary>Where and how the rows of a command's queries are written.</summary>
/// <param name="Files">The file system.</param>
/// <param name="Path">The full path of the folder.</param>
/// <param name="Format">The format; that of the run that is resumed, where it is not given.</param>
internal sealed record OutputFolderOptions(IJournalFiles Files, string Path, MdeOutputFormat? Format)
{
    /// <summary>Whether a run is resumed.</summary>
    public bool IsResume { get; init; }

    /// <summary>Whether the folder is to be left as it is: under -WhatIf.</summary>
    public bool IsPreview { get; init; }

    /// <summary>The folder that the run records evidence in; null for none.</summary>
    public string? EvidencePath { get; init; }

    /// <summary>The names of the parameters that were given: on resume, the others are those of the first run.</summary>
    public ISet<string> Given { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives the command's connections, which are known when the first query is run.</summary>
    public Func<IReadOnlyList<MdeConnection>> Connections { get; init; } = static () => [];

    /// <summary>The column that says which connection a row is of, where there are several.</summary>
    public string ConnectionColumn { get; init; } = BatchOptions.UsualConnectionColumn;

    /// <summary>Gives the column that says which query a row is of; null where there is only one, which is known when the first is run.</summary>
    public Func<string?> QueryColumn { get; init; } = static () => null;

    /// <summary>Says in which way a query, or what stands for one, is none that was asked.</summary>
    public Func<IReadOnlyList<JournalTask>, JobSubject, string, string> Difference { get; init; } = RecordedRun.Difference;

    /// <summary>Whether all of some work is there.</summary>
    public Func<JournalTask, bool> HasAll { get; init; } = static task => RecordedRun.Left(task).Count == 0;

    /// <summary>What to do where what is asked is something else than what was.</summary>
    public string MismatchStep { get; init; } =
        "Specify its query and connection. With -Resume, you can omit the time range, -Split, -Force, -MaxRows, and -OutputFormat. Or specify another folder.";
}
