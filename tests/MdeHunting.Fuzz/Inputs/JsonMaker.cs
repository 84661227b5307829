using System.Globalization;
using System.Text;

namespace MdeHunting.Fuzz.Inputs;

/// <summary>Writes JSON that is whole and that hardly anybody would write.</summary>
internal sealed class JsonMaker(Random random)
{
    private static readonly string[] Texts =
    [
        "",
        " ",
        "a",
        "A",
        "a_2",
        "net.exe",
        "LogonId",
        "LogonID",
        "PSObject",
        "ToString",
        "MdeView",
        "@odata.type",
        "a@odata.type",
        "x@odata.hidden",
        "#Int64",
        "#Collection(String)",
        "ä",
        "😀",
        "\u2028",
        "\\ud800",
        "\\udc00",
        "\\u0041",
        "\\u0000",
        "\\n\\\"\\\\\\/\\b\\f\\r\\t",
        "\\ud83d\\ude00",
        "NaN",
        "Infinity",
        "-Infinity",
        "2022-03-07T21:34:30.1187436Z",
        "2022-03-07T23:34:29\\u002B02:00",
        "9999-12-31T23:59:59.9999999-01:00",
        "0001-01-01T00:00:00Z",
        "2022-02-30T00:00:00Z",
        "5f804853-e3b1-447b-9a8b-6d3e1257c72a",
        "1.02:03:04.0000005",
        "-10675199.02:48:05.4775808",
        "00:00:01",
        "true",
        "0",
        "{\\\"a\\\":1}",
        "\u0085",
        "\u200d",
        "null",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0",
        "1",
        "-1",
        "2",
        "0.5",
        "-0.0",
        "1e1",
        "1E-1",
        "1.10",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "2147483648",
        "-2147483648",
        "79228162514264337593543950335",
        "79228162514264337593543950336",
        "-79228162514264337593543950335",
        "12345678901234567890123456789",
        "0.1234567890123456789012345678",
        "0.12345678901234567890123456789",
        "7.9228162514264337593543950335",
        "1e28",
        "1e29",
        "1e308",
        "1e309",
        "-1e400",
        "5e-324",
        "1e-400",
        "1e2147483648",
        "1e-2147483648",
        "0e99999999999",
        "0.30000000000000004",
        "9007199254740993",
        "100000000000000000000000",
        "1.000000000000000000000000000000000000",
        "0.1000000000000000055511151231257827",
    ];

    /// <summary>Something of a list.</summary>
    public T Of<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    /// <summary>A text, in quotes.</summary>
    public string Text()
    {
        var text = new StringBuilder("\"");
        for (var left = random.Next(8) == 0 ? random.Next(5) : 1; left > 0; left--)
        {
            text.Append(Of(Texts));
        }

        if (random.Next(200) == 0)
        {
            text.Append('x', random.Next(200));
        }

        return text.Append('"').ToString();
    }

    /// <summary>A number.</summary>
    public string Number() => random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture) : Of(Numbers);

    /// <summary>White space.</summary>
    public string Space() => random.Next(20) == 0 ? Of([" ", "\n", "\t", "\r\n", "  "]) : string.Empty;

    /// <summary>Any value.</summary>
    /// <param name="depth">How deep it may be nested.</param>
    public string Value(int depth) =>
        random.Next(depth > 0 ? 9 : 6) switch
        {
            0 => "null",
            1 => Of(["true", "false"]),
            2 or 3 => Number(),
            4 or 5 => Text(),
            6 => $"[{Space()}{string.Join(',', Many(4).Select(_ => Value(depth - 1)))}]",
            _ => Object(depth - 1),
        };

    /// <summary>Any object.</summary>
    /// <param name="depth">How deep its members may be nested.</param>
    public string Object(int depth) => $"{{{Space()}{string.Join(',', Many(5).Select(_ => $"{Text()}{Space()}:{Value(depth)}"))}{Space()}}}";

    /// <summary>Some numbers from 0 on.</summary>
    public IEnumerable<int> Many(int most) => Enumerable.Range(0, random.Next(most + 1));
}
