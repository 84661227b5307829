namespace MdeHunting.Lab.Kql.Binding;

/// <summary>Where a query that was cancelled stops: on its way through rows.</summary>
internal static class RowWatch
{
    private const int RowsBetweenChecks = 1024;

    /// <summary>The same rows, until the token is cancelled.</summary>
    public static IEnumerable<object?[]> Watched(this IEnumerable<object?[]> rows, CancellationToken token)
    {
        var number = 0;
        foreach (var row in rows)
        {
            if (number++ % RowsBetweenChecks == 0)
            {
                token.ThrowIfCancellationRequested();
            }

            yield return row;
        }
    }
}
