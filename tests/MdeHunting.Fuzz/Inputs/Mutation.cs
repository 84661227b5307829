using System.Text;

namespace MdeHunting.Fuzz.Inputs;

/// <summary>Changes an input a little, as transport, proxies and attackers do.</summary>
internal static class Mutation
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\"",
            "\\",
            "\\u",
            "\\ud800",
            "\\u0000",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "-",
            "0",
            "1e400",
            "-0",
            "\0",
            "\u2028",
            "\uFEFF",
            " ",
            "\n",
            "{}",
            "[]",
            "\"\":",
            "'",
            "`",
            "$",
            "//",
            "|",
            "(",
            ")",
            ";",
            "let ",
            "@odata.type",
            "\"Results\":",
            "\"Schema\":",
            "\"error\":",
            "79228162514264337593543950336",
            "..",
            "=",
            "h@'",
            "```",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff],
        [0xc3],
        [0xed, 0xa0, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
        [0x1f, 0x8b],
    ];

    /// <summary>The input, changed in one to four places.</summary>
    public static byte[] Of(Random random, byte[] input)
    {
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            input = Once(random, input);
        }

        return input;
    }

    private static byte[] Once(Random random, byte[] input)
    {
        var at = random.Next(input.Length + 1);
        var to = Math.Min(input.Length, at + random.Next(1, random.Next(2, 40)));
        switch (random.Next(6))
        {
            case 0:
                return [.. input[..at], .. Pieces[random.Next(Pieces.Length)], .. input[at..]];
            case 1:
                return [.. input[..at], .. input[to..]];
            case 2:
                return [.. input[..to], .. input[at..to], .. input[to..]];
            case 3:
                return random.Next(4) == 0 ? input[..at] : input;
            case 4:
                var from = random.Next(input.Length + 1);
                return [.. input[..at], .. input[from..Math.Min(input.Length, from + (to - at))], .. input[to..]];
            default:
                byte[] changed = [.. input];
                if (at < changed.Length)
                {
                    changed[at] = (byte)(random.Next(3) == 0 ? random.Next(256) : changed[at] ^ (1 << random.Next(8)));
                }

                return changed;
        }
    }
}
