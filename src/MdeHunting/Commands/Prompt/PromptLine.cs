using System.Management.Automation.Language;

namespace MdeHunting.Commands.Prompt;

/// <summary>A line at the prompt, and the string in it that the cursor is in.</summary>
internal sealed class PromptLine
{
    private readonly string _text;
    private readonly int _cursor;
    private readonly Ast _literal;
    private readonly PromptLiteral _query;
    private readonly Lazy<string[]> _shape;

    private PromptLine(string text, int cursor, Ast literal, string query)
    {
        _text = text;
        _cursor = cursor;
        _literal = literal;
        _query = new PromptLiteral(literal.Extent.Text, Kind(literal)!.Value);
        _shape = new Lazy<string[]>(() => Shape(Parser.ParseInput(text, out _, out var errors), errors));
        Query = query;
    }

    /// <summary>The query from its beginning to the cursor; of a string with variables, with the variables' names.</summary>
    public string Query { get; }

    /// <summary>Finds the string; null where the cursor is in none.</summary>
    public static PromptLine? At(string text, int cursor)
    {
        // Behind the last quote is no longer in the string.
        var literal = Parser
            .ParseInput(text, out _, out _)
            .FindAll(found => Kind(found) is not (null or StringConstantType.BareWord), searchNestedScriptBlocks: true)
            .Where(found => found.Extent.StartOffset < cursor && cursor <= found.Extent.EndOffset)
            .OrderBy(found => found.Extent.EndOffset - found.Extent.StartOffset)
            .FirstOrDefault();
        if (literal is null)
        {
            return null;
        }

        var (query, place) = (new PromptLiteral(literal.Extent.Text, Kind(literal)!.Value), cursor - literal.Extent.StartOffset);
        return place <= query.End && query.Decode(place) is { } typed && Value(literal)!.StartsWith(typed, StringComparison.Ordinal)
            ? new PromptLine(text, cursor, literal, typed)
            : null;
    }

    /// <summary>
    /// What to write into the line from where on, up to the cursor; null where the text does not fit into the string, or would change something else of the
    /// line.
    /// </summary>
    /// <param name="length">How long the word before the cursor is that it takes the place of.</param>
    /// <param name="text">The text.</param>
    public (int Start, string Text)? Edit(int length, string text)
    {
        var offset = _literal.Extent.StartOffset;
        if (_query.Edit(_cursor - offset, length, text) is not { } edit)
        {
            return null;
        }

        // Within another string, quotes may mean something else than by themselves.
        var start = offset + edit.Start;
        var line = Parser.ParseInput(_text.Substring(0, start) + edit.Text + _text.Substring(_cursor), out _, out var errors);
        return
            line.FindAll(found => found.Extent.StartOffset == offset && Kind(found) == Kind(_literal), searchNestedScriptBlocks: true)
                .Any(found => Value(found) == edit.Meant) && Shape(line, errors).SequenceEqual(_shape.Value)
            ? (start, edit.Text)
            : null;
    }

    // What a line consists of, without the texts of its literals.
    private static string[] Shape(Ast line, ParseError[] errors) =>
        [.. line.FindAll(_ => true, searchNestedScriptBlocks: true).Select(found => found.GetType().Name), .. errors.Select(error => error.ErrorId)];

    private static string? Value(Ast found) =>
        found switch
        {
            StringConstantExpressionAst constant => constant.Value,
            ExpandableStringExpressionAst expandable => expandable.Value,
            _ => null,
        };

    private static StringConstantType? Kind(Ast found) =>
        found switch
        {
            StringConstantExpressionAst constant => constant.StringConstantType,
            ExpandableStringExpressionAst expandable => expandable.StringConstantType,
            _ => null,
        };
}
