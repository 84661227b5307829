namespace MdeHunting.Kql.Analysis;

/// <summary>From when on a query asks for rows by its own filters, at the moment of a run.</summary>
/// <param name="Moment">The earliest moment that they name (UTC); null where they name none.</param>
/// <param name="IsOpen">Whether they let rows of any time of a table through.</param>
/// <param name="IsUntold">Whether they name a moment that cannot be told.</param>
internal readonly record struct AskedStart(DateTime? Moment, bool IsOpen, bool IsUntold);
