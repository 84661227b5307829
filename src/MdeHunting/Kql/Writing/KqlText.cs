using System.Runtime.CompilerServices;
using System.Text;

namespace MdeHunting.Kql.Writing;

/// <summary>
/// A text that may be put into a query: a name or a value that <see cref="KqlWriter"/> wrote, or a piece that the source has as it is with such in its holes.
/// No other string becomes one, so that whatever stands in a hole stays one name or one literal.
/// </summary>
internal readonly struct KqlText
{
    private readonly string? _text;

    private KqlText(string text) => _text = text;

    /// <summary>No text.</summary>
    public static KqlText None => default;

    /// <summary>A piece as it stands in the source; what does not compile in one of its holes has to be written by <see cref="KqlWriter"/>.</summary>
    public static KqlText Of(KqlTextHandler text) => new(text.ToString());

    /// <summary>Texts with one between each two of them.</summary>
    public static KqlText Join(KqlText between, IEnumerable<KqlText> texts) => new(string.Join(between.ToString(), texts));

    /// <summary>A piece of a query, as the query itself has it but for what stands between its tokens, of which one blank is left.</summary>
    public static KqlText Excerpt(TokenTree query, TokenRange span)
    {
        var text = new StringBuilder();
        for (var token = span.Start; token < span.End; token++)
        {
            var isApart = token > span.Start && query.Text.Significant[token].Start > query.Text.Significant[token - 1].End;
            text.Append(isApart ? " " : string.Empty).Append(query.TextAt(token));
        }

        return new KqlText(text.ToString());
    }

    /// <summary>The beginning of a query, as the query itself has it.</summary>
    /// <param name="query">The query.</param>
    /// <param name="end">The token behind the last one of it.</param>
    public static KqlText Beginning(TokenTree query, int end) => new(query.Text.Source.Substring(0, query.Text.Significant[end - 1].End));

    /// <summary>What <see cref="KqlWriter"/> wrote; nothing else makes one of a string.</summary>
    public static KqlText Written(string text) => new(text);

    /// <summary>As a part of a request, or for people.</summary>
    public static implicit operator string(KqlText text) => text.ToString();

    /// <inheritdoc/>
    public override string ToString() => _text ?? string.Empty;
}

/// <summary>Puts a <see cref="KqlText"/> together; the compiler makes one of an interpolated string.</summary>
[InterpolatedStringHandler]
internal readonly struct KqlTextHandler(int literalLength, int formattedCount)
{
    // How long a name or a value usually is.
    private const int UsualLength = 24;

    private readonly StringBuilder _text = new(literalLength + formattedCount * UsualLength);

    /// <summary>What stands in the source.</summary>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>What stands in a hole.</summary>
    public void AppendFormatted(KqlText text) => _text.Append(text);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
