namespace MdeHunting.Kql.Analysis;

/// <summary>Follows the time by which rows were bounded through operators that keep, rename, drop or remake columns. In doubt it is gone.</summary>
internal sealed class TimeColumnTrace(TokenTree query)
{
    /// <summary>The time behind an operator that treats each row by itself; null where it is gone.</summary>
    public string? After(QueryOperator read) =>
        read.Operator.Columns switch
        {
            KqlColumnEffect.Same => read.Rows.Time,
            KqlColumnEffect.Added => AfterExtend(read),
            KqlColumnEffect.Projected => AfterProject(read),
            KqlColumnEffect.Removed => AfterProjectAway(read),
            KqlColumnEffect.Kept => AfterProjectKeep(read),
            KqlColumnEffect.Renamed => AfterProjectRename(read),
            _ => UnlessNamed(read),
        };

    private string? AfterExtend(QueryOperator read) => Items(read).Any(item => Makes(item, read.Rows.Time)) ? null : read.Rows.Time;

    private string? AfterProject(QueryOperator read)
    {
        var items = Items(read);
        return items.Any(item => IsBare(item, read.Rows.Time)) && items.Count(item => IsBare(item, read.Rows.Time) || Makes(item, read.Rows.Time)) == 1
            ? read.Rows.Time
            : items.Where(item => IsCopy(item, read.Rows.Time)).Select(item => query.NameAt(item.Start)).FirstOrDefault();
    }

    // A wildcard may mean it.
    private string? AfterProjectAway(QueryOperator read) =>
        Items(read).Any(item => item.Count != 1 || query.TextAt(item.Start).Contains('*') || IsBare(item, read.Rows.Time)) ? null : read.Rows.Time;

    private string? AfterProjectKeep(QueryOperator read) => Items(read).Any(item => IsBare(item, read.Rows.Time)) ? read.Rows.Time : null;

    private string? AfterProjectRename(QueryOperator read)
    {
        var items = Items(read);
        var renamed = items.Where(item => IsCopy(item, read.Rows.Time)).Select(item => query.NameAt(item.Start)).FirstOrDefault();
        return renamed ?? (items.Any(item => Makes(item, read.Rows.Time)) ? null : read.Rows.Time);
    }

    /// <summary>For operators that make columns of what they name in more ways than are worth telling apart.</summary>
    public string? UnlessNamed(QueryOperator read)
    {
        for (var i = read.Arguments.Start; i < read.Arguments.End; i++)
        {
            if (read.Rows.Time is { } time && query.NameAt(i) == time)
            {
                return null;
            }
        }

        return read.Rows.Time;
    }

    private IReadOnlyList<TokenRange> Items(QueryOperator read) => query.Split(read.Arguments, KqlTokenKind.Comma);

    private bool IsBare(TokenRange item, string? column) => item.Count == 1 && query.NameAt(item.Start) == column;

    private bool IsCopy(TokenRange item, string? column) =>
        item.Count == 3 && query.Is(item.Start + 1, "=") && column is not null && query.NameAt(item.Start + 2) == column;

    // Time = …, (Time, Other) = …, and bin(Time, 1h), which without a name takes its column's.
    private bool Makes(TokenRange item, string? column)
    {
        if (query.Is(item.Start + 1, "="))
        {
            return query.NameAt(item.Start) == column;
        }

        return item.Count > 1 && Enumerable.Range(item.Start, item.Count).Any(i => column is not null && query.NameAt(i) == column);
    }
}
