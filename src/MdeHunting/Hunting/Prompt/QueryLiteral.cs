using System.Management.Automation.Language;

namespace MdeHunting.Hunting.Prompt;

/// <summary>A query as it is typed at the prompt: between quotes, or as a word without.</summary>
/// <param name="raw">The literal as it is typed, with its quotes; the last one may be missing.</param>
/// <param name="kind">Its quotes.</param>
internal sealed class QueryLiteral(string raw, StringConstantType kind)
{
    /// <summary>Where the query itself ends: before the closing quote, where there is one.</summary>
    public int End => IsQuoted && raw.Length > 1 && raw[raw.Length - 1] == raw[0] && Decode(raw.Length - 1) is not null && !EndsInEscape() ? raw.Length - 1 : raw.Length;

    /// <summary>Whether it has quotes.</summary>
    public bool IsQuoted => kind is not StringConstantType.BareWord;

    /// <summary>The query from its beginning to a place of the literal; null where the place is within its quotes or an escape.</summary>
    public string? Decode(int place)
    {
        if (!IsQuoted)
        {
            return place >= 0 && place <= raw.Length ? raw.Substring(0, place) : null;
        }

        if (place < 1 || place > raw.Length)
        {
            return null;
        }

        var quote = kind is StringConstantType.SingleQuoted ? '\'' : '"';
        var text = $"{quote}{raw.Substring(1, place - 1)}{quote}";
        return Parser.ParseInput(text, out _, out var errors).Find(ast => ast is StringConstantExpressionAst, searchNestedScriptBlocks: false) is StringConstantExpressionAst literal
            && errors.Length == 0 && literal.Extent.Text == text ? literal.Value : null;
    }

    /// <summary>The literal with a word of it replaced; the rest is as it was typed.</summary>
    /// <param name="end">Where the word ends in the literal. It is plain, so it is as long there as in the query.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="text">The text in its place.</param>
    public string Replace(int end, int length, string text) => raw.Substring(0, end - length) + Escape(text) + raw.Substring(end);

    private string Escape(string text) => kind switch
    {
        StringConstantType.SingleQuoted => CodeGeneration.EscapeSingleQuotedStringContent(text),
        StringConstantType.DoubleQuoted => text.Replace("`", "``").Replace("\"", "`\"").Replace("$", "`$"),
        _ => text,
    };

    // 'it''  has no closing quote yet: the last two are one that belongs to the text.
    private bool EndsInEscape() => Parser.ParseInput(raw, out _, out var errors) is not null && errors.Length > 0;
}
