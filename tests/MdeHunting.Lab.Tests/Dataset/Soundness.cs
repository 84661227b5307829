using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Dataset;

/// <summary>What holds of the data of any tenant.</summary>
internal static partial class Soundness
{
    public static void CellsFitTheirColumns(KqlDatabase database)
    {
        foreach (var table in database.Tables.Values)
        {
            foreach (var row in table.Rows)
            {
                Assert.Equal(table.Columns.Count, row.Length);
                for (var i = 0; i < row.Length; i++)
                {
                    if (!Fits(table.Columns[i].Type, row[i]))
                    {
                        Assert.Fail($"{table.Name}.{table.Columns[i].Name} holds {row[i] ?? "null"}");
                    }
                }
            }
        }
    }

    public static void RowsAreInOrderAndWithin(KqlDatabase database, TimeSpan span)
    {
        var timed = database.Tables.Values.Where(table => table.Rows.Count > 0 && table.Columns.Any(column => column.Name == "Timestamp"));
        foreach (var name in timed.Select(table => table.Name))
        {
            var times = TableRow.Of(database, name).Select(row => row.Time()).ToList();
            Assert.Equal(times.Order(), times);
            Assert.InRange(times[0], database.Now - span, database.Now);
            Assert.InRange(times[^1], database.Now - span, database.Now);
        }
    }

    public static void AddressesAreOnlyOfDocumentationAndPrivateRanges(KqlDatabase database)
    {
        foreach (var table in database.Tables.Values)
        {
            var columns = table
                .Columns.Where(column => column.Type == KqlType.String && AddressColumn().IsMatch(column.Name))
                .Select(column => column.Name)
                .ToList();
            var texts = TableRow.Of(database, table.Name).SelectMany(row => columns.Select(row.Text)).Where(text => text.Length > 0).Distinct();
            Assert.All(texts, text => Assert.Matches(KnownAddress(), text));
        }

        foreach (var (table, column) in HostColumns.Where(host => database.Tables.ContainsKey(host.Table)))
        {
            foreach (var text in TableRow.Of(database, table).Select(row => row.Text(column)).Where(text => text.Length > 0).Distinct())
            {
                var host = text.Contains("://", StringComparison.Ordinal) ? new Uri(text).Host : text;
                Assert.EndsWith(".example", host, StringComparison.Ordinal);
            }
        }
    }

    public static void ReportsAreCountedPerDevice(KqlDatabase database)
    {
        var reports = Device(database).Select(row => (row.Text("DeviceId"), row["ReportId"])).ToList();
        Assert.All(reports, report => Assert.NotNull(report.Item2));
        Assert.Equal(reports.Count, reports.Distinct().Count());
    }

    /// <summary>Each process that did something was seen to start on that device, or started before the first day.</summary>
    public static void InitiatorsStartedBeforeWhatTheyDid(KqlDatabase database)
    {
        var first = Device(database).Min(row => row.Time());
        var known = TableRow
            .Of(database, "DeviceProcessEvents")
            .ToDictionary(row => (row.Text("DeviceId"), row["ProcessId"], row.Time("ProcessCreationTime")), row => row.Text("FileName"));

        var tables = database.Tables.Values.Where(table => table.Rows.Count > 0 && table.Columns.Any(column => column.Name == "InitiatingProcessCreationTime"));
        foreach (var row in tables.SelectMany(table => TableRow.Of(database, table.Name)))
        {
            var created = row.Time("InitiatingProcessCreationTime");
            Assert.True(created < row.Time());
            if (created < first)
            {
                continue;
            }

            Assert.Equal(row.Text("InitiatingProcessFileName"), known[(row.Text("DeviceId"), row["InitiatingProcessId"], created)]);
        }
    }

    public static void AContentHasOneSetOfHashes(KqlDatabase database)
    {
        var own = new[] { "DeviceProcessEvents", "DeviceFileEvents", "DeviceImageLoadEvents", "DeviceEvents" }
            .SelectMany(table => TableRow.Of(database, table))
            .Select(row => (row.Text("SHA256"), row.Text("SHA1"), row["FileSize"]));
        var initiating = TableRow
            .Of(database, "DeviceProcessEvents")
            .Select(row => (row.Text("InitiatingProcessSHA256"), row.Text("InitiatingProcessSHA1"), row["InitiatingProcessFileSize"]));
        var contents = own.Concat(initiating).Where(content => content.Item1.Length > 0).Distinct().ToList();

        Assert.Equal(contents.Count, contents.Select(content => content.Item1).Distinct().Count());
        Assert.All(contents, content => Assert.True(content.Item1.Length == 64 && content.Item2.Length == 40));
    }

    private static readonly (string Table, string Column)[] HostColumns =
    [
        ("DeviceNetworkEvents", "RemoteUrl"),
        ("DeviceFileEvents", "FileOriginUrl"),
        ("DeviceEvents", "RemoteUrl"),
        ("EmailUrlInfo", "Url"),
        ("EmailUrlInfo", "UrlDomain"),
        ("UrlClickEvents", "Url"),
        ("AlertEvidence", "RemoteUrl"),
        ("EmailEvents", "SenderFromDomain"),
        ("EmailEvents", "RecipientDomain"),
    ];

    private static IEnumerable<TableRow> Device(KqlDatabase database) =>
        database
            .Tables.Values.Where(table =>
                table.Columns.Any(column => column.Name == "DeviceId") && table.Columns.Any(column => column is { Name: "ReportId", Type: KqlType.Long })
            )
            .SelectMany(table => TableRow.Of(database, table.Name));

    private static bool Fits(KqlType type, object? cell) =>
        type switch
        {
            KqlType.String => cell is string,
            KqlType.DateTime => cell is null or DateTime { Kind: DateTimeKind.Utc },
            KqlType.Long => cell is null or long,
            KqlType.Int => cell is null or int,
            KqlType.Bool => cell is null or bool,
            KqlType.Real => cell is null or double,
            KqlType.Dynamic => cell is null or JsonNode,
            KqlType.Guid => cell is null or Guid,
            _ => false,
        };

    [GeneratedRegex(@"IP$|IPv[46]$|IPAddress$")]
    private static partial Regex AddressColumn();

    [GeneratedRegex(@"^((::ffff:)?(10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+)|2001:(db8|DB8):[0-9a-f:]+)$")]
    private static partial Regex KnownAddress();
}
