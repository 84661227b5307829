using System.Globalization;
using System.Text;
using MdeHunting.Fuzz.Inputs;

namespace MdeHunting.Fuzz.Responses;

/// <summary>Writes responses that are whole: a Schema, rows that mostly go with it, and whatever else there may be.</summary>
internal sealed class ResponseMaker(Random random)
{
    private static readonly string[] Types =
    [
        "String",
        "DateTime",
        "Int64",
        "Int32",
        "SByte",
        "Boolean",
        "Double",
        "SqlDecimal",
        "Guid",
        "TimeSpan",
        "Object",
        "dynamic",
        "Geometry",
        "",
        "System.String",
        "real",
    ];

    private readonly JsonMaker _json = new(random);

    /// <summary>A response.</summary>
    public string Make()
    {
        var columns = _json
            .Many(8)
            .Select(_ =>
                (Name: random.Next(3) == 0 ? _json.Text() : $"\"{_json.Of(["A", "B", "C", "LogonId", "LogonID", "Timestamp"])}\"", Type: _json.Of(Types))
            )
            .ToArray();
        var lower = random.Next(2) == 0;
        var members = new List<string>
        {
            $"\"{(lower ? "schema" : "Schema")}\":{_json.Space()}[{string.Join(',', columns.Select(c => Column(c.Name, c.Type)))}]",
            $"\"{(lower ? "results" : "Results")}\":{_json.Space()}[{string.Join(',', Rows(columns))}]",
        };
        if (random.Next(3) == 0)
        {
            members.Insert(random.Next(3), $"\"Stats\":{Stats()}");
        }

        if (random.Next(4) == 0)
        {
            members.Insert(random.Next(members.Count + 1), $"{_json.Text()}:{_json.Value(3)}");
        }

        if (random.Next(4) == 0)
        {
            members.Reverse();
        }

        return $"{_json.Space()}{{{string.Join($"{_json.Space()},", members)}}}{_json.Space()}";
    }

    private IEnumerable<string> Rows((string Name, string Type)[] columns)
    {
        var count = random.Next(500) == 0 ? random.Next(600) : random.Next(5);
        return Enumerable.Range(0, count).Select(_ => Row(columns));
    }

    private string Row((string Name, string Type)[] columns)
    {
        var members = new List<string>();
        foreach (var column in columns)
        {
            if (random.Next(12) != 0)
            {
                members.Add($"{column.Name}:{_json.Space()}{Cell(column.Type)}");
            }

            if (random.Next(12) == 0)
            {
                members.Insert(random.Next(members.Count + 1), $"{column.Name[..^1]}@odata.type\":{_json.Of(["\"#Int64\"", "\"evil\"", "7"])}");
            }
        }

        if (random.Next(8) == 0)
        {
            members.Insert(random.Next(members.Count + 1), $"{_json.Text()}:{_json.Value(2)}");
        }

        if (random.Next(4) == 0)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members));
        }

        return $"{{{string.Join(',', members)}}}";
    }

    private string Cell(string type) =>
        random.Next(5) == 0
            ? _json.Value(3)
            : type switch
            {
                "Int64" or "Int32" or "Double" or "SqlDecimal" or "real" => _json.Number(),
                "SByte" or "Boolean" => _json.Of(["0", "1", "true", "false", "null", "{}"]),
                "Object" or "dynamic" or "Geometry" => Bag(),
                _ => _json.Text(),
            };

    // As Graph writes one.
    private string Bag()
    {
        var bag = new StringBuilder("{");
        if (random.Next(2) == 0)
        {
            bag.Append("\"@odata.type\":\"#microsoft.graph.security.dynamicColumnValue\",");
        }

        foreach (var _ in _json.Many(4))
        {
            var name = _json.Text();
            if (random.Next(2) == 0)
            {
                bag.Append(
                    CultureInfo.InvariantCulture,
                    $"{name[..^1]}@odata.type\":{_json.Of(["\"#Int64\"", "\"#Collection(String)\"", "\"evil -enc\"", "\"\""])},"
                );
            }

            bag.Append(CultureInfo.InvariantCulture, $"{name}:{_json.Value(2)},");
        }

        return bag.ToString().TrimEnd(',') + "}";
    }

    private string Column(string name, string type) =>
        random.Next(2) == 0 ? $$"""{"Name":{{name}},"Type":"{{type}}"}""" : $$"""{"type":"{{type}}","x":{{_json.Value(1)}},"name":{{name}}}""";

    private string Stats() =>
        random.Next(3) == 0
            ? _json.Value(4)
            : $$$"""
                {"ExecutionTime":{{{_json.Number()}}},
                "resource_usage":{"cpu":{"total cpu":{{{_json.Text()}}}},"memory":{"peak_per_node":{{{_json.Value(1)}}}}},
                "dataset_statistics":[{"table_row_count":{{{_json.Number()}}}},{{{_json.Value(2)}}}]}
                """;
}
