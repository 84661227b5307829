namespace MdeHunting.Kql;

/// <summary>A place in a query, counted from 1. A column is one UTF-16 unit; a tab is one too.</summary>
internal readonly record struct KqlPosition(int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"line {Line}, column {Column}");
}
