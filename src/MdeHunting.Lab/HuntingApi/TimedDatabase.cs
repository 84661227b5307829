using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>A tenant's tables as far as the services keep them, ready to be narrowed to windows.</summary>
internal sealed class TimedDatabase
{
    private readonly Dictionary<string, TimedTable> _tables;

    /// <param name="database">The tables.</param>
    /// <param name="retention">How far back from the database's now a row may lie and still be there for a query.</param>
    public TimedDatabase(KqlDatabase database, TimeSpan retention)
    {
        var oldest = retention < database.Now - DateTime.MinValue ? database.Now - retention : DateTime.MinValue;
        All = database with { Tables = database.Tables.ToDictionary(table => table.Key, table => new TimedTable(table.Value).Since(oldest)) };
        _tables = All.Tables.ToDictionary(table => table.Key, table => new TimedTable(table.Value));
    }

    /// <summary>All that a query can see.</summary>
    public KqlDatabase All { get; }

    /// <summary>What a query can see through a window.</summary>
    public KqlDatabase Within(GraphTimespan window) => All with { Tables = _tables.ToDictionary(table => table.Key, table => table.Value.Within(window)) };
}
