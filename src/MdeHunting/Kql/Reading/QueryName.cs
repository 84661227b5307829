namespace MdeHunting.Kql.Reading;

/// <summary>What a let, a parameter or <c>as</c> names. A let is read when it is first used, and only then: what is never used is never run.</summary>
/// <param name="isFunction">Whether it is called with arguments.</param>
/// <param name="takesTables">Whether it is a function that has rows for an argument.</param>
/// <param name="read">Reads it; gives null for a single value.</param>
internal sealed class QueryName(bool isFunction, bool takesTables, Func<TableFlow?> read)
{
    private readonly Lazy<TableFlow?> _rows = new(read, LazyThreadSafetyMode.None);

    /// <summary>Whether it is called with arguments.</summary>
    public bool IsFunction => isFunction;

    /// <summary>Whether it is a function that has rows for an argument.</summary>
    public bool TakesTables => takesTables;

    /// <summary>The rows that it gives; null where it is a single value.</summary>
    public TableFlow? Rows => _rows.Value;
}
