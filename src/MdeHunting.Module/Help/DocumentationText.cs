using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MdeHunting.Module.Help;

/// <summary>Turns the inside of a documentation comment into plain text.</summary>
/// <param name="commands">The cmdlets' names by the full names of their classes: a reference to such a class is read as the cmdlet, one to its property as a
/// parameter.</param>
internal sealed partial class DocumentationText(IReadOnlyDictionary<string, string> commands)
{
    /// <summary>The paragraphs: each para, each item of a list, each code, and what stands between them.</summary>
    public IReadOnlyList<string> Paragraphs(XElement? comment)
    {
        var paragraphs = new List<string>();
        var loose = new StringBuilder();
        foreach (var node in comment?.Nodes() ?? [])
        {
            if (node is not XElement { Name.LocalName: "para" or "list" or "code" } block)
            {
                loose.Append(Inline(node));
                continue;
            }

            Add(loose.ToString());
            loose.Clear();
            switch (block.Name.LocalName)
            {
                case "para":
                    Add(Line(block));
                    break;
                case "list":
                    foreach (var item in block.Elements("item"))
                    {
                        Add($"- {Line(item)}");
                    }

                    break;
                default:
                    paragraphs.Add(Code(block));
                    break;
            }
        }

        Add(loose.ToString());
        return paragraphs;

        void Add(string text)
        {
            if (Collapse(text) is { Length: > 0 } paragraph)
            {
                paragraphs.Add(paragraph);
            }
        }
    }

    /// <summary>All of it on one line.</summary>
    public string Line(XElement? comment) => Collapse(string.Concat((comment?.Nodes() ?? []).Select(Inline)));

    /// <summary>Lines as they are, without the indentation that they share.</summary>
    public static string Code(XElement code)
    {
        var lines = code.Value.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).ToList();
        var indentation = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length > indentation ? line[indentation..] : string.Empty)).Trim('\n');
    }

    private string Inline(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "seealso" } reference => Reference(reference),
            XElement { Name.LocalName: "paramref" or "typeparamref" } parameter => parameter.Attribute("name")!.Value,

            // Two elements that touch, such as an item's term and its description, are two words.
            XElement element => $" {string.Concat(element.Nodes().Select(Inline))} ".Replace("  ", " ") is var text && element.Name.LocalName is "c"
                ? text.Trim()
                : text,
            _ => string.Empty,
        };

    private string Reference(XElement reference)
    {
        if (reference.Value.Trim() is { Length: > 0 } words)
        {
            return words;
        }

        if (reference.Attribute("langword")?.Value is { } word)
        {
            return word;
        }

        return reference.Attribute("cref")?.Value is { } member ? Name(member) : reference.Attribute("href")?.Value ?? string.Empty;
    }

    /// <summary>What a reader of the help calls a member: <c>T:MdeHunting.Commands.GetMdeQuotaCommand</c> is Get-MdeQuota.</summary>
    public string Name(string member)
    {
        var name = member[2..];
        if (commands.TryGetValue(name, out var command))
        {
            return command;
        }

        var last = name.LastIndexOf('.');
        return member[0] == 'P' && commands.ContainsKey(name[..last]) ? $"-{name[(last + 1)..]}" : name[(last + 1)..];
    }

    private static string Collapse(string text) => WhiteSpace().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
