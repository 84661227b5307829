using MdeHunting.Journal;

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

    /// <summary>The names of the parameters that were given: on resume, the others are those of the first run.</summary>
    public ISet<string> Given { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The column that says which connection a row is of, where there are several.</summary>
    public string ConnectionColumn { get; init; } = BatchOptions.UsualConnectionColumn;

    /// <summary>Gives the column that says which query a row is of; null where there is only one, which is known when the first is run.</summary>
    public Func<string?> QueryColumn { get; init; } = static () => null;
}
