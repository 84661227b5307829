using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using MdeHunting.Contract;

namespace MdeHunting.Formats.Documents;

/// <summary>
/// Gives the text of a web page in lines, each with the number of its line in the page: what a reader sees, and where its links lead. What a browser runs, or
/// hides, is no text.
/// </summary>
internal static class HtmlLines
{
    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "noscript", "template", "title" };

    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    };

    /// <summary>Gives them, in their order.</summary>
    public static void Read(string page, IIndicatorSink sink, CancellationToken token)
    {
        using var source = new TextSource(page);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver);
        var line = new StringBuilder();
        var number = 1;
        string? unseen = null;
        void End()
        {
            if (line.ToString().Trim() is { Length: > 0 } text)
            {
                sink.TakeLine(text, number);
            }

            line.Clear();
        }

        for (var next = tokenizer.Get(); next.Type != HtmlTokenType.EndOfFile; next = tokenizer.Get())
        {
            token.ThrowIfCancellationRequested();
            switch (next)
            {
                case HtmlTagToken { Type: HtmlTokenType.EndTag } end when unseen is not null:
                    unseen = end.Name == unseen ? null : unseen;
                    break;
                case HtmlTagToken { Type: HtmlTokenType.StartTag } start when Unseen.Contains(start.Name):
                    unseen = start.Name;
                    tokenizer.State = start.Name switch
                    {
                        "script" => HtmlParseMode.Script,
                        "title" => HtmlParseMode.RCData,
                        _ => HtmlParseMode.Rawtext,
                    };
                    break;
                case HtmlTagToken tag:
                    if (!Inline.Contains(tag.Name))
                    {
                        End();
                    }

                    if (tag.Type == HtmlTokenType.StartTag && tag.GetAttribute("href") is { Length: > 0 } link)
                    {
                        sink.TakeLine(link, tag.Position.Line);
                    }

                    break;
                case { Type: HtmlTokenType.Character } when unseen is null:
                    number = line.Length == 0 ? next.Position.Line : number;
                    line.Append(next.Data.Replace('\n', ' '));
                    break;
            }
        }

        End();
    }
}
