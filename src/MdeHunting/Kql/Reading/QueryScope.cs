namespace MdeHunting.Kql.Reading;

/// <summary>The names that are known at a place of a query, the innermost first. A let sees those before it and not itself.</summary>
internal sealed class QueryScope
{
    private readonly QueryScope? _outer;
    private readonly string _name;
    private readonly QueryName? _meaning;

    private QueryScope(QueryScope? outer, string name, QueryName? meaning)
    {
        _outer = outer;
        _name = name;
        _meaning = meaning;
    }

    /// <summary>Where nothing has been named yet.</summary>
    public static QueryScope Empty { get; } = new(null, string.Empty, null);

    /// <summary>The scope after a name was given.</summary>
    public QueryScope With(string name, QueryName meaning) => new(this, name, meaning);

    /// <summary>What a name means; null where the query does not define it.</summary>
    public QueryName? Find(string name)
    {
        for (var scope = this; scope._outer is not null; scope = scope._outer)
        {
            if (scope._name == name)
                return scope._meaning;
        }

        return null;
    }
}
