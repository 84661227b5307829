namespace MdeHunting.Kql.Reading;

/// <summary>What a let, a parameter or <c>as</c> names. A let is read when it is first used, and only then: what is never used is never run.</summary>
/// <param name="parameters">A function's parameters; null where it is none.</param>
/// <param name="read">Reads it; gives null for a single value.</param>
internal sealed class QueryName(IReadOnlyList<QueryParameter>? parameters, Func<TableFlow?> read)
{
    private readonly Lazy<TableFlow?> _rows = new(read, LazyThreadSafetyMode.None);

    /// <summary>A function's parameters; null where it is none.</summary>
    public IReadOnlyList<QueryParameter>? Parameters => parameters;

    /// <summary>The rows that it gives; null where it is a single value.</summary>
    public TableFlow? Rows => _rows.Value;
}
