using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;

namespace MdeHunting.TestKit;

/// <summary>Stands in for the query engine: it knows "Table" and nothing else.</summary>
internal static class TinyEngine
{
    public static readonly DateTime Now = new(2022, 3, 8, 0, 0, 0, DateTimeKind.Utc);

    public static KqlTable Run(string query, KqlDatabase database, CancellationToken token)
    {
        if (query == "crash")
        {
            throw new InvalidOperationException("The engine broke.");
        }

        return database.Tables.TryGetValue(query, out var table)
            ? table
            : throw new QueryRejectedException(
                $"'where' operator: Failed to resolve table or column expression named '{query}'. Fix semantic errors in your query."
            );
    }

    public static KqlDatabase Database(string owner) =>
        new(new[] { Processes(), Types(), Corners(), Numbers(), Owner(owner) }.ToDictionary(table => table.Name), Now);

    private static KqlTable Processes() =>
        new(
            "Processes",
            [new("Timestamp", KqlType.DateTime), new("FileName", KqlType.String), new("InitiatingProcessFileName", KqlType.String)],
            [
                [new DateTime(2022, 3, 7, 21, 34, 30, DateTimeKind.Utc).AddTicks(1187436), "net.exe", "powershell.exe"],
                [new DateTime(2022, 3, 7, 21, 34, 29, DateTimeKind.Utc).AddTicks(3809980), "csc.exe", "powershell.exe"],
            ]
        );

    private static KqlTable Types() =>
        new(
            "Types",
            [
                new("S", KqlType.String),
                new("D", KqlType.DateTime),
                new("L", KqlType.Long),
                new("I", KqlType.Int),
                new("B", KqlType.Bool),
                new("R", KqlType.Real),
                new("O", KqlType.Dynamic),
                new("G", KqlType.Guid),
                new("T", KqlType.TimeSpan),
                new("M", KqlType.Decimal),
            ],
            [
                [
                    "O'Brien <ü>",
                    new DateTime(2022, 3, 7, 0, 0, 0, DateTimeKind.Utc),
                    9007199254740993L,
                    5,
                    true,
                    1.0,
                    JsonNode.Parse("""{"a":1,"b":true,"c":["x"],"d":{"e":null}}"""),
                    new Guid("33333333-3333-3333-3333-333333333333"),
                    new TimeSpan(1, 2, 3, 4, 500),
                    12.50m,
                ],
                ["", null, null, null, null, null, null, null, null, null],
            ]
        );

    private static KqlTable Corners() =>
        new(
            "Corners",
            [new("R", KqlType.Real), new("O", KqlType.Dynamic), new("B", KqlType.Bool)],
            [
                [double.NaN, JsonNode.Parse("""["x",{"y":"é"},2]"""), false],
                [double.NegativeInfinity, JsonNode.Parse("[]"), null],
                [0.5, JsonNode.Parse("\"text\""), true],
                [1e300, JsonNode.Parse("{}"), true],
            ]
        );

    private static KqlTable Numbers() =>
        new("Numbers", [new("N", KqlType.Long)], [.. Enumerable.Range(0, 5000).Select(number => new object?[] { (long)number })]);

    private static KqlTable Owner(string owner) =>
        new(
            "Owner",
            [new("Name", KqlType.String)],
            [
                [owner],
            ]
        );
}
