using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql;
using MdeHunting.Sweeps;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>
/// Values with what ends a literal, a line or a text elsewhere, of every type that can have them: each is found in each column that can hold it, and nothing
/// else is.
/// </summary>
public sealed class HostileSweepTests
{
    private static readonly DateTime Now = new(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Hostile =
    [
        "'",
        "\"",
        "\\",
        "``" + "`",
        "\" \"",
        "x' 'y",
        "\" + \"",
        "\r\n",
        "\n",
        "\t",
        "\u0085",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u200b",
        "\0",
        "%APPDATA%",
        "//",
        "|",
        ";",
        ")",
        "*",
        "?",
        "' or 1 == 1 //",
        "\"]) | take 1 //",
        "\u001f",
        "{0}",
        "$x",
        "@\"",
        "é",
        "e\u0301",
        "ß",
        "İ",
        "😀",
    ];

    private static readonly Dictionary<MdeIndicatorType, Func<string, int, string>> Values = new()
    {
        [MdeIndicatorType.FileName] = (text, _) => $"a{text}b.exe",
        [MdeIndicatorType.FilePath] = (text, _) => $@"C:\dir\a{text}b\x.exe",
        [MdeIndicatorType.RegistryKey] = (text, _) => $@"HKEY_LOCAL_MACHINE\SOFTWARE\a{text}b",
        [MdeIndicatorType.RegistryValue] = (text, _) => $"a{text}b",
        [MdeIndicatorType.MailSubject] = (text, _) => $"please a{text}b pay",
        [MdeIndicatorType.MailAddress] = (text, _) => $"a{text}b@mail.example",
        [MdeIndicatorType.AccountUpn] = (text, _) => $"u{text}b@mail.example",
        [MdeIndicatorType.MessageId] = (text, _) => $"<a{text}b@mail.example>",
        [MdeIndicatorType.AccountName] = (text, _) => $"a{text}b",
        [MdeIndicatorType.CommandLine] = (text, _) => $"run a{text}b now",
        [MdeIndicatorType.UserAgent] = (text, _) => $"Agent/1.0 a{text}b",
        [MdeIndicatorType.Url] = (text, number) => $"https://h{number}.example/a{text}b",
    };

    public static TheoryData<MdeIndicatorType> Types => [.. Values.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Each_is_found_in_each_column_and_nothing_else_is(MdeIndicatorType type)
    {
        // What is planted and not looked for is not to be found either.
        var sought = Hostile.Select((text, number) => (Value: Values[type](text, number), Number: number)).Where(one => one.Number % 4 != 3).ToList();
        var others = Hostile.Select((text, number) => Values[type](text, number)).Where((_, number) => number % 4 == 3);
        SweptIndicator[] indicators = [.. sought.Select(one => new SweptIndicator(new MdeIndicator(type, one.Value, one.Value)))];
        var tables = TableCatalog
            .Bundled.All.Where(table => table.RetiredOn is null && IndicatorColumns.Bundled.Of(table) is { } swept && SweepPlanner.IsIn(indicators[0], swept))
            .ToList();
        var expected = new List<string>();
        var planted = new Dictionary<string, KqlTable>();
        foreach (var table in tables)
        {
            planted.Add(table.Name, Plant(IndicatorColumns.Bundled.Of(table)!, indicators[0], [.. sought.Select(one => one.Value)], [.. others], expected));
        }

        var lab = new SweptLab(new LabSession(new KqlDatabase(planted, Now), TimeSpan.FromDays(30))) { Tables = tables };
        var ledger = await lab.RunAsync(indicators);

        Assert.Empty(lab.Errors);
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Distinct().Order(StringComparer.Ordinal),
            lab.Hits.Select(hit => Told(hit.Indicator.Value, hit.Table, hit.Column, IsText(hit) ? string.Empty : hit.Value))
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
        Assert.All(ledger, entry => Assert.Equal("Found", entry.Status));
    }

    private static KqlTable Plant(SweptTable table, SweptIndicator example, string[] values, string[] others, List<string> expected)
    {
        var columns = table.Table.Columns.Select(column => new KqlColumn(column.Name, Enum.Parse<KqlType>(column.Type, ignoreCase: true))).ToArray();
        var rows = new List<object?[]>();
        foreach (var column in table.Columns.Where(column => SweepTest.Of(column.Kind).Any(test => example.Terms.Any(term => term.List == test.List))))
        {
            foreach (var (value, isSought) in values.Select(value => (value, true)).Concat(others.Select(value => (value, false))))
            {
                var cell = column.Kind is SweptKind.AccountName ? value[(value.LastIndexOf('\\') + 1)..] : value;
                var row = columns.Select(one => one.Type == KqlType.String ? (object?)string.Empty : null).ToArray();
                if (table.TimeColumn is { } time)
                {
                    Set(time, Now.AddDays(-1));
                }

                if (column.Action is { } action)
                {
                    Set("ActionType", action);
                }

                var content = column.Key is { } key ? new JsonObject { [key] = cell }.ToJsonString() : cell;
                if (column.Parent is { } parent)
                {
                    Set(parent, cell[..cell.LastIndexOf('\\')]);
                    content = cell[(cell.LastIndexOf('\\') + 1)..];
                }

                Set(column.Name, content);
                rows.Add(row);
                if (isSought)
                {
                    expected.Add(Told(value, table.Name, column.Name, column.Kind is SweptKind.UrlText ? string.Empty : cell));
                }

                void Set(string name, object text)
                {
                    var place = Array.FindIndex(columns, one => one.Name == name);
                    if (place >= 0)
                    {
                        row[place] =
                            columns[place].Type == KqlType.Dynamic && text is string words
                                ? (words.StartsWith('{') ? JsonNode.Parse(words) : JsonValue.Create(words))
                                : text;
                    }
                }
            }
        }

        return new KqlTable(table.Name, columns, rows);
    }

    // Of a text with several addresses, what is found is the piece that is one.
    private static bool IsText(MdeIndicatorHit hit) =>
        IndicatorColumns
            .Bundled.Of(TableCatalog.Bundled.Find(hit.Table)!)!
            .Columns.Any(column => column.Name == hit.Column && column.Kind is SweptKind.UrlText);

    private static string Told(string indicator, string table, string column, string value) =>
        $"{table}.{column} {Uri.EscapeDataString(indicator)} {Uri.EscapeDataString(value)}";
}
