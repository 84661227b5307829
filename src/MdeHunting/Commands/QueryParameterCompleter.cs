using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Commands.Prompt;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Commands;

/// <summary>
/// Suggests a hashtable of the parameters that the query declares, with a value of each one's type to be replaced, and then one for each of them. Anything else
/// may be typed too.
/// </summary>
public sealed class QueryParameterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        // Behind "@{", PowerShell asks no completer.
        if (wordToComplete is not (null or "" or "@") || PromptWord.IsEscaped(wordToComplete, commandAst))
        {
            return [];
        }

        QueryParameterDeclaration[] declared =
        [
            .. TypedQueries
                .Of(
                    fakeBoundParameters["Query"],
                    fakeBoundParameters["Path"],
                    fakeBoundParameters["LiteralPath"],
                    isOfPacks: commandName == "Invoke-MdeHuntingPack"
                )
                .SelectMany(QueryParameterDeclaration.In)
                .Where(parameter => KqlWriter.IsPlainName(parameter.Name))
                .GroupBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
                .Select(group => group.First()),
        ];
        return declared.Length switch
        {
            0 => [],
            1 => [Suggestion(declared)],
            _ => [Suggestion(declared), .. declared.Select(parameter => Suggestion([parameter]))],
        };
    }

    private static CompletionResult Suggestion(IReadOnlyList<QueryParameterDeclaration> parameters)
    {
        var text = $"@{{ {string.Join("; ", parameters.Select(parameter => $"{parameter.Name} = {Sample(parameter.Type)}"))} }}";
        var types = string.Join(
            ", ",
            parameters.Select(parameter => $"{parameter.Name}:{KnownColumn.NameOf(KnownColumn.KindOf(parameter.Type) ?? ColumnKind.Dynamic)}")
        );
        return new CompletionResult(text, text, CompletionResultType.ParameterValue, types);
    }

    private static string Sample(string type) =>
        KnownColumn.KindOf(type) switch
        {
            ColumnKind.String => "''",
            ColumnKind.Boolean => "$false",
            ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Double or ColumnKind.Decimal => "0",
            ColumnKind.DateTime => "(Get-Date).AddDays(-7)",
            ColumnKind.TimeSpan => "'7d'",
            ColumnKind.Guid => "[guid]::Empty",
            _ => "@()",
        };
}
