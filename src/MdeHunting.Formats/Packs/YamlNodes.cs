using MdeHunting.Contract;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MdeHunting.Formats.Packs;

/// <summary>A part of a YAML document.</summary>
/// <param name="Line">The number of the line in which it begins, counted from 1.</param>
internal abstract record YamlNode(int Line)
{
    /// <summary>A single value.</summary>
    /// <param name="Value">The value.</param>
    /// <param name="Line">The number of the line in which it begins.</param>
    /// <param name="Indent">How many characters stand ahead of it in each of its lines.</param>
    internal sealed record Scalar(string Value, int Line, int Indent = 0) : YamlNode(Line);

    /// <summary>A list.</summary>
    internal sealed record Sequence(IReadOnlyList<YamlNode> Items, int Line) : YamlNode(Line);

    /// <summary>Values by name, of which the first counts.</summary>
    internal sealed record Mapping(IReadOnlyList<KeyValuePair<string, YamlNode>> Entries, int Line) : YamlNode(Line)
    {
        /// <summary>The names that are there more than once.</summary>
        public IEnumerable<string> Doubled =>
            Entries.GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key);

        /// <summary>The value of a name, whatever its case; null where there is none.</summary>
        public YamlNode? this[string name] => Entries.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
    }

    /// <summary>The value of a mapping's name; null where it is none.</summary>
    public YamlNode? Find(string name) => (this as Mapping)?[name];

    /// <summary>A single value's text; null where there is none.</summary>
    public string? Text(string name) => (Find(name) as Scalar)?.Value is { } text && text.Trim().Length > 0 ? text : null;

    /// <summary>The texts of a value or of a list of them.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Find(name) switch
        {
            Scalar single when single.Value.Trim().Length > 0 => [single.Value],
            Sequence list => [.. list.Items.OfType<Scalar>().Select(item => item.Value)],
            _ => [],
        };
}

/// <summary>
/// Reads a YAML document into nodes, within bounds. An alias is the node of its anchor itself and is never copied, so that a few lines cannot stand for a
/// billion nodes: whoever reads the nodes asks for names, and walks no tree.
/// </summary>
internal sealed class YamlNodes
{
    private const int MostDepth = 64;
    private const int MostNodes = 200_000;
    private const int MostAliases = 1_000;

    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly IParser _parser;
    private readonly string _text;
    private readonly string _name;
    private readonly CancellationToken _token;
    private int _nodes;
    private int _aliases;

    private YamlNodes(IParser parser, PackDocument document, CancellationToken token) =>
        (_parser, _text, _name, _token) = (parser, document.Text, document.Name, token);

    /// <summary>The documents of a text.</summary>
    /// <exception cref="PackException">It is no YAML, or goes beyond the bounds.</exception>
    public static IReadOnlyList<YamlNode> Read(PackDocument document, CancellationToken token)
    {
        using var reader = new StringReader(document.Text);
        var parser = new Parser(reader);
        try
        {
            return new YamlNodes(parser, document, token).ReadDocuments();
        }
        catch (YamlException e)
        {
            throw Damaged(document.Name, $"isn't valid YAML: line {Invariant(e.Start.Line)}: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // The scanner's own fault, over a bracket that isn't closed.
            throw Damaged(document.Name, $"isn't valid YAML: what follows line {Invariant(parser.Current?.Start.Line ?? 1)} can't be read.", e);
        }
    }

    /// <summary>The failure of a document that cannot be read.</summary>
    public static PackException Damaged(string name, string what, Exception? inner = null) =>
        new(PackFailure.PackDamaged, $"'{name}' {what}", "Correct the file, or leave it out.", inner) { Target = name };

    private static string Invariant(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private List<YamlNode> ReadDocuments()
    {
        var documents = new List<YamlNode>();
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            _parser.Consume<DocumentStart>();
            _anchors.Clear();
            documents.Add(ReadNode(1));
            _parser.Consume<DocumentEnd>();
        }

        return documents;
    }

    // A block's lines are indented alike; a text in the line of its key stands behind that. Lines that are folded into one begin nowhere.
    private int IndentOf(YamlDotNet.Core.Events.Scalar scalar)
    {
        if (scalar.Style is not ScalarStyle.Literal)
        {
            return scalar.Style is ScalarStyle.Folded || scalar.Value.IndexOf('\n') >= 0
                ? 0
                : (int)scalar.Start.Column - (scalar.Style is ScalarStyle.Plain ? 1 : 0);
        }

        var first = scalar.Value.TrimStart('\n').TakeWhile(c => c == ' ').Count();
        for (var line = EndOfLine((int)scalar.Start.Index); line < _text.Length; line = EndOfLine(line))
        {
            var end = line;
            while (end < _text.Length && _text[end] == ' ')
            {
                end++;
            }

            if (end < _text.Length && _text[end] is not ('\r' or '\n'))
            {
                return Math.Max(0, end - line - first);
            }
        }

        return 0;

        int EndOfLine(int place) => _text.IndexOf('\n', Math.Min(place, _text.Length)) is >= 0 and var end ? end + 1 : _text.Length;
    }

    private YamlNode ReadNode(int depth)
    {
        _token.ThrowIfCancellationRequested();
        if (depth > MostDepth)
        {
            throw Damaged(_name, FormattableString.Invariant($"is nested more than {MostDepth} levels deep."));
        }

        if (++_nodes > MostNodes)
        {
            throw Damaged(_name, FormattableString.Invariant($"has more than {MostNodes:N0} values."));
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (++_aliases > MostAliases)
            {
                throw Damaged(_name, FormattableString.Invariant($"has more than {MostAliases:N0} aliases."));
            }

            return _anchors.TryGetValue(alias.Value.Value, out var anchored)
                ? anchored
                : throw Damaged(_name, $"names the anchor '{alias.Value.Value}', which isn't ahead of it.");
        }

        if (_parser.TryConsume<YamlDotNet.Core.Events.Scalar>(out var scalar))
        {
            // The text of a block begins in the line behind its sign, or behind the empty lines there.
            var isBlock = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded;
            var value = isBlock ? scalar.Value.TrimStart('\n') : scalar.Value;
            var line = (int)scalar.Start.Line + (isBlock ? 1 + scalar.Value.Length - value.Length : 0);
            return Anchored(scalar, new YamlNode.Scalar(value, line, IndentOf(scalar)));
        }

        if (_parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<YamlNode>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(depth + 1));
            }

            return Anchored(sequence, new YamlNode.Sequence(items, (int)sequence.Start.Line));
        }

        var mapping = _parser.Consume<MappingStart>();
        var entries = new List<KeyValuePair<string, YamlNode>>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = (ReadNode(depth + 1) as YamlNode.Scalar)?.Value ?? string.Empty;
            entries.Add(new KeyValuePair<string, YamlNode>(key, ReadNode(depth + 1)));
        }

        return Anchored(mapping, new YamlNode.Mapping(entries, (int)mapping.Start.Line));
    }

    private YamlNode Anchored(NodeEvent from, YamlNode node)
    {
        if (!from.Anchor.IsEmpty)
        {
            _anchors[from.Anchor.Value] = node;
        }

        return node;
    }
}
