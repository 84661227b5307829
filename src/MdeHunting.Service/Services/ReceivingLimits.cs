namespace MdeHunting.Service.Services;

/// <summary>
/// How much is taken in of what a service sends. Each is several times what an honest service sends, and small enough that whatever comes ends in seconds, with
/// a clear error and with memory to spare. Sizes are in bytes.
/// </summary>
internal static class ReceivingLimits
{
    /// <summary>A response of an identity service or of a list of tables: theirs have some tens of kilobytes.</summary>
    public const int SmallResponse = 1_000_000;

    /// <summary>What is read of a response that is an error, on the wire and decompressed: a message is a few sentences.</summary>
    public const int ErrorResponse = 1_000_000;

    /// <summary>A response on the wire, in the service's byte limit: it compresses by itself and otherwise sends little more than the limit.</summary>
    public const int WireFactor = 4;

    /// <summary>A response decompressed, in the service's byte limit: JSON with every name in every row is longer than what the service counts.</summary>
    public const int ContentFactor = 8;

    /// <summary>The rows of a response, in the service's row limit: the service cuts at that, and its limit may be raised one day.</summary>
    public const int RowFactor = 10;

    /// <summary>
    /// One token of JSON, a string mostly: Kusto's largest value is 1 MB unless its administrator allows more, up to 32 MB, and advanced hunting's is not.
    /// </summary>
    public const int Token = 16 * 1024 * 1024;

    /// <summary>The columns of a Schema: Kusto's tables have 10,000 at the most.</summary>
    public const int Columns = 10_000;

    /// <summary>A Schema as a whole: its columns' names have 1,024 characters at the most.</summary>
    public const int Schema = 16 * 1024 * 1024;

    /// <summary>A row: more than the service's limit for a whole result.</summary>
    public const int Row = 64 * 1024 * 1024;

    /// <summary>
    /// The values of a row, nested ones and names included, since an empty object takes fifty times its JSON: make_list() and make_set() give 1,048,576 at the
    /// most.
    /// </summary>
    public const int ValuesInRow = 4_000_000;

    /// <summary>The cells of all rows, empty ones included, since a row may come without any: 100,000 rows of 1,000 columns.</summary>
    public const long Cells = 100_000_000;

    /// <summary>The JSON of the rows that are on their way at once.</summary>
    public const int Batch = 1024 * 1024;
}
