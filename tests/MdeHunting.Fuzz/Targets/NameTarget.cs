using System.Globalization;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Fuzz.Inputs;
using MdeHunting.Kql;
using MdeHunting.Kql.Writing;
using MdeHunting.Text;

namespace MdeHunting.Fuzz.Targets;

/// <summary>
/// Names, one a line: each becomes a property of its own, a name in KQL that is read back as it was, and a text that does nothing to a terminal.
/// </summary>
internal sealed class NameTarget : IFuzzTarget
{
    private static readonly string[] Names =
    [
        "a",
        "A",
        "a_2",
        "A_2",
        "a_3",
        "a_2_2",
        "",
        " ",
        "Column1",
        "column2",
        "PSObject",
        "psobject_2",
        "ToString",
        "é",
        "É",
        "ı",
        "I",
        "i",
        "\u212A",
        "k",
        "K",
        "x'y",
        "x\\",
        "]",
        "']",
        "$left",
        "1a",
        "let",
        "\u001b[31m",
        "\u202e",
        "😀",
        "ß",
        "\u00a0",
    ];

    /// <inheritdoc/>
    public string Name => "names";

    /// <inheritdoc/>
    public byte[] Make(Random random)
    {
        var json = new JsonMaker(random);
        var names = Enumerable
            .Range(0, random.Next(1, random.Next(100) == 0 ? 3_000 : 12))
            .Select(_ => random.Next(8) == 0 ? json.Of(Names) + json.Of(Names) : json.Of(Names));
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', names));
        return random.Next(3) == 0 ? Mutation.Of(random, bytes) : bytes;
    }

    /// <inheritdoc/>
    public void Check(byte[] input)
    {
        var names = Encoding.UTF8.GetString(input).Split('\n');
        var settled = PropertyNames.Settle(names);
        if (settled.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Length || settled.Any(string.IsNullOrWhiteSpace))
        {
            throw new FuzzException($"{string.Join('|', names)} became {string.Join('|', settled)}");
        }

        foreach (var name in names)
        {
            CheckKql(name);
            CheckShown(TerminalSafeText.Line(name));
        }
    }

    private static void CheckKql(string name)
    {
        CheckRead(KqlWriter.Name(name), name);
        CheckRead(KqlWriter.Value(name), name);
    }

    private static void CheckRead(string written, string value)
    {
        var text = new SourceText(written);
        if (text.Significant is not [var token] || text.ValueOf(token) != value)
        {
            throw new FuzzException($"'{value}' is written {written}, and that is read as {string.Join('|', text.Significant.Select(text.TextOf))}");
        }
    }

    private static void CheckShown(string shown)
    {
        for (var i = 0; i < shown.Length; i++)
        {
            if (
                CharUnicodeInfo.GetUnicodeCategory(shown, i) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || shown[i] is >= '\u202a' and <= '\u202e'
            )
            {
                throw new FuzzException($"U+{(int)shown[i]:X4} is shown");
            }
        }
    }
}
