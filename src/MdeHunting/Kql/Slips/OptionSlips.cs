using MdeHunting.Text;

namespace MdeHunting.Kql.Slips;

/// <summary>What stands as an option before the arguments of join, lookup and union, and is none.</summary>
internal static class OptionSlips
{
    private static readonly string[] Kinds = [.. KqlFacts.AllJoinKinds];

    public static KqlSlip? At(TokenTree query, int place)
    {
        var name = query.TextAt(place);
        if (
            KqlFacts.Operator(name) is not { Rows: KqlRowEffect.Joined or KqlRowEffect.LookedUp or KqlRowEffect.United } found
            || (place > 0 && query.KindAt(place - 1) is not (KqlTokenKind.Pipe or KqlTokenKind.OpenParenthesis or KqlTokenKind.Semicolon))
        )
        {
            return null;
        }

        for (var option = place + 1; query.KindAt(option) is KqlTokenKind.Identifier; option += 3)
        {
            if (query.KindAt(option + 1) is KqlTokenKind.Dot)
            {
                option += 2;
            }

            if (query.TextAt(option + 1) != "=")
            {
                return null;
            }

            if (query.KindAt(option - 1) is not KqlTokenKind.Dot && OfOption(query, option, found) is { } slip)
            {
                return slip;
            }
        }

        return null;
    }

    private static KqlSlip? OfOption(TokenTree query, int place, KqlOperator found)
    {
        var (option, value) = (query.Text.Significant[place], query.Text.Significant.Count > place + 2 ? query.Text.Significant[place + 2] : default);
        if (!found.Options.Contains(query.TextAt(place)))
        {
            return Near(query, option, EditDistance.Find(query.TextAt(place), found.Options));
        }

        if (
            found.Rows == KqlRowEffect.United
            || query.TextAt(place) != "kind"
            || query.KindAt(place + 2) is not KqlTokenKind.Identifier
            || Kinds.Contains(query.TextAt(place + 2))
        )
        {
            return null;
        }

        return Near(query, value, KqlFacts.OtherJoin(query.TextAt(place + 2)) is { } other ? [other] : EditDistance.Find(query.TextAt(place + 2), Kinds));
    }

    private static KqlSlip? Near(TokenTree query, KqlToken token, IReadOnlyList<string> near) =>
        near.Count == 0 ? null : KqlSlips.Word(query.Text, token.Start, token.Length, [.. near]);
}
