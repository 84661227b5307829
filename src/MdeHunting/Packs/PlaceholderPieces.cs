using System.Text;
using MdeHunting.Contract;

namespace MdeHunting.Packs;

/// <summary>
/// Finds placeholders within a text, in one pass over it: what others publish may have a million braces, which a regular expression goes through too slowly.
/// </summary>
internal static class PlaceholderPieces
{
    private const int LongestName = 64;
    private const int MostDepth = 5;

    // A query is refused long before that; a template whose pieces name each other could go on without end.
    private const int LongestQuery = 1_000_000;

    /// <summary>A placeholder in a text.</summary>
    /// <param name="Start">Where it begins.</param>
    /// <param name="Length">Its length, with its braces.</param>
    /// <param name="Name">Its name.</param>
    internal readonly record struct Piece(int Start, int Length, string Name);

    /// <summary>The placeholders of a text: {name} and {{ name }}. ${x} is a shell's, \p{L} a class of characters.</summary>
    public static IReadOnlyList<Piece> In(string text)
    {
        var pieces = new List<Piece>();
        for (var place = text.IndexOf('{'); place >= 0 && place < text.Length; place = text.IndexOf('{', place))
        {
            var isOther = place > 0 && (text[place - 1] == '$' || (place > 1 && text[place - 1] is 'p' or 'P' && text[place - 2] == '\\'));
            if (!isOther && (At(text, place, 2) ?? At(text, place, 1)) is { } piece)
            {
                pieces.Add(piece);
                place += piece.Length;
            }
            else
            {
                place++;
            }
        }

        return pieces;
    }

    /// <summary>
    /// A template whose doubled braces are single ones, and which has the pieces of a query that its author's defaults put in, such as a table or columns; what
    /// is a value stays a placeholder.
    /// </summary>
    /// <param name="text">The template.</param>
    /// <param name="stated">Its parameters.</param>
    /// <exception cref="InvalidDataException">The pieces put in make it longer than a query can be.</exception>
    public static string Fill(string text, IReadOnlyList<StatedParameter> stated)
    {
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in stated.Where(parameter => named.Add(parameter.Name)))
        {
            if (parameter is { Default: { } value, Type: null or "str" })
            {
                defaults.Add(parameter.Name, value);
            }
        }

        var filled = new StringBuilder(text.Length);
        Fill(filled, text, defaults, 0);
        return filled.ToString();
    }

    private static void Fill(StringBuilder filled, string text, Dictionary<string, string> defaults, int depth)
    {
        var quote = '\0';
        for (var place = 0; place < text.Length; place++)
        {
            var own = text[place];
            if (own is '{' or '}' && place + 1 < text.Length && text[place + 1] == own)
            {
                filled.Append(own);
                place++;
            }
            else if (own == '{' && EndOfName(text, place + 1) is var end && end > place + 1 && end < text.Length && text[end] == '}')
            {
                if (quote == '\0' && depth < MostDepth && defaults.TryGetValue(text.Substring(place + 1, end - place - 1), out var value))
                {
                    Fill(filled, value, defaults, depth + 1);
                }
                else
                {
                    filled.Append(text, place, end + 1 - place);
                }

                place = end;
            }
            else
            {
                quote =
                    own == '\n' ? '\0'
                    : quote == '\0' && own is '"' or '\'' ? own
                    : own == quote ? '\0'
                    : quote;
                filled.Append(own);
            }

            if (depth > 0 && filled.Length > LongestQuery)
            {
                throw new InvalidDataException(
                    FormattableString.Invariant($"The defaults of its parameters make a query of more than {LongestQuery:N0} characters.")
                );
            }
        }
    }

    private static Piece? At(string text, int start, int braces)
    {
        if (braces == 2 && (start + 1 >= text.Length || text[start + 1] != '{'))
        {
            return null;
        }

        var name = AfterBlanks(text, start + braces);
        var end = EndOfName(text, name);
        if (end == name || end - name > LongestName)
        {
            return null;
        }

        var close = AfterBlanks(text, end);
        for (var brace = 0; brace < braces; brace++)
        {
            if (close + brace >= text.Length || text[close + brace] != '}')
            {
                return null;
            }
        }

        return new Piece(start, close + braces - start, text.Substring(name, end - name));
    }

    private static int AfterBlanks(string text, int place)
    {
        while (place < text.Length && char.IsWhiteSpace(text[place]))
        {
            place++;
        }

        return place;
    }

    // Where no name begins, the place itself.
    private static int EndOfName(string text, int place)
    {
        var end = place;
        while (
            end < text.Length && text[end] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_'
            || (end > place && end < text.Length && text[end] is >= '0' and <= '9')
        )
        {
            end++;
        }

        return end;
    }
}
