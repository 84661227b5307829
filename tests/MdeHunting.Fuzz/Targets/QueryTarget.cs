using System.Text;
using MdeHunting.Contract;
using MdeHunting.Fuzz.Inputs;
using MdeHunting.Kql;
using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Completion;
using MdeHunting.Kql.Time;
using MdeHunting.Running.Windows;
using MdeHunting.Tables;
using MdeHunting.TestKit;

namespace MdeHunting.Fuzz.Targets;

/// <summary>
/// Query texts: the tokens are the whole text, reading, bounding and splitting end in a query or a refusal, and completion takes any place of any text.
/// </summary>
internal sealed class QueryTarget : IFuzzTarget
{
    private static readonly TimeRange Range = new(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc));

    private static readonly IReadOnlyList<KnownTable> Tables = TableCatalog.Bundled.All;

    /// <inheritdoc/>
    public string Name => "queries";

    /// <inheritdoc/>
    public byte[] Make(Random random)
    {
        var json = new JsonMaker(random);
        var query = random.Next(4) == 0 ? string.Join(' ', json.Many(25).Select(_ => json.Of(BrokenQueries.Pieces))) : json.Of(BrokenQueries.All);
        for (var left = random.Next(4); left > 0; left--)
        {
            query = BrokenQueries.Break(
                query,
                random.Next(query.Length + 1),
                random.Next(30),
                random.Next(4) == 0 ? json.Of(BrokenQueries.All) : json.Of(BrokenQueries.Pieces)
            );
        }

        if (random.Next(500) == 0)
        {
            query = string.Concat(Enumerable.Repeat(json.Of(BrokenQueries.Pieces), random.Next(5_000))) + query;
        }

        var bytes = Encoding.UTF8.GetBytes(query);
        return random.Next(4) == 0 ? Mutation.Of(random, bytes) : bytes;
    }

    /// <inheritdoc/>
    public void Check(byte[] input)
    {
        var query = Encoding.UTF8.GetString(input);
        var end = 0;
        foreach (var token in KqlLexer.Tokenize(query))
        {
            if (token.Start != end)
            {
                throw new FuzzException($"the tokens leave out what is at {end}");
            }

            end += token.Length;
        }

        if (end != query.Length)
        {
            throw new FuzzException("the tokens end too early");
        }

        _ = ResultLimit.RowLimit(query);
        foreach (var split in new[] { Split.Off, Split.Auto })
        {
            try
            {
                _ = HuntingPlan.Of(query, Range, split, force: false, Range.End).Over(Range);
            }
            catch (MdeException e) when (e.Message.Length < 20_000)
            {
                // Refused, in words.
            }
        }

        foreach (var cursor in new[] { query.Length, query.Length / 2, query.Length / 3 })
        {
            foreach (var suggestion in KqlCompletion.Complete(query, cursor, Tables).Items)
            {
                _ = suggestion.Text;
            }
        }
    }
}
