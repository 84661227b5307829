namespace MdeHunting.Running;

/// <summary>
/// Says when the queries of a pipeline are run. One at a time, each is run as it comes, but for the first: whether its rows have to say that they are its, the
/// second tells. To run side by side, all have to be there.
/// </summary>
/// <param name="isSideBySide">Whether several run at once.</param>
internal sealed class QueryCollector(bool isSideBySide)
{
    private readonly List<QuerySource> _waiting = [];
    private readonly SavedNames _savedNames = new();
    private int _count;

    /// <summary>Whether more than one query has come.</summary>
    public bool HasSeveral => _count > 1;

    /// <summary>Takes a query, and gives it its number and the name of a file of its rows.</summary>
    /// <returns>The batches to run now, one after the other.</returns>
    public IReadOnlyList<IReadOnlyList<QuerySource>> Take(QuerySource query)
    {
        var numbered = query with { Number = ++_count };
        _waiting.Add(numbered with { SavedName = _savedNames.Of(numbered.FileName ?? numbered.NameOf(numbered.Text ?? string.Empty)) });
        return isSideBySide || _count == 1 ? [] : Flush();
    }

    /// <summary>What still waits.</summary>
    /// <returns>The batches to run now, one after the other.</returns>
    public IReadOnlyList<IReadOnlyList<QuerySource>> Flush()
    {
        QuerySource[] ready = [.. _waiting];
        _waiting.Clear();
        return isSideBySide && ready.Length > 0 ? [ready] : [.. ready.Select(query => new[] { query })];
    }
}
