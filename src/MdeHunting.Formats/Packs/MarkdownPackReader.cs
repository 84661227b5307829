using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using MdeHunting.Contract;

namespace MdeHunting.Formats.Packs;

/// <summary>
/// Reads the fenced blocks of a Markdown document, with the headings above each and what its author says around it. Which of them are queries is not known
/// here.
/// </summary>
internal static class MarkdownPackReader
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);
    private static readonly Regex Technique = new(@"(?<![A-Za-z0-9])T\d{4}(?:[./]\d{3})?(?!\d)", RegexOptions.CultureInvariant, MostTime);
    private static readonly Regex DescriptionHeading = new(@"^(description|summary|overview|about|purpose)\b", RegexOptions.IgnoreCase, MostTime);
    private static readonly Regex IdLine = new(@"^\W*ID\W+([0-9A-Za-z][0-9A-Za-z_-]*)\W*$", RegexOptions.CultureInvariant, MostTime);

    // Blocks are all that is needed: no inline is parsed, so none can nest.
    private static readonly MarkdownPipeline Pipeline = Blocks();

    /// <summary>Reads a document.</summary>
    /// <exception cref="PackException">It is nested too deep.</exception>
    public static PackContent Read(PackDocument document, CancellationToken token)
    {
        MarkdownDocument parsed;
        try
        {
            parsed = Markdown.Parse(document.Text, Pipeline);
        }
        catch (ArgumentException e)
        {
            throw YamlNodes.Damaged(document.Name, "is nested deeper than Markdown is read.", e);
        }

        token.ThrowIfCancellationRequested();
        var reading = new Reading(document.Text);
        reading.Take(parsed, token);
        return new PackContent(reading.Queries()) { What = "Markdown without a block of KQL" };
    }

    private static MarkdownPipeline Blocks()
    {
        var builder = new MarkdownPipelineBuilder().UseYamlFrontMatter();
        builder.InlineParsers.Clear();
        return builder.Build();
    }

    private sealed record Section(int Level, string Heading, int Line, Section? Parent)
    {
        public IEnumerable<string> Headings
        {
            get
            {
                for (var section = this; section is not null; section = section.Parent)
                {
                    if (section.Heading.Length > 0)
                    {
                        yield return section.Heading;
                    }
                }
            }
        }
    }

    private sealed record Fence(string Text, string Info, int Line, Section Section, bool IsIndented);

    private sealed class Reading
    {
        private readonly string[] _lines;
        private readonly bool[] _isProse;
        private readonly List<Fence> _fences = [];
        private readonly List<Section> _sections = [new(0, string.Empty, 0, null)];

        public Reading(string text)
        {
            _lines = text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');
            _isProse = [.. _lines.Select(_ => true)];
        }

        public void Take(MarkdownDocument document, CancellationToken token)
        {
            foreach (var block in document.Descendants<LeafBlock>())
            {
                token.ThrowIfCancellationRequested();
                switch (block)
                {
                    case YamlFrontMatterBlock:
                        Cover(block.Line, block.Line + block.Lines.Count + 1);
                        break;
                    case HeadingBlock heading:
                        Open(heading.Level, heading.Line);
                        Cover(heading.Line, heading.Line);
                        break;
                    case CodeBlock code:
                        Take(code);
                        break;
                }
            }
        }

        private void Take(CodeBlock code)
        {
            if (code is not FencedCodeBlock fenced)
            {
                Add(code, 0, code.Lines.Count, string.Empty, isIndented: true);
                Cover(code.Line, code.Line + code.Lines.Count - 1);
                return;
            }

            // One that nobody closed takes in the headings and fences behind it, up to the end of the next.
            Cover(code.Line, code.Line + code.Lines.Count + 1);
            var sign = new string(fenced.FencedChar, fenced.OpeningFencedCharCount);
            var (info, start) = ($"{fenced.Info} {fenced.Arguments}".Trim(), (int?)0);
            for (var line = 0; line < code.Lines.Count; line++)
            {
                var text = code.Lines.Lines[line].ToString().Trim();
                var level = text.Length - text.TrimStart('#').Length;
                var isHeading = level is > 0 and < 7 && text.Length > level && text[level] == ' ';
                if (isHeading || text.StartsWith(sign, StringComparison.Ordinal))
                {
                    Add(code, start ?? line, line, info, isIndented: false);
                    (info, start) = isHeading ? (string.Empty, null) : (text.TrimStart(fenced.FencedChar).Trim(), (int?)(line + 1));
                    if (isHeading)
                    {
                        Open(level, code.Line + 1 + line);
                    }
                }
            }

            Add(code, start ?? code.Lines.Count, code.Lines.Count, info, isIndented: false);
        }

        private void Add(CodeBlock code, int start, int end, string info, bool isIndented)
        {
            if (end <= start)
            {
                return;
            }

            var first = code.Line + start + (isIndented ? 0 : 1);
            var text = string.Join("\n", Enumerable.Range(start, end - start).Select(line => code.Lines.Lines[line].ToString()));
            _fences.Add(new Fence(text, info, first, _sections[_sections.Count - 1], isIndented));
        }

        private void Open(int level, int line)
        {
            var parent = _sections[_sections.Count - 1];
            while (parent.Level >= level)
            {
                parent = parent.Parent!;
            }

            var heading = line < _lines.Length ? _lines[line].Trim().Trim('#', '*', '_', '`', ' ', '>') : string.Empty;
            _sections.Add(new Section(level, heading, line, parent));
        }

        // What stands ahead of a fence's lines, as in an item of a list.
        private int IndentOf(Fence fence) =>
            fence.Line < _lines.Length ? Math.Max(0, _lines[fence.Line].IndexOf(fence.Text.Split('\n')[0], StringComparison.Ordinal)) : 0;

        public IReadOnlyList<StatedQuery> Queries()
        {
            // Where there are fences, what is only indented is mostly text.
            var hasFences = _fences.Exists(fence => !fence.IsIndented);
            var description = Description();
            Uncheck();
            string[] prose = [.. Enumerable.Range(0, _lines.Length).Where(line => _isProse[line]).Select(line => _lines[line])];
            var id = prose.Select(line => IdLine.Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
            string[] techniques = [.. prose.Where(line => Technique.IsMatch(line))];
            string[] tables = [.. prose.Where(line => line.TrimStart().StartsWith("|", StringComparison.Ordinal))];
            return
            [
                .. _fences.Select(fence =>
                {
                    string[] own = [.. Own(fence)];
                    string[] named = [.. own.Where(line => Technique.IsMatch(line))];
                    return new StatedQuery(fence.Text, fence.Line + 1, MdePackFormat.Markdown)
                    {
                        Label = fence.Info,
                        Indent = IndentOf(fence),
                        MayBeText = hasFences && fence.IsIndented,
                        Id = id,
                        Headings = [.. fence.Section.Headings],
                        Description = description ?? Joined(own),
                        Techniques = named.Length > 0 ? named : techniques,
                        Tactics = [.. own, .. tables],
                    };
                }),
            ];
        }

        // A table of all tactics has a mark at those that a query covers; the others say nothing of it.
        private void Uncheck()
        {
            var isOfMarks = false;
            for (var line = 0; line < _lines.Length; line++)
            {
                var cells = _lines[line].Trim() is { Length: > 0 } row && row[0] == '|' ? row.Split('|') : [];
                if (cells.Length < 3)
                {
                    isOfMarks = false;
                }
                else if (cells[2].IndexOf("covered", StringComparison.OrdinalIgnoreCase) >= 0)
                {
                    isOfMarks = true;
                }
                else if (isOfMarks && cells[2].Trim().Length == 0)
                {
                    _lines[line] = string.Empty;
                }
            }
        }

        // The prose between a fence and the heading or fence before it, and up to those behind it.
        private IEnumerable<string> Own(Fence fence)
        {
            var start = fence.Line - 2;
            while (start >= 0 && start > fence.Section.Line && _isProse[start])
            {
                start--;
            }

            for (var line = start + 1; line < fence.Line - 1; line++)
            {
                yield return _lines[line];
            }
        }

        private string? Description()
        {
            foreach (var section in _sections.Where(section => DescriptionHeading.IsMatch(section.Heading)).Concat(_sections.Where(s => s.Level <= 1)))
            {
                if (Joined(Prose(section.Level == 0 ? -1 : section.Line)) is { } text)
                {
                    return text;
                }
            }

            return null;
        }

        private IEnumerable<string> Prose(int heading)
        {
            for (var line = heading + 1; line < _lines.Length && _isProse[line]; line++)
            {
                yield return _lines[line];
            }
        }

        private static string? Joined(IEnumerable<string> lines)
        {
            var text = string.Join("\n", lines.Where(line => !line.TrimStart().StartsWith("|", StringComparison.Ordinal))).Trim();
            return text.Length == 0 ? null : text;
        }

        private void Cover(int first, int last)
        {
            for (var line = Math.Max(first, 0); line <= last && line < _isProse.Length; line++)
            {
                _isProse[line] = false;
            }
        }
    }
}
