using System.Management.Automation.Language;

namespace MdeHunting.Pipeline;

/// <summary>
/// Writes a text as a literal of PowerShell's language, so that PowerShell reads that very text and nothing else. It takes ‘ ’ ‚ ‛ for single quotes and “ ” „
/// for double ones; https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules.
/// </summary>
internal static class PowerShellLiteral
{
    /// <summary>A text as one argument of a command: as it is where PowerShell reads it so, else in single quotes.</summary>
    public static string Argument(string value) => IsBareWord(value) ? value : $"'{Content(value, StringConstantType.SingleQuoted)}'";

    /// <summary>
    /// A text as it stands within a literal. A single-quoted here-string has no escapes, so a text may not fit there: that has to be checked by reading it.
    /// </summary>
    /// <param name="value">The text.</param>
    /// <param name="kind">The literal's kind; not a bare word.</param>
    public static string Content(string value, StringConstantType kind) =>
        kind switch
        {
            StringConstantType.SingleQuoted => CodeGeneration.EscapeSingleQuotedStringContent(value),
            StringConstantType.SingleQuotedHereString => value,
            _ => string.Concat(value.Select(c => c is '`' or '$' or '"' or '\u201c' or '\u201d' or '\u201e' ? $"`{c}" : c.ToString())),
        };

    /// <summary>Reads a literal as PowerShell reads the one argument of a command; null where it is anything else than one string of its kind.</summary>
    /// <param name="literal">The literal with its quotes.</param>
    /// <param name="kind">Its kind.</param>
    public static ReadLiteral? Read(string literal, StringConstantType kind)
    {
        const string command = "x ";
        var script = Parser.ParseInput(command + literal, out _, out var errors);
        if (
            script
                is not {
                    ParamBlock: null,
                    BeginBlock: null,
                    ProcessBlock: null,
                    EndBlock.Statements: [PipelineAst { PipelineElements: [CommandAst { CommandElements: [_, var argument], Redirections.Count: 0 }] }]
                }
            || argument.Extent.StartOffset != command.Length
            || argument.Extent.Text != literal
            || errors.Any(error => error.ErrorId != "TerminatorExpectedAtEndOfString")
        )
        {
            return null;
        }

        return argument switch
        {
            StringConstantExpressionAst constant when constant.StringConstantType == kind => new ReadLiteral(constant.Value, errors.Length == 0, []),
            ExpandableStringExpressionAst expandable when expandable.StringConstantType == kind => new ReadLiteral(
                expandable.Value,
                errors.Length == 0,
                [.. expandable.NestedExpressions.Select(nested => nested.Extent.Text)]
            ),
            _ => null,
        };
    }

    // A digit at the start may make it a number, which is another value for what takes an object.
    private static bool IsBareWord(string value) =>
        value.Length > 0
        && value[0] is not '-'
        && value.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or '\\')
        && Read(value, StringConstantType.BareWord) is { } read
        && read.Value == value;
}
