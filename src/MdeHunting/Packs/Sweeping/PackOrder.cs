using MdeHunting.Kql;

namespace MdeHunting.Packs.Sweeping;

/// <summary>
/// How much a query is likely to cost its service, as far as its text tells: the cheap ones are run first, so that most of a pack is there soon, and those that
/// are likely to fail come last.
/// </summary>
internal static class PackOrder
{
    private const int Unbounded = 4;
    private const int Everything = 20;
    private const int Doubtful = 100;

    /// <summary>The cost; the smaller, the sooner.</summary>
    public static int CostOf(MdePackQuery query)
    {
        var tree = TokenTree.Of(new SourceText(query.Query));
        var cost = Math.Max(1, query.Tables.Count) + (query.Problems.Count > 0 ? Doubtful : 0);
        var isBounded = false;
        for (var token = 0; token < tree.Whole.End; token++)
        {
            var word = tree.TextAt(token);
            cost +=
                KqlFacts.Operator(word) is { } operation && operation.Takes(KqlArguments.Tables) && IsPiped(tree, token) ? 2
                : KqlFacts.SourceOf(word) is KqlSource.Searched && (token == 0 || IsPiped(tree, token)) ? Everything
                : KqlFacts.SourceOf(word) is KqlSource.File ? 2
                : 0;
            isBounded |= KqlFacts.ValueOf(word) is KqlValue.Ago or KqlValue.Now;
        }

        return cost + (isBounded ? 0 : Unbounded);
    }

    private static bool IsPiped(TokenTree tree, int token) => tree.KindAt(token - 1) == KqlTokenKind.Pipe;
}
