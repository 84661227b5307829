using System.Globalization;
using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Kql.Slips;

/// <summary>Characters that come along from a document, a chat or an editor, and what frames a query there.</summary>
internal static class CharacterSlips
{
    private const string Apostrophes = "\u2018\u2019\u201a\u201b\u2032\u2035\u02bc\u00b4\u2039\u203a";
    private const string Quotes = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e";
    private const string Dashes = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212";

    public static IEnumerable<KqlSlip> Find(SourceText text)
    {
        var others = text.Tokens.Count(token => token.Kind is KqlTokenKind.Unknown && Mend(text.TextOf(token)) is not null) - 1;
        var more = others > 0 ? FormattableString.Invariant($", and check {others} more like it") : string.Empty;
        return text
            .Tokens.Select((token, place) => token.Kind is KqlTokenKind.Unknown ? OfCharacter(text, token, more) : OfToken(text, token, place))
            .OfType<KqlSlip>();
    }

    private static KqlSlip? OfToken(SourceText text, KqlToken token, int place) =>
        token.Kind switch
        {
            KqlTokenKind.WhiteSpace => OfBlank(text, token, place),
            KqlTokenKind.MultiLineString => OfFence(text, token),
            KqlTokenKind.String or KqlTokenKind.VerbatimString when !token.IsTerminated => Slip(
                text,
                token,
                "starts a string that isn't closed: add the closing quotation mark, or write a line break within it as \\n"
            ),
            KqlTokenKind.Operator when text.TextOf(token) == "/" && KqlCharacters.At(text.Source, token.End) == '*' => Slip(
                text,
                token with
                {
                    Length = 2,
                },
                "isn't a comment in KQL: start each line with //"
            ),
            _ => null,
        };

    private static KqlSlip? OfCharacter(SourceText text, KqlToken token, string more)
    {
        var character = text.TextOf(token);
        if (UnseenCharacters.LengthAt(text.Source, token.Start, token.Start) > 0)
        {
            return Slip(text, token, "is an invisible character that isn't valid in a query: delete it");
        }

        return Mend(character) is { } mend
            ? Slip(text, token, $"isn't the character that KQL uses: write {mend}{more}")
            : character switch
            {
                "#" => Slip(text, token, "doesn't start a comment in KQL: write //"),
                "&" when token.Start == 0 || text.Source[token.Start - 1] != '&' => KqlSlips.Word(
                    text,
                    token.Start,
                    KqlCharacters.At(text.Source, token.End) == '&' ? 2 : 1,
                    "and"
                ),
                _ => null,
            };
    }

    private static string? Mend(string character)
    {
        if (Apostrophes.Contains(character))
        {
            return "'";
        }

        if (Quotes.Contains(character))
        {
            return "\"";
        }

        // Full-width forms and their like.
        return Dashes.Contains(character) ? "-"
            : character[0] > '~'
            && char.GetUnicodeCategory(character, 0) is not UnicodeCategory.Surrogate
            && character.Normalize(NormalizationForm.FormKC) is { Length: 1 } plain
            && plain[0] is > ' ' and <= '~'
                ? plain
            : null;
    }

    // A blank without width cuts a name in two; any other that is no space counts where the service stumbles over it.
    private static KqlSlip? OfBlank(SourceText text, KqlToken token, int place)
    {
        var found = text.TextOf(token);
        var isCut = found.All(IsUnseenBlank) && IsNamePart(text, place - 1) && IsNamePart(text, place + 1);
        var odd = found.Select((c, index) => (c, index)).FirstOrDefault(one => one.c is not (' ' or '\t' or '\r' or '\n'));
        if (odd.c == '\0')
        {
            return null;
        }

        var there = new KqlToken(token.Kind, token.Start + odd.index, 1);
        return isCut
            ? Slip(text, there, "is an invisible character that splits a name: delete it")
            : Slip(text, there, IsUnseenBlank(odd.c) ? "is an invisible character: delete it" : "isn't an ordinary space: replace it with one") with
            {
                IsSure = false,
            };
    }

    private static bool IsUnseenBlank(char c) => c is '\u180e' or '\u200b' or '\ufeff';

    private static bool IsNamePart(SourceText text, int place) =>
        place >= 0 && place < text.Tokens.Count && text.Tokens[place].Kind is KqlTokenKind.Identifier or KqlTokenKind.Integer;

    // A query begins with no string, and one that is not closed goes to the end.
    private static KqlSlip? OfFence(SourceText text, KqlToken token)
    {
        var first = text.Significant[0] == token;
        var isOwnLine = token.Start == 0 || KqlCharacters.IsLineEnd(text.Source[token.Start - 1]);
        var isLast = !token.IsTerminated && isOwnLine && text.Source.Substring(token.Start + 3).Trim().Length == 0;
        if (!first && !isLast && token.IsTerminated)
        {
            return null;
        }

        var lines =
            first && token.IsTerminated
                ? FormattableString.Invariant($"lines {text.LineAndColumn(token.Start).Line} and {text.LineAndColumn(token.End - 1).Line}")
                : text.LineAndColumn(token.Start).ToString();
        return new KqlSlip(
            token.Start,
            token.Length,
            first || isLast
                ? $"The query is inside the fence of a Markdown code block ({lines}): delete {text.Source.Substring(token.Start, 3)} and what is on "
                    + "its line."
                : $"{Begin(lines)} starts a multi-line string that isn't closed: add the closing {text.Source.Substring(token.Start, 3)}.",
            []
        );
    }

    private static KqlSlip Slip(SourceText text, KqlToken token, string what) =>
        new(token.Start, token.Length, $"{Begin(text.LineAndColumn(token.Start).ToString())}: {Name(text, token)} {what}.", []);

    private static string Begin(string place) => char.ToUpperInvariant(place[0]) + place.Substring(1);

    private static string Name(SourceText text, KqlToken token)
    {
        var shown = text.TextOf(token);
        if (token.IsString)
        {
            return shown.Substring(0, shown.IndexOfAny(['"', '\'']) + 1);
        }

        if (shown.All(c => c is > ' ' and <= '~'))
        {
            return shown;
        }

        var code = FormattableString.Invariant($"U+{(shown.Length > 1 ? char.ConvertToUtf32(shown, 0) : shown[0]):X4}");
        return UnseenCharacters.LengthAt(shown, 0, 0) > 0 ? code : $"{shown} ({code})";
    }
}
