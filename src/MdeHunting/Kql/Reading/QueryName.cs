using MdeHunting.Kql.Structure;

namespace MdeHunting.Kql.Reading;

/// <summary>What a let, a parameter or <c>as</c> names. A let is read when it is first used, and only then: what is never used is never run.</summary>
/// <param name="parameters">A function's parameters; null where it is none.</param>
/// <param name="read">Reads it; gives null for a single value.</param>
internal sealed class QueryName(IReadOnlyList<QueryParameter>? parameters, Func<TableFlow?> read)
{
    private readonly Lazy<TableFlow?> _rows = new(read, LazyThreadSafetyMode.None);

    /// <summary>The expressions whose value it may have: a let's, that of a function's body, a parameter's default and what it is given.</summary>
    public List<(KqlSpan Span, QueryScope Scope)> Values { get; } = [];

    /// <summary>A function's parameters; null where it is none.</summary>
    public IReadOnlyList<QueryParameter>? Parameters => parameters;

    /// <summary>Whether it was read.</summary>
    public bool IsRead => _rows.IsValueCreated;

    /// <summary>The rows that it gives; null where it is a single value.</summary>
    public TableFlow? Rows => _rows.Value;
}
