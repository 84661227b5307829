using System.Text.RegularExpressions;
using MdeHunting.Kql;
using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Completion;
using MdeHunting.Kql.Writing;
using MdeHunting.Lab.Kql.Operators;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using MdeHunting.Tests.Kql.Analysis;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>What is known of the language stands in one file, and all that walk a query know it.</summary>
public sealed partial class KqlFactsTests
{
    // So many names of operators a file of special code may have.
    private const int MostNames = 5;

    // What treats each row by itself, or may be refused for what its arguments are.
    private static readonly KqlRowEffect[] RowWise =
    [
        KqlRowEffect.Each,
        KqlRowEffect.Filtered,
        KqlRowEffect.Named,
        KqlRowEffect.Ordered,
        KqlRowEffect.LookedUp,
        KqlRowEffect.United,
        KqlRowEffect.Applied,
    ];

    public static TheoryData<string> Operators => [.. KqlFacts.AllOperators.Select(known => known.Name)];

    [Fact]
    public void Every_operator_of_the_lab_is_known_with_what_it_does() =>
        Assert.All(
            OperatorTable.All.Keys,
            name =>
            {
                var known = KqlFacts.Operator(name);
                Assert.NotNull(known);
                Assert.True(known.Columns != KqlColumnEffect.Unknown || known.Takes(KqlArguments.Parts) || name == "sample-distinct", name);
            }
        );

    [Theory]
    [MemberData(nameof(Operators))]
    public void Every_operator_is_known_by_all_that_walk_a_query(string name)
    {
        var known = KqlFacts.Operator(name)!;
        var query = $"DeviceEvents | {name} x";
        var diagnostics = Analyses.Of(query).Diagnostics;
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Why.Contains("no operator that is known", StringComparison.Ordinal));
        Assert.Equal(!RowWise.Contains(known.Rows), diagnostics.Any(diagnostic => diagnostic.Kind == QueryDiagnosticKind.Splitting && diagnostic.Name == name));

        Assert.Equal(known.IsSuggested, Suggested("DeviceEvents | ").Any(text => text.Split(' ')[0] == name));
        Assert.Equal(
            known.Takes(KqlArguments.Values | KqlArguments.Aggregates | KqlArguments.Columns | KqlArguments.Keys | KqlArguments.Tables),
            Suggested($"DeviceEvents | {name} ").Any()
        );
        Assert.Equal(KqlTokenKind.BracketedName, new SourceText(KqlWriter.Name(name)).Tokens[0].Kind);
    }

    [Fact]
    public void Every_effect_is_that_of_an_operator()
    {
        Assert.All(Enum.GetValues<KqlColumnEffect>(), effect => Assert.Contains(KqlFacts.AllOperators, known => known.Columns == effect));
        Assert.All(Enum.GetValues<KqlRowEffect>(), effect => Assert.Contains(KqlFacts.AllOperators, known => known.Rows == effect));
        Assert.All(Enum.GetValues<KqlArguments>().Skip(1), kind => Assert.Contains(KqlFacts.AllOperators, known => known.Takes(kind)));
    }

    [Fact]
    public void Nothing_else_lists_operators() =>
        Assert.Empty(
            Directory
                .EnumerateFiles(Path.Combine(ModuleSetup.RepositoryRoot, "src", "MdeHunting", "Kql"), "*.cs", SearchOption.AllDirectories)
                .Where(file =>
                    Literal().Matches(File.ReadAllText(file)).Select(literal => literal.Groups[1].Value).Where(KqlFacts.IsOperator).Distinct().Count()
                    > MostNames
                )
                .Select(Path.GetFileName)
        );

    private static IEnumerable<string> Suggested(string query) =>
        KqlCompletion.Complete(query, query.Length, TableCatalog.Bundled.All).Items.Select(item => item.Text);

    [GeneratedRegex("\"([a-z-]+)\"")]
    private static partial Regex Literal();
}
