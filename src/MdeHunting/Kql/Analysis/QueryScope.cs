namespace MdeHunting.Kql.Analysis;

/// <summary>The names that are known at a place of a query, the innermost first. A let sees those before it and not itself.</summary>
internal sealed class QueryScope
{
    // Shared by the scopes that follow on each other, of which each knows the first so many: thousands of lets are looked through at once.
    private readonly Dictionary<string, (int Place, QueryName Meaning)> _names;
    private readonly int _count;
    private readonly QueryScope? _outer;

    private QueryScope(QueryScope? outer, Dictionary<string, (int Place, QueryName Meaning)> names)
    {
        _outer = outer;
        _names = names;
        _count = names.Count;
    }

    /// <summary>Where nothing has been named yet.</summary>
    public static QueryScope Empty => new(null, new(StringComparer.Ordinal));

    /// <summary>A scope within this one, whose names are none of those that follow here.</summary>
    public QueryScope Within() => new(this, new(StringComparer.Ordinal));

    /// <summary>The scope after a name was given.</summary>
    public QueryScope With(string name, QueryName meaning)
    {
        if (_count < _names.Count || _names.ContainsKey(name))
        {
            return Within().With(name, meaning);
        }

        _names.Add(name, (_count, meaning));
        return new QueryScope(_outer, _names);
    }

    /// <summary>What a name means; null where the query does not define it.</summary>
    public QueryName? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._names.TryGetValue(name, out var found) && found.Place < scope._count)
            {
                return found.Meaning;
            }
        }

        return null;
    }
}
