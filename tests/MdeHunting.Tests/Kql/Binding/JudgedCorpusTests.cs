using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Kql.Binding;

/// <summary>Over published queries, what is found is what Microsoft's analyser finds; <c>judged-corpus.txt</c> has what that said.</summary>
public sealed class JudgedCorpusTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Judged = File.ReadLines(
            Path.Combine(ModuleSetup.RepositoryRoot, "tests", "MdeHunting.Tests", "Kql", "Binding", "judged-corpus.txt")
        )
        .Where(line => line[0] != '#')
        .Select(line => line.Split(" | "))
        .ToDictionary(fields => fields[0], fields => fields[1], StringComparer.Ordinal);

    private static CorpusQuery[] Queries { get; } = [.. Corpus.Queries().Where(query => Judged.ContainsKey(query.Name.Replace('\\', '/')))];

    [Fact]
    public void Nothing_is_found_in_a_query_that_has_nothing_wrong()
    {
        Assert.SkipWhen(Queries.Length == 0, "There is no corpus here.");
        var clean = Queries.Where(query => Judged[query.Name.Replace('\\', '/')] == "clean").ToList();
        output.WriteLine($"{clean.Count} queries are clean");

        Assert.Empty(
            clean.SelectMany(query =>
                Bind(query.Text) is var bound && bound.Parsed.Fault is { } fault
                    ? [$"{query.Name}: {fault.What}"]
                    : bound.Problems.Select(problem => $"{query.Name}: {problem.Kind} {problem.Name}")
            )
        );
    }

    [Fact]
    public void Nearly_every_unknown_name_is_found()
    {
        Assert.SkipWhen(Queries.Length == 0, "There is no corpus here.");
        var (all, found) = (0, 0);
        foreach (var query in Queries)
        {
            var bound = Bind(query.Text);
            var tokens = bound.Parsed.Tokens.Text;
            var ours = bound.Problems.Select(problem => (tokens.Significant[problem.Start].Start, tokens.Significant[problem.End - 1].End)).ToList();
            foreach (var place in Judged[query.Name.Replace('\\', '/')].Split(' ').Where(place => char.IsDigit(place[0])))
            {
                all++;
                if (ours.Exists(problem => tokens.LineAndColumn(problem.Start) is var at && $"{at.Line},{at.Column}" == place))
                {
                    found++;
                }
                else
                {
                    output.WriteLine($"{query.Name} {place}");
                }
            }
        }

        output.WriteLine($"{found} of {all}");
        Assert.True(found >= 0.95 * all);
    }

    private static BoundQuery Bind(string query) => QueryBinder.Bind(KqlParser.Parse(TokenTree.Of(new SourceText(query))), TableRows.Bundled);
}
