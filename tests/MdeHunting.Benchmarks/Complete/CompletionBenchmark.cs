using System.Diagnostics;
using System.Runtime.CompilerServices;
using MdeHunting.Kql.Completion;
using MdeHunting.Tables;
using MdeHunting.TestKit;

namespace MdeHunting.Benchmarks.Complete;

/// <summary>How many of the words that authors typed are offered behind their first letter, by kind of word.</summary>
internal sealed class CompletionBenchmark : IBenchmark
{
    // Of the same words with the same tables, by GetCompletionItems of @kusto/language-service-next 12.4.1 behind their first letter, in December 2026 over the
    // corpus of the further data.
    private static readonly Dictionary<string, double> OfMicrosoft = new(StringComparer.Ordinal)
    {
        ["column"] = 98.2,
        ["function"] = 99.0,
        ["name"] = 98.5,
        ["operator"] = 99.9,
        ["table"] = 100,
        ["type"] = 99.4,
        ["word"] = 94.6,
    };

    /// <inheritdoc/>
    public string Name => "complete";

    /// <inheritdoc/>
    public string Summary =>
        "% of the words of published queries that Tab offers behind their first letter; the bound is the rate of Microsoft's language service. "
        + (FurtherData.Find("corpus") is null ? $"Of the project's queries: {FurtherData.Variable} names no folder with a corpus" : "Of the corpus");

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await Task.CompletedTask;
        var counts = new SortedDictionary<string, (int All, int Offered)>(StringComparer.Ordinal);
        var watch = new Stopwatch();
        foreach (var query in Corpus.Queries())
        {
            token.ThrowIfCancellationRequested();
            foreach (var word in TypedWord.Of(query.Text))
            {
                watch.Start();
                var items = KqlCompletion.Complete(query.Text, word.Start + 1, TableCatalog.Bundled.All).Items;
                watch.Stop();
                var (all, offered) = counts.GetValueOrDefault(word.Kind);
                counts[word.Kind] = (all + 1, offered + (items.Any(item => Plain(item.Text) == word.Text) ? 1 : 0));
            }
        }

        foreach (var (kind, (all, offered)) in counts)
        {
            var rate = 100.0 * offered / all;
            yield return new Figure(kind, [new("%", rate), new("Microsoft's %", OfMicrosoft[kind]), new("words", all)])
            {
                IsWithinBound = rate >= OfMicrosoft[kind],
            };
        }

        yield return new Figure("each", [new("ms", watch.Elapsed.TotalMilliseconds / counts.Values.Sum(count => count.All))]);
    }

    // The word of order by, summarize(, kind= and ['my col'].
    private static string Plain(string text)
    {
        var word = text.TrimEnd('(', ')', '=');
        word = word.StartsWith("['", StringComparison.Ordinal) ? word[2..^2] : word;
        return word.IndexOf(' ') is > 0 and var blank ? word[..blank] : word;
    }
}
