namespace MdeHunting.Lab.Kql.Functions;

/// <summary>One aggregate over one group, under way.</summary>
internal interface IAccumulator
{
    void Add(object?[] row);

    /// <summary>Writes what the group came to, one cell for each of the aggregate's columns.</summary>
    void Write(Span<object?> cells);
}
