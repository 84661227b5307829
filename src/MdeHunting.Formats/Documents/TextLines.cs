using System.Text.RegularExpressions;
using MdeHunting.Contract;

namespace MdeHunting.Formats.Documents;

/// <summary>Gives the lines of a text.</summary>
internal static class TextLines
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly string[] MarkdownEndings = [".md", ".markdown", ".mdown", ".mkd", ".rmd"];

    // What Markdown has and no list: fences, links, dividers of tables, and bold words.
    private static readonly Regex Marks = new(
        @"^[ ]{0,3}(```|~~~)|\[[^\]\r\n]{1,200}\]\([^)\s]|^\s*\|?\s*:?-{3,}:?\s*\||\*\*[^\s*][^*\r\n]{0,200}\*\*",
        Options | RegexOptions.Multiline
    );

    private static readonly Regex HeadingMark = new(@"^\s{0,3}#{1,6}\s+", Options);

    /// <summary>Whether a file's name says that it is Markdown.</summary>
    public static bool IsMarkdown(string name) => Array.Exists(MarkdownEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a document is a report in Markdown, in which # begins a heading. In a list it begins a comment.</summary>
    public static bool IsReport(string name, string beginning) => IsMarkdown(name) || Marks.IsMatch(beginning);

    /// <summary>A line of a report without the mark of a heading.</summary>
    public static string WithoutHeading(string line) => line.IndexOf('#') < 0 ? line : HeadingMark.Replace(line, string.Empty);

    /// <summary>Gives them, in their order, one at each step.</summary>
    public static IEnumerable<int> Read(TextReader text, bool isReport, IIndicatorSink sink, CancellationToken token)
    {
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            token.ThrowIfCancellationRequested();
            sink.TakeLine(isReport ? WithoutHeading(line) : line, number);
            yield return number;
        }
    }
}
