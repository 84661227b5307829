namespace MdeHunting.Hunting.Rounds;

/// <summary>Takes queries as they come down the pipeline, and refuses the lines of a file, of which each would run as a query of its own.</summary>
internal sealed class QueryIntake
{
    // The first line of a file, or a file's only one: the next input tells which.
    private string? _held;

    /// <summary>Takes what came.</summary>
    /// <returns>The queries that can be asked now.</returns>
    /// <exception cref="HuntingException">It is the second line of a file.</exception>
    public IEnumerable<PendingQuery> Take(string? query)
    {
        var place = query is null ? null : QueryLines.PlaceOf(query);
        if (place > 1)
        {
            throw new HuntingException(
                HuntingFailure.QueryFromLines,
                "These are the lines of a file, and each would run as a query of its own.",
                "Use -Path, or Get-Content -Raw, to run the file as one query.")
            {
                Target = _held ?? query,
            };
        }

        var ready = Flush().ToList();
        if (place is null)
        {
            ready.Add(new PendingQuery(() => query));
        }
        else
        {
            _held = query;
        }

        return ready;
    }

    /// <summary>What is still held at the end.</summary>
    public IEnumerable<PendingQuery> Flush()
    {
        var held = _held;
        _held = null;
        return held is null ? [] : [new PendingQuery(() => held)];
    }
}
