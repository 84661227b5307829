using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Writing;
using MdeHunting.Running;

namespace MdeHunting.Commands;

/// <summary>
/// Suggests a hashtable of the parameters that the query declares, with a value of each one's type to be replaced. Anything else may be typed too.
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
        if (!string.IsNullOrEmpty(wordToComplete) || PromptWord.IsEscaped(wordToComplete, commandAst))
        {
            return [];
        }

        QueryParameterDeclaration[] declared =
        [
            .. Queries(fakeBoundParameters)
                .SelectMany(QueryParameterDeclaration.In)
                .Where(parameter => KqlWriter.IsPlainName(parameter.Name))
                .GroupBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
                .Select(group => group.First()),
        ];
        if (declared.Length == 0)
        {
            return [];
        }

        var text = $"@{{ {string.Join("; ", declared.Select(parameter => $"{parameter.Name} = {Sample(parameter.Type)}"))} }}";
        var types = string.Join(
            ", ",
            declared.Select(parameter => $"{parameter.Name}:{KnownColumn.NameOf(KnownColumn.KindOf(parameter.Type) ?? ColumnKind.Dynamic)}")
        );
        return [new CompletionResult(text, text, CompletionResultType.ParameterValue, types)];
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

    private static IEnumerable<string> Queries(IDictionary given)
    {
        foreach (var query in Texts(given["Query"]))
        {
            yield return query;
        }

        foreach (var path in Texts(given["Path"]).Concat(Texts(given["LiteralPath"])))
        {
            if (Read(path) is { } query)
            {
                yield return query;
            }
        }
    }

    private static IEnumerable<string> Texts(object? value) =>
        value is IEnumerable<object> several ? several.Select(one => one?.ToString()).OfType<string>()
        : value?.ToString() is { } one ? [one]
        : [];

    // What cannot be read has nothing to suggest; the run says why.
    private static string? Read(string path)
    {
        try
        {
            return QueryFile.Read(Runspace.DefaultRunspace.SessionStateProxy.Path.GetUnresolvedProviderPathFromPSPath(path));
        }
        catch (Exception e) when (e is HuntingException or RuntimeException)
        {
            return null;
        }
    }
}
