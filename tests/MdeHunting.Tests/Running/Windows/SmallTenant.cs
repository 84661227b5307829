using System.Text.Json.Nodes;
using CsCheck;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>A few rows in a few tables, many of them at the very moments at which windows meet.</summary>
internal static class SmallTenant
{
    /// <summary>The moment that every query counts from.</summary>
    public static readonly DateTime Now = new(2024, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>The moments at which windows may meet, the first and the last being those of the time asked for.</summary>
    public static readonly DateTime[] Boundaries = [.. Enumerable.Range(0, 7).Select(i => Now.AddMinutes(10 * (i - 6)))];

    public static readonly TimeRange Range = new(Boundaries[0], Boundaries[^1]);

    private static readonly Gen<DateTime> Moment = Gen.Select(
        Gen.OneOf(Boundaries),
        Gen.OneOf([0L, 0L, -1L, 1L, 3_000_000_000L, -1_234_567L]),
        (at, ticks) => at.AddTicks(ticks)
    );

    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "c", "");

    private static readonly Gen<string?> Fields = Gen.OneOf(null, "[\"a\",\"b\"]", "[1,[2]]", "[]", "{\"k\":\"a\"}");

    /// <summary>The database, and how the time is divided into windows.</summary>
    public static readonly Gen<(KqlDatabase Database, DateTime[] Boundaries)> Any = Gen.Select(
        Timed("DeviceEvents", "Timestamp"),
        Timed("DeviceFileEvents", "Timestamp"),
        Timed("CallActivityEvents", "ActivityTimestamp"),
        Timed("SigninLogs", "TimeGenerated"),
        Gen.Select(Gen.Long[0, 3], Name)
            .Array[0, 4]
            .Select(rows => new KqlTable(
                "DeviceTvmSoftwareInventory",
                [new("Id", KqlType.Long), new("Name", KqlType.String)],
                [.. rows.Select(row => new object?[] { row.Item1, row.Item2 })]
            )),
        Gen.Bool.Array[Boundaries.Length],
        (events, info, calls, logs, software, kept) =>
            (
                new KqlDatabase(new[] { events, info, calls, logs, software }.ToDictionary(table => table.Name), Now),
                Boundaries.Where((at, i) => kept[i] || at == Range.Start || at == Range.End).ToArray()
            )
    );

    private static Gen<KqlTable> Timed(string name, string time) =>
        Gen.Select(Moment, Gen.Long[0, 3], Name, Fields)
            .Array[0, 10]
            .Select(rows => new KqlTable(
                name,
                [new(time, KqlType.DateTime), new("Id", KqlType.Long), new("Name", KqlType.String), new("Fields", KqlType.Dynamic)],
                [.. rows.Select(row => new object?[] { row.Item1, row.Item2, row.Item3, row.Item4 is null ? null : JsonNode.Parse(row.Item4) })]
            ));
}
