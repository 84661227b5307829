using MdeHunting.Text;

namespace MdeHunting.Kql.Slips;

/// <summary>What stands as an option before the arguments of join, lookup and union, and is none.</summary>
internal static class OptionSlips
{
    private static readonly string[] Kinds = [.. KqlFacts.AllJoinKinds];

    // SQL's names.
    private static readonly Dictionary<string, string> OtherKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["left"] = "leftouter",
        ["right"] = "rightouter",
        ["full"] = "fullouter",
        ["outer"] = "fullouter",
        ["semi"] = "leftsemi",
        ["left_outer"] = "leftouter",
        ["right_outer"] = "rightouter",
        ["full_outer"] = "fullouter",
    };

    public static KqlSlip? At(SourceText text, int place)
    {
        var name = text.WordAt(place);
        if (
            KqlFacts.Operator(name) is not { Rows: KqlRowEffect.Joined or KqlRowEffect.LookedUp or KqlRowEffect.United } found
            || (place > 0 && text.KindAt(place - 1) is not (KqlTokenKind.Pipe or KqlTokenKind.OpenParenthesis or KqlTokenKind.Semicolon))
        )
        {
            return null;
        }

        for (var option = place + 1; text.KindAt(option) is KqlTokenKind.Identifier; option += 3)
        {
            if (text.KindAt(option + 1) is KqlTokenKind.Dot)
            {
                option += 2;
            }

            if (text.WordAt(option + 1) != "=")
            {
                return null;
            }

            if (text.KindAt(option - 1) is not KqlTokenKind.Dot && OfOption(text, option, found) is { } slip)
            {
                return slip;
            }
        }

        return null;
    }

    private static KqlSlip? OfOption(SourceText text, int place, KqlOperator found)
    {
        var (option, value) = (text.Significant[place], text.Significant.Count > place + 2 ? text.Significant[place + 2] : default);
        if (!found.Options.Contains(text.WordAt(place)))
        {
            return Near(text, option, EditDistance.Find(text.WordAt(place), found.Options));
        }

        if (
            found.Rows == KqlRowEffect.United
            || text.WordAt(place) != "kind"
            || text.KindAt(place + 2) is not KqlTokenKind.Identifier
            || Kinds.Contains(text.WordAt(place + 2))
        )
        {
            return null;
        }

        return Near(text, value, OtherKinds.TryGetValue(text.WordAt(place + 2), out var other) ? [other] : EditDistance.Find(text.WordAt(place + 2), Kinds));
    }

    private static KqlSlip? Near(SourceText text, KqlToken token, IReadOnlyList<string> near) =>
        near.Count == 0 ? null : KqlSlips.Word(text, token.Start, token.Length, [.. near]);
}
