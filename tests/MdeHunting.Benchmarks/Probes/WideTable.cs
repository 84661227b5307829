using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Benchmarks.Probes;

/// <summary>Made-up events with cells as tenants have them: names that repeat, command lines that do not, nulls, numbers, flags, bags.</summary>
internal static class WideTable
{
    private const int Seed = 20_261_124;
    private static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Actions =
    [
        "ProcessCreated",
        "ConnectionSuccess",
        "FileCreated",
        "FileRenamed",
        "RegistryValueSet",
        "LogonSuccess",
        "ImageLoaded",
        "PowerShellCommand",
    ];

    private static readonly (string Name, KqlType Type, Func<Random, int, object?> Cell)[] Kinds =
    [
        ("Timestamp", KqlType.DateTime, (random, row) => Start.AddTicks((row * 257_000_000L) + random.Next(10_000_000))),
        ("DeviceId", KqlType.String, (random, _) => Hex(random.Next(500), 40)),
        ("DeviceName", KqlType.String, (random, _) => $"desktop-{random.Next(500):d4}.contoso.example"),
        ("ActionType", KqlType.String, (random, _) => Actions[random.Next(Actions.Length)]),
        ("FileName", KqlType.String, (random, _) => $"program{random.Next(200)}.exe"),
        ("FolderPath", KqlType.String, (random, _) => $@"C:\Users\user{random.Next(400)}\AppData\Local\Programs\Suite {random.Next(12)}\bin"),
        ("SHA256", KqlType.String, (random, _) => random.Next(8) == 0 ? "" : Hex(random.Next(3_000), 64)),
        ("ProcessCommandLine", KqlType.String, CommandLine),
        ("ProcessId", KqlType.Long, (random, _) => (long)random.Next(4, 60_000)),
        ("FileSize", KqlType.Long, (random, _) => random.Next(10) == 0 ? null : random.NextInt64(1, 9_000_000_000)),
        ("IsInitiatingProcessRemoteSession", KqlType.Bool, (random, _) => random.Next(20) == 0 ? null : random.Next(2) == 0),
        (
            "AdditionalFields",
            KqlType.Dynamic,
            (random, _) => random.Next(3) == 0 ? null : new JsonObject { ["Port"] = random.Next(65_536), ["Tag"] = $"tag{random.Next(9)}" }
        ),
    ];

    /// <summary>A table of so many rows, and of these of the twelve columns.</summary>
    public static KqlTable Create(string[] columns, int rows)
    {
        var wide = Create(Kinds.Length, rows);
        int[] places = [.. columns.Select(name => Array.FindIndex(Kinds, kind => kind.Name == name))];
        return new KqlTable(wide.Name, [.. places.Select(i => wide.Columns[i])], [.. wide.Rows.Select(row => Array.ConvertAll(places, i => row[i]))]);
    }

    /// <summary>A table of so many rows and columns; beyond the twelve kinds of column, the kinds come again under other names.</summary>
    public static KqlTable Create(int columns, int rows)
    {
        var random = new Random(Seed);
        KqlColumn[] names =
        [
            .. Enumerable
                .Range(0, columns)
                .Select(i => new KqlColumn(
                    i < Kinds.Length ? Kinds[i].Name : $"{Kinds[i % Kinds.Length].Name}{i / Kinds.Length}",
                    Kinds[i % Kinds.Length].Type
                )),
        ];
        var cells = new object?[rows][];
        for (var row = 0; row < rows; row++)
        {
            cells[row] = [.. Enumerable.Range(0, columns).Select(i => Kinds[i % Kinds.Length].Cell(random, row))];
        }

        return new KqlTable("Wide", names, cells);
    }

    private static object CommandLine(Random random, int row) =>
        $"\"C:\\Program Files\\Tool{random.Next(50)}\\run.exe\" --id {row:d8} --session {random.Next():x8} --mode {Actions[random.Next(Actions.Length)]} "
        + $"--output C:\\Temp\\{random.Next():x8}.log";

    private static string Hex(int seed, int length)
    {
        var state = (ulong)seed + 0x9E3779B97F4A7C15;
        return string.Create(
            length,
            state,
            static (text, value) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
                    text[i] = "0123456789abcdef"[(int)(value >> 60)];
                }
            }
        );
    }
}
