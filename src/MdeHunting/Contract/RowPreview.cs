namespace MdeHunting.Contract;

/// <summary>How far a response is looked ahead before its first row is handed on.</summary>
internal static class RowPreview
{
    /// <summary>
    /// So many rows say how all of them are shown. It is a number of its own, and not what happens to be read by then: the same query has the same table each
    /// time.
    /// </summary>
    public const int Rows = 256;
}
