using MdeHunting.Text;

namespace MdeHunting.Kql.Slips;

/// <summary>
/// Finds in a query that was refused what comes from another language, a document or a slip of the finger. Nothing within a literal or a comment is looked at.
/// </summary>
internal static class KqlSlips
{
    /// <summary>What there is, in the order of the text; a bracket without its other half, which may come of any of them, last.</summary>
    /// <param name="query">The query.</param>
    public static IEnumerable<KqlSlip> Find(TokenTree query) =>
        BeginningSlips
            .Find(query)
            .Concat(CharacterSlips.Find(query.Text))
            .Concat(
                Enumerable.Range(0, query.Whole.End).SelectMany(place => new[] { WordSlips.At(query, place), OptionSlips.At(query, place) }).OfType<KqlSlip>()
            )
            .OrderBy(slip => slip.Position)
            .Concat(BracketSlips.Find(query));

    /// <summary>A slip by which one word, or one of some, was meant.</summary>
    public static KqlSlip Word(SourceText text, int position, int length, params string[] meant) =>
        new(
            position,
            length,
            $"{EditDistance.Ask(meant)!.TrimEnd('?')} in place of '{text.Source.Substring(position, length)}' ({text.LineAndColumn(position)})?",
            meant
        );
}
