using System.Text;

namespace MdeHunting.Formats.Stix;

/// <summary>
/// A pattern of STIX, https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html#_e8slinrhxcc9: its comparisons, and whether each stands for the whole.
/// </summary>
internal sealed class StixPattern
{
    // Deeper than people nest, and less deep than a stack.
    private const int MostDepth = 200;

    private readonly List<StixComparison> _comparisons = [];
    private readonly List<PatternToken> _tokens;
    private int _place;
    private int _depth;

    private StixPattern(string pattern) => _tokens = PatternToken.Cut(pattern);

    /// <summary>Its comparisons, in their order.</summary>
    public IReadOnlyList<StixComparison> Comparisons => _comparisons;

    /// <summary>Whether several of them have to hold at once, so that each by itself is a part of what was meant.</summary>
    public bool IsConjunction { get; private set; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is none; the message says why, as the end of a sentence.</exception>
    public static StixPattern Parse(string pattern)
    {
        var read = new StixPattern(pattern);
        read.ReadObservations();
        return read._place == read._tokens.Count ? read : throw read.Unexpected();
    }

    // [a] AND [b] FOLLOWEDBY ([c] OR [d]) REPEATS 2 TIMES WITHIN 5 SECONDS
    private void ReadObservations()
    {
        ReadObservation();
        while (Takes("AND") || Takes("OR") || Takes("FOLLOWEDBY"))
        {
            IsConjunction |= !_tokens[_place - 1].Is("OR");
            ReadObservation();
        }
    }

    private void ReadObservation()
    {
        if (Takes("("))
        {
            ReadNested(ReadObservations);
        }
        else
        {
            Expect("[");
            ReadConditions();
            Expect("]");
        }

        while (Takes("WITHIN") || Takes("REPEATS") || Takes("START"))
        {
            ReadQualifier(_tokens[_place - 1].Text);
        }
    }

    private void ReadQualifier(string keyword)
    {
        ReadLiteral();
        if (string.Equals(keyword, "START", StringComparison.OrdinalIgnoreCase))
        {
            Expect("STOP");
            ReadLiteral();
            return;
        }

        Expect(string.Equals(keyword, "WITHIN", StringComparison.OrdinalIgnoreCase) ? "SECONDS" : "TIMES");
    }

    private void ReadConditions()
    {
        ReadCondition();
        while (Takes("AND") || Takes("OR"))
        {
            IsConjunction |= _tokens[_place - 1].Is("AND");
            ReadCondition();
        }
    }

    private void ReadCondition()
    {
        if (Takes("("))
        {
            ReadNested(ReadConditions);
            return;
        }

        var isDenied = Takes("NOT");
        if (Takes("EXISTS"))
        {
            _comparisons.Add(new StixComparison(Next(TokenKind.Path).Text, "EXISTS", [], isDenied));
            return;
        }

        var path = Next(TokenKind.Path).Text;
        isDenied |= Takes("NOT");
        var sign = Next(TokenKind.Sign, TokenKind.Word).Text.ToUpperInvariant();
        var values = new List<string>();
        if (sign == "IN")
        {
            Expect("(");
            do
            {
                values.Add(ReadLiteral());
            } while (Takes(","));
            Expect(")");
        }
        else
        {
            values.Add(ReadLiteral());
        }

        _comparisons.Add(new StixComparison(path, sign, values, isDenied));
    }

    private void ReadNested(Action read)
    {
        if (_depth == MostDepth)
        {
            throw new FormatException(FormattableString.Invariant($"'(' at position {_tokens[_place - 1].Start} is more than {MostDepth} levels deep"));
        }

        _depth++;
        read();
        _depth--;
        Expect(")");
    }

    // 'text', t'2026-…', h'ab', b'…', 5, 0.5, true.
    private string ReadLiteral() => Next(TokenKind.Text, TokenKind.Word).Text;

    private bool Takes(string text)
    {
        if (_place >= _tokens.Count || !_tokens[_place].Is(text))
        {
            return false;
        }

        _place++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Takes(text))
        {
            throw Unexpected();
        }
    }

    private PatternToken Next(params TokenKind[] kinds) =>
        _place < _tokens.Count && kinds.Contains(_tokens[_place].Kind) ? _tokens[_place++] : throw Unexpected();

