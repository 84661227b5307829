using MdeHunting.Kql;
using MdeHunting.Running;

namespace MdeHunting.Commands;

/// <summary>Takes queries as they come down the pipeline, and refuses the lines of a file, of which each would run as a query of its own.</summary>
internal sealed class QueryInput
{
    // The first line of a file, or a file's only one: the next input tells which.
    private string? _held;

    // The first text, until the second is here.
    private string? _first;
    private int _count;

    /// <summary>Takes what came.</summary>
    /// <returns>The queries that can be asked now.</returns>
    /// <exception cref="HuntingException">It is the second line of a file, or goes on with the first text.</exception>
    public IEnumerable<QuerySource> Take(string? query)
    {
        var place = query is null ? null : GetContentLineAttribute.PlaceOf(query);
        if (place > 1)
        {
            throw LinesOfQuery.FromFile(_held ?? query);
        }

        // The first is asked only when the second is here, so nothing has been sent.
        if (
            _count == 1
            && _first is { } first
            && query is not null
            && first.IndexOf('\n') < 0
            && (QueryFragment.Continues(query) || QueryFragment.IsOpen(first))
        )
        {
            throw LinesOfQuery.Together(first);
        }

        _first = _count++ == 0 ? query : null;

        var ready = Flush().ToList();
        if (place is null)
        {
            ready.Add(QuerySource.Of(query));
        }
        else
        {
            _held = query;
        }

        return ready;
    }

    /// <summary>What is still held at the end.</summary>
    public IEnumerable<QuerySource> Flush()
    {
        var held = _held;
        _held = null;
        return held is null ? [] : [QuerySource.Of(held)];
    }
}
