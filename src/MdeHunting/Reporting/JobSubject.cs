namespace MdeHunting.Reporting;

/// <summary>What a job is about, so that rows, results, messages and failures can say it.</summary>
/// <param name="Name">What the query is called.</param>
/// <param name="Path">The query's file; null for a query that was given as text.</param>
/// <param name="FileName">The name of that file.</param>
/// <param name="Connection">The connection.</param>
/// <param name="IsAlone">Whether it is the only connection that is asked.</param>
internal sealed record JobSubject(string Name, string? Path, string? FileName, MdeConnection Connection, bool IsAlone)
{
    /// <summary>What stands before a message; null where it is plain.</summary>
    public string? Label =>
        (IsAlone, FileName) switch
        {
            (true, var file) => file,
            (false, null) => Connection.Name,
            (false, var file) => $"{Connection.Name}, {file}",
        };

    /// <summary>What a file of the query's rows may be called.</summary>
    public string? SavedName { get; init; }

    /// <summary>The query's first words, for one that is the command's only one, so that its number says nothing; null for a file's.</summary>
    public string? Words { get; init; }

    /// <summary>The name under which rows are told from others of the pipeline.</summary>
    /// <param name="areSeveral">Whether the command has several queries.</param>
    public string RowsName(bool areSeveral)
    {
        var name = areSeveral ? Name : Words ?? Name;
        return IsAlone ? name : $"{Connection.Name}, {name}";
    }

    /// <summary>Has a failure say what it is about.</summary>
    public void Mark(MdeException failure) => failure.SetSubject(Label, Connection.Name, Connection.TenantId, Path);
}