    private FormatException Unexpected() =>
        new(
            _place < _tokens.Count
                ? FormattableString.Invariant($"'{_tokens[_place].Text}' isn't expected at position {_tokens[_place].Start}")
                : "it ends too early"
        );
}

/// <summary>A comparison of a pattern.</summary>
/// <param name="Path">What is compared, as <c>file:hashes.'SHA-256'</c>.</param>
/// <param name="Sign">How: <c>=</c>, <c>IN</c>, <c>LIKE</c>, …</param>
/// <param name="Values">With what.</param>
/// <param name="IsDenied">Whether the opposite is meant.</param>
internal sealed record StixComparison(string Path, string Sign, IReadOnlyList<string> Values, bool IsDenied);

/// <summary>What a piece of a pattern is.</summary>
internal enum TokenKind
{
    /// <summary>A keyword, a number or a truth value.</summary>
    Word,

    /// <summary>The path of a property.</summary>
    Path,

    /// <summary>A text, without its quotes.</summary>
    Text,

    /// <summary>A sign.</summary>
    Sign,
}

/// <summary>A piece of a pattern.</summary>
internal readonly record struct PatternToken(TokenKind Kind, string Text, int Start)
{
    /// <summary>Whether it is that keyword or sign.</summary>
    public bool Is(string text) => Kind is TokenKind.Word or TokenKind.Sign && string.Equals(Text, text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Cuts a pattern into its pieces.</summary>
    /// <exception cref="FormatException">A text has no end.</exception>
    public static List<PatternToken> Cut(string pattern)
    {
        var tokens = new List<PatternToken>();
        for (var i = 0; i < pattern.Length; )
        {
            var c = pattern[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c == '\'' || (c is 't' or 'h' or 'b' && i + 1 < pattern.Length && pattern[i + 1] == '\''))
            {
                var start = i;
                var text = Quoted(pattern, ref i);
                tokens.Add(new PatternToken(TokenKind.Text, text, start));
            }
            else if (IsNamePart(c))
            {
                tokens.Add(Name(pattern, ref i));
            }
            else
            {
                var length = i + 1 < pattern.Length && pattern[i + 1] == '=' && c is '!' or '<' or '>' or '=' && pattern[i + 1] == '=' ? 2 : 1;
                length = c == '<' && i + 1 < pattern.Length && pattern[i + 1] == '>' ? 2 : length;
                tokens.Add(new PatternToken(TokenKind.Sign, pattern.Substring(i, Math.Min(length, pattern.Length - i)), i));
                i += length;
            }
        }

        return tokens;
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '+' or '.';

    private static string Quoted(string pattern, ref int place)
    {
        var start = place;
        place += pattern[place] == '\'' ? 1 : 2;
        var text = new StringBuilder();
        while (place < pattern.Length && pattern[place] != '\'')
        {
            // A backslash takes away the meaning of what follows.
            if (pattern[place] == '\\' && place + 1 < pattern.Length)
            {
                place++;
            }

            text.Append(pattern[place++]);
        }

        return place++ < pattern.Length
            ? text.ToString()
            : throw new FormatException(FormattableString.Invariant($"the string at position {start} isn't closed"));
    }

    // A name with a colon is a path, which goes on through .name, .'name' and [index].
    private static PatternToken Name(string pattern, ref int place)
    {
        var start = place;
        while (place < pattern.Length && IsNamePart(pattern[place]))
        {
            place++;
        }

        if (place >= pattern.Length || pattern[place] != ':')
        {
            return new PatternToken(TokenKind.Word, pattern.Substring(start, place - start), start);
        }

        place++;
        while (place < pattern.Length && (IsNamePart(pattern[place]) || pattern[place] is '\'' or '['))
        {
            var close = pattern[place] switch
            {
                '\'' => '\'',
                '[' => ']',
                _ => '\0',
            };
            var end = close == '\0' ? place : pattern.IndexOf(close, place + 1);
            place = end < 0 ? pattern.Length : end + 1;
        }

        return new PatternToken(TokenKind.Path, pattern.Substring(start, place - start), start);
    }
}
