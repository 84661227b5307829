using MdeHunting.Contract;

namespace MdeHunting.Parameters;

/// <summary>The value of a query's parameter, as it was specified and without PowerShell's objects.</summary>
internal abstract record ParameterValue
{
    private ParameterValue() { }

    /// <summary>No value.</summary>
    public sealed record Null : ParameterValue;

    /// <summary>
    /// A single value: a string, bool, int, long, double or decimal, a DateTime in UTC, a TimeSpan or a Guid, as its kind says.
    /// </summary>
    public sealed record Scalar(ColumnKind Kind, object Value) : ParameterValue;

    /// <summary>A string that may not be shown.</summary>
    public sealed record Secret(string Text) : ParameterValue
    {
        /// <summary>Without the text.</summary>
        public override string ToString() => nameof(Secret);
    }

    /// <summary>Values in an order.</summary>
    public sealed record List(IReadOnlyList<ParameterValue> Items) : ParameterValue;

    /// <summary>Values by name.</summary>
    public sealed record Bag(IReadOnlyList<KeyValuePair<string, ParameterValue>> Entries) : ParameterValue;

    /// <summary>Rows, each with a value for each column.</summary>
    public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ParameterValue>> Rows) : ParameterValue;
}
