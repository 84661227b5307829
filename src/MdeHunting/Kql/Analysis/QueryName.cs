namespace MdeHunting.Kql.Analysis;

/// <summary>What a let, a parameter or <c>as</c> names. A let is read when it is first used, and only then: what is never used is never run.</summary>
/// <param name="parameters">A function's parameters; null where it is none.</param>
/// <param name="read">Reads it; gives null for a single value.</param>
internal sealed class QueryName(IReadOnlyList<QueryParameter>? parameters, Func<RowsetInfo?> read)
{
    private readonly Lazy<RowsetInfo?> _rows = new(read, LazyThreadSafetyMode.None);
    private readonly List<(TokenRange Span, QueryScope Scope)> _given = [];
    private bool _isLeftOut;

    /// <summary>A parameter's default; null where it has none.</summary>
    public (TokenRange Span, QueryScope Scope)? Default { get; init; }

    /// <summary>
    /// The expressions whose value it may have: a let's, that of a function's body, what a parameter is given, and its default where it is given nothing.
    /// </summary>
    public IReadOnlyList<(TokenRange Span, QueryScope Scope)> Values =>
        Default is { } value && (_isLeftOut || _given.Count == 0) ? [.. _given, value] : [.. _given];

    /// <summary>It may have the value of an expression.</summary>
    public void Give(TokenRange span, QueryScope scope) => _given.Add((span, scope));

    /// <summary>It is a parameter that a call says nothing of.</summary>
    public void LeaveOut() => _isLeftOut = true;

    /// <summary>A function's parameters; null where it is none.</summary>
    public IReadOnlyList<QueryParameter>? Parameters => parameters;

    /// <summary>Whether it was read.</summary>
    public bool IsRead => _rows.IsValueCreated;

    /// <summary>The rows that it gives; null where it is a single value.</summary>
    public RowsetInfo? Rows => _rows.Value;
}

/// <summary>A parameter of one of the query's own functions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsTable">Whether it takes rows and no single value.</param>
/// <param name="Meaning">What is known of it within the function; null where it is not the query's own.</param>
internal readonly record struct QueryParameter(string Name, bool IsTable, QueryName? Meaning = null);
