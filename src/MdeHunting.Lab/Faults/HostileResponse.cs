namespace MdeHunting.Lab.Faults;

/// <summary>A response that wears a client out: a beginning, the same again and again, and an end.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Head">How it begins.</param>
/// <param name="Filler">What is repeated.</param>
/// <param name="Times">How often; null for as long as the client reads.</param>
/// <param name="Tail">How it ends.</param>
public sealed record HostileResponse(string Name, string Head, string Filler, long? Times, string Tail)
{
    private const string OneRow = "\"Schema\":[{\"Name\":\"A\",\"Type\":\"Object\"}],\"Results\":[{\"A\":1}]}";
    private const string Rows = "{\"Schema\":[{\"Name\":\"A\",\"Type\":\"Object\"}],\"Results\":[{\"A\":1}";
    private const string Column = ",{\"Name\":\"A\",\"Type\":\"String\"}";
    private const string Error = "{\"error\":{\"code\":\"BadRequest\",\"message\":\"";
    private const long Mega = 1_000_000;

    /// <summary>Whether it is compressed, a thousandth on the wire of what it becomes.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<HostileResponse> All { get; } =
    [
        Bomb("bomb-stats", "{\"Stats\":[{}", ",{}", 100 * Mega, "]," + OneRow),
        Bomb("stats30", "{\"Stats\":[{}", ",{}", 10 * Mega, "]," + OneRow),
        new("endless", Rows + ",{\"A\":\"", "x", null, ""),
        new("endless-rows", Rows, ",{\"A\":1}", null, ""),
        new("columns100000", "{\"Schema\":[{\"Name\":\"A\",\"Type\":\"String\"}", Column, 99_999, "],\"Results\":[{\"A\":1}]}"),
        new("columns1000000", "{\"Schema\":[{\"Name\":\"A\",\"Type\":\"String\"}", Column, Mega - 1, "],\"Results\":[{\"A\":1}]}"),
        Bomb("bomb-error-small", Error, "x", 200 * Mega, "\"}}") with
        {
            Status = StatusCodes.Status400BadRequest,
        },
        Bomb("bomb-error", Error, "x", 1_000 * Mega, "\"}}") with
        {
            Status = StatusCodes.Status400BadRequest,
        },
        Bomb("bomb-string", Rows + ",{\"A\":\"", "x", 600 * Mega, "\"}]}"),
        new("long200", Rows + ",{\"A\":\"", "x", 200 * Mega, "\"}]}"),
        new("long50", Rows + ",{\"A\":\"", "x", 50 * Mega, "\"}]}"),
        new("long15", Rows + ",{\"A\":\"", "x", 15 * Mega, "\"}]}"),
        Bomb("bomb-zero", "", "\0", 1_000 * Mega, ""),
        Bomb("bomb-space", "", " ", 1_000 * Mega, ""),
        Bomb("bomb-nested", "", "[", 1_000 * Mega, ""),
        Bomb("bomb-unknown", "{\"Other\":[0", ",0", 500 * Mega, "]," + OneRow),
        Bomb("bomb-rows", Rows, ",{}", 107 * Mega, "]}"),
        Bomb("bomb-objects", Rows + ",{\"A\":[{}", ",{}", 100 * Mega, "]}]}"),
    ];

    private static HostileResponse Bomb(string name, string head, string filler, long times, string tail) =>
        new(name, head, filler, times, tail) { IsCompressed = true };
}
