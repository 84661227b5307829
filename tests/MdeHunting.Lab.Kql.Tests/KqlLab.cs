using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Values;
using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

/// <summary>A few small tables, and short ways to ask of them.</summary>
internal static class KqlLab
{
    public static readonly DateTime Now = At("2024-06-01T12:00:00Z");

    public static readonly KqlDatabase Database = Create(
        new KqlTable(
            "One",
            [new("Unit", KqlType.Long)],
            [
                [1L],
            ]
        ),
        new KqlTable("Empty", [new("Number", KqlType.Long), new("Text", KqlType.String)], []),
        new KqlTable(
            "My Table",
            [new("My Column", KqlType.String)],
            [
                ["here"],
            ]
        ),
        new KqlTable(
            "Numbers",
            [
                new("Id", KqlType.Long),
                new("Value", KqlType.Long),
                new("Small", KqlType.Int),
                new("Flag", KqlType.Bool),
                new("Ratio", KqlType.Real),
                new("Text", KqlType.String),
            ],
            [
                [1L, 5L, 5, true, 0.5, "five"],
                [2L, null, null, null, null, ""],
                [3L, -3L, -3, false, double.NaN, "minus three"],
                [4L, 20L, 20, true, double.PositiveInfinity, "twenty"],
            ]
        ),
        new KqlTable(
            "DeviceProcessEvents",
            [
                new("Timestamp", KqlType.DateTime),
                new("DeviceName", KqlType.String),
                new("FileName", KqlType.String),
                new("ProcessCommandLine", KqlType.String),
                new("ProcessId", KqlType.Long),
                new("InitiatingProcessFileName", KqlType.String),
                new("LogonId", KqlType.Long),
                new("LogonID", KqlType.Long),
                new("AdditionalFields", KqlType.Dynamic),
            ],
            [
                [
                    At("2024-06-01T08:00:00.1234567Z"),
                    "ws-01",
                    "net.exe",
                    "net user /domain",
                    100L,
                    "powershell.exe",
                    1L,
                    11L,
                    Json("""{"Rule":"Net","Score":3,"Tags":["a","b"]}"""),
                ],
                [At("2024-06-01T09:30:00Z"), "ws-02", "csc.exe", "csc.exe @x.cmdline", 200L, "PowerShell.EXE", 2L, 12L, null],
                [
                    At("2024-05-31T23:59:59.9999999Z"),
                    "ws-01",
                    "cmd.exe",
                    "cmd /c whoami",
                    300L,
                    "explorer.exe",
                    3L,
                    13L,
                    Json("""{"Rule":"Cmd","Inner":{"Deep":true}}"""),
                ],
                [At("2024-06-01T10:00:00Z"), "ws-03", "whoami.exe", "whoami", 400L, "powershell.exe", 4L, 14L, Json("""{"Score":"7"}""")],
            ]
        )
    );

    public static KqlTable Run(string query) => KqlEngine.Run(query, Database, TestContext.Current.CancellationToken);

    /// <summary>What an expression comes to.</summary>
    public static object? Value(string expression) => Run($"One | project Result = {expression}").Rows[0][0];

    /// <summary>The type that an expression is given.</summary>
    public static KqlType TypeOf(string expression) => Run($"One | project Result = {expression}").Columns[0].Type;

    /// <summary>The cells of a query's first column.</summary>
    public static object?[] Cells(string query) => [.. Run(query).Rows.Select(row => row[0])];

    public static string[] Columns(string query) => [.. Run(query).Columns.Select(column => column.Name)];

    /// <summary>A whole result in one line: <c>Id,Text: 1,five; 2,null</c>.</summary>
    public static string Show(string query)
    {
        var result = Run(query);
        var rows = result.Rows.Select(row => string.Join(',', row.Select(cell => cell is null ? "null" : Conversions.ToText(cell))));
        return $"{string.Join(',', result.Columns.Select(column => column.Name))}: {string.Join("; ", rows)}";
    }

    /// <summary>What the query is refused with.</summary>
    public static KqlException Refused(string query) => Assert.Throws<KqlException>(() => Run(query));

    public static DateTime At(string moment) => DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

    private static JsonNode? Json(string text) => JsonNode.Parse(text);

    private static KqlDatabase Create(params KqlTable[] tables) => new(tables.ToDictionary(table => table.Name), Now);
}
