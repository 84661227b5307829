using System.Globalization;
using System.Xml.Linq;
using static System.FormattableString;

namespace MdeHunting.Lab.Tour;

/// <summary>Draws what a terminal shows as an SVG: its text, with the colors of its escape sequences.</summary>
/// <param name="columns">How many characters a line of the terminal has.</param>
internal sealed class TerminalPicture(int columns)
{
    private const double Advance = 8.4;
    private const int LineHeight = 19;
    private const int Margin = 16;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // By the codes of their escape sequences, which 90 to 97 repeat in bright.
    private static readonly string[] Colors = ["#8b949e", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#76e3ea", "#e6edf3"];

    /// <summary>The picture as a document's text.</summary>
    /// <param name="text">What the terminal shows, its lines ending with a line feed.</param>
    /// <param name="title">What a screen reader says of it.</param>
    public string Draw(string text, string title)
    {
        var lines = Lines(text);
        var width = (int)Math.Ceiling(columns * Advance) + 2 * Margin;
        var height = lines.Count * LineHeight + 2 * Margin;
        var picture = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", Invariant($"0 0 {width} {height}")),
            new XAttribute("width", width),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", title),
            new XElement(
                Svg + "style",
                "text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; fill: #e6edf3; white-space: pre }"
            ),
            new XElement(
                Svg + "rect",
                new XAttribute("width", width),
                new XAttribute("height", height),
                new XAttribute("rx", 8),
                new XAttribute("fill", "#0d1117")
            ),
            lines.Select((line, i) => line.Sum(run => run.Text.Length) == 0 ? null : Draw(line, Margin + (i + 1) * LineHeight - 5))
        );
        return picture.ToString(SaveOptions.DisableFormatting).Replace("><text", ">\n<text", StringComparison.Ordinal) + "\n";
    }

    /// <summary>The lines of a picture that was drawn, without their colors and without the empty ones.</summary>
    public static IEnumerable<string> Read(string picture) =>
        XDocument.Parse(picture, LoadOptions.PreserveWhitespace).Descendants(Svg + "text").Select(line => line.Value);

    // Of a length that is told, so that a font of another width keeps the columns.
    private static XElement Draw(List<Run> line, int y) =>
        new(
            Svg + "text",
            new XAttribute("x", Margin),
            new XAttribute("y", y),
            new XAttribute("textLength", (line.Sum(run => run.Text.Length) * Advance).ToString("0.#", CultureInfo.InvariantCulture)),
            new XAttribute("lengthAdjust", "spacingAndGlyphs"),
            new XAttribute(XNamespace.Xml + "space", "preserve"),
            line.Select(run =>
                run is { Color: null, IsBold: false }
                    ? (object)new XText(run.Text)
                    : new XElement(
                        Svg + "tspan",
                        run.Color is { } color ? new XAttribute("fill", color) : null,
                        run.IsBold ? new XAttribute("font-weight", "bold") : null,
                        run.Text
                    )
            )
        );

    // A line that is too long is broken at its last blank.
    private List<List<Run>> Lines(string text)
    {
        var lines = new List<List<Run>> { new() };
        var style = new Run(string.Empty, null, false);
        var used = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                lines.Add([]);
                used = 0;
            }
            else if (text[i] == '\e')
            {
                var end = text.IndexOf('m', i);
                style = Apply(text[(i + 2)..end], style);
                i = end;
            }
            else
            {
                if (used == columns)
                {
                    lines.Add([Break(lines[^1])]);
                    used = lines[^1][0].Text.Length;
                }

                var line = lines[^1];
                if (line.Count > 0 && line[^1] is { } last && last.Color == style.Color && last.IsBold == style.IsBold)
                {
                    line[^1] = last with { Text = last.Text + text[i] };
                }
                else
                {
                    line.Add(style with { Text = text[i].ToString() });
                }

                used++;
            }
        }

        return lines;
    }

    // Takes what is behind the last blank out of a line, and gives it.
    private static Run Break(List<Run> line)
    {
        var last = line[^1];
        var blank = last.Text.LastIndexOf(' ');
        line[^1] = last with { Text = last.Text[..(blank + 1)] };
        return last with { Text = last.Text[(blank + 1)..] };
    }

    private static Run Apply(string codes, Run style)
    {
        foreach (var code in codes.Split(';').Select(code => code.Length == 0 ? 0 : int.Parse(code, CultureInfo.InvariantCulture)))
        {
            style = code switch
            {
                0 => new Run(string.Empty, null, false),
                1 => style with { IsBold = true },
                22 => style with { IsBold = false },
                39 => style with { Color = null },
                >= 30 and <= 37 => style with { Color = Colors[code - 30] },
                >= 90 and <= 97 => style with { Color = Colors[code - 90] },
                _ => style,
            };
        }

        return style;
    }

    private sealed record Run(string Text, string? Color, bool IsBold);
}
