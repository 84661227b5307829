using System.Text;
using MdeHunting.Contract;
using MdeHunting.Fuzz.Inputs;
using MdeHunting.Kql;
using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Completion;
using MdeHunting.Kql.Time;
using MdeHunting.Running.Windows;
using MdeHunting.Tables;

namespace MdeHunting.Fuzz.Targets;

/// <summary>
/// Query texts: the tokens are the whole text, reading, bounding and splitting end in a query or a refusal, and completion takes any place of any text.
/// </summary>
internal sealed class QueryTarget : IFuzzTarget
{
    private static readonly TimeRange Range = new(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc));

    private static readonly string[] Queries =
    [
        "let f = (T:(*), n:long = 5) { T | where a == n | top n by a }; union isfuzzy=true kind=outer withsource=S f(DeviceEvents, 1), "
            + "(table('DeviceInfo')), Device*;",
        "DeviceEvents | mv-apply x = a to typeof(string) limit 5 on (where x has_any (DeviceInfo | project b) | as Y) | order by Timestamp desc nulls last, b",
        "set a = 1; declare query_parameters(p:long); let D = materialize(DeviceInfo | where Timestamp between (ago(1d) .. now(-1h))); D | join "
            + "kind=inner (D) on $left.a == $right.b",
        "DeviceEvents | partition hint.strategy=native by a { evaluate ipv4_lookup(DeviceInfo, b, c) | fork (count) (take 5) } | invoke f(x) | "
            + "project-away b*, ['Timestamp']",
        "range x from 1 to toscalar(DeviceEvents | count) step 1 | lookup datatable(a:string)['x'] on a | project (b, c) = f(a), bin(Timestamp, 1h), d = "
            + "Timestamp",
        "externaldata(a:string)[h@'https://x'] with (format='csv') | union database('x').T, workspace('y').U | search 'z' | summarize n = count() by "
            + "bin(Timestamp, 1h)",
        "DeviceProcessEvents | where FileName =~ \"rclone.exe\" and Timestamp > ago(7d) | project Timestamp, ['My Col'], AdditionalFields.x.y[0] | top 10 "
            + "by Timestamp desc // end",
        "let n = () { toscalar(DeviceInfo | count) }; DeviceEvents | where ReportId > n | where Timestamp between (datetime(2026-01-01) .. 1d) | extend s "
            + "= ```a\nb``` | take 100",
        "print dynamic({\"a\":[1,2.5,'x']}), @'c:\\x', h'secret', 1d, 0x1F, real(nan), guid(74be27de-1e4e-49d9-b579-fe0b331d3642)",
    ];

    private static readonly string[] Pieces =
    [
        "|",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        ".",
        "=",
        "*",
        "-",
        "'",
        "let ",
        "let x =",
        "on",
        "by",
        "in (",
        "union ",
        "join ",
        "kind=",
        "as ",
        "print ",
        "range x from ",
        "table(",
        "toscalar(",
        "now(",
        "ago(",
        "invoke ",
        "evaluate ",
        "mv-apply ",
        "order by ",
        "DeviceEvents",
        "view ",
        "()",
        "{}",
        "(*)",
        ":(",
        "\n",
        "//",
        "\u2028",
        "\0",
        "```",
        "@\"",
        "['",
        "datetime(",
        "1d",
        "..",
        "where ",
        "summarize ",
        "project-away ",
    ];

    private static readonly IReadOnlyList<KnownTable> Tables = TableCatalog.Bundled.All;

    /// <inheritdoc/>
    public string Name => "queries";

    /// <inheritdoc/>
    public byte[] Make(Random random)
    {
        var json = new JsonMaker(random);
        var query = random.Next(4) == 0 ? string.Join(' ', json.Many(25).Select(_ => json.Of(Pieces))) : json.Of(Queries);
        for (var left = random.Next(4); left > 0; left--)
        {
            var at = random.Next(query.Length + 1);
            query = query.Remove(at, Math.Min(random.Next(30), query.Length - at)).Insert(at, random.Next(4) == 0 ? json.Of(Queries) : json.Of(Pieces));
        }

        if (random.Next(500) == 0)
        {
            query = string.Concat(Enumerable.Repeat(json.Of(Pieces), random.Next(5_000))) + query;
        }

        var bytes = Encoding.UTF8.GetBytes(query);
        return random.Next(4) == 0 ? Mutation.Of(random, bytes) : bytes;
    }

    /// <inheritdoc/>
    public void Check(byte[] input)
    {
        var query = Encoding.UTF8.GetString(input);
        var end = 0;
        foreach (var token in KqlLexer.Tokenize(query))
        {
            if (token.Start != end)
            {
                throw new FuzzException($"the tokens leave out what is at {end}");
            }

            end += token.Length;
        }

        if (end != query.Length)
        {
            throw new FuzzException("the tokens end too early");
        }

        _ = ResultLimit.RowLimit(query);
        foreach (var split in new[] { Split.Off, Split.Auto })
        {
            try
            {
                _ = HuntingPlan.Of(query, Range, split, force: false, Range.End).Over(Range);
            }
            catch (MdeException e) when (e.Message.Length < 20_000)
            {
                // Refused, in words.
            }
        }

        foreach (var cursor in new[] { query.Length, query.Length / 2, query.Length / 3 })
        {
            foreach (var suggestion in KqlCompletion.Complete(query, cursor, Tables).Items)
            {
                _ = suggestion.Text;
            }
        }
    }
}
