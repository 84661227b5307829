using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Parameters;

/// <summary>
/// The default of a declared parameter, which is a literal of the declared type, https://learn.microsoft.com/kusto/query/query-parameters-statement; a moment
/// may also be counted from that of the run, by <c>now()</c> and <c>ago(…)</c>. It becomes the same text as a value of <c>-Parameter</c>.
/// </summary>
/// <param name="query">The query.</param>
/// <param name="parameter">The parameter.</param>
/// <param name="type">The type that the query declares.</param>
/// <param name="zone">The zone of a time without one.</param>
internal sealed class ParameterDefault(TokenTree query, QueryParameterDeclaration parameter, ColumnKind type, TimeZoneInfo zone)
{
    private const string NotANumber = "nan";
    private const string Infinity = "inf";

    /// <summary>Writes it as the declared type.</summary>
    /// <param name="span">Where it stands.</param>
    /// <exception cref="HuntingException">It is no literal of that type.</exception>
    public KqlText Write(TokenRange span) =>
        IsOfRun(span) || IsDynamic(span) || (span.Count == 1 && IsOwnForm(query.TextAt(span.Start))) ? KqlText.Excerpt(query, span)
        : Read(span) is { } value && (type == ColumnKind.Dynamic || value is ParameterValue.Null || ((ParameterValue.Scalar)value).Kind == type)
            ? new ParameterLiteral(parameter.Name, zone).Write(value, type)
        : throw Fault(span);

    // now(), now(-1d), ago(7d)
    private bool IsOfRun(TokenRange span) =>
        type == ColumnKind.DateTime
        && KqlFacts.ValueOf(query.TextAt(span.Start)) is KqlValue.Now or KqlValue.Ago
        && IsCall(span)
        && query.Inside(span.Start + 1) is var inside
        && (inside.IsEmpty ? KqlFacts.ValueOf(query.TextAt(span.Start)) == KqlValue.Now : Read(inside) is ParameterValue.Scalar { Kind: ColumnKind.TimeSpan });

    private bool IsDynamic(TokenRange span) => type == ColumnKind.Dynamic && KqlFacts.LiteralOf(query.TextAt(span.Start)) == KqlLiteral.Dynamic && IsCall(span);

    private bool IsCall(TokenRange span) => span.Count >= 3 && query.IsGroup(span.From(span.Start + 1));

    // A moment in one of the forms that the service alone reads.
    private bool IsOwnForm(string text) =>
        type == ColumnKind.DateTime
        && text.IndexOf('(') is > 0 and var open
        && KnownColumn.KindOf(text.Substring(0, open)) == type
        && !TimeFunctions.IsNull(text)
        && TimeFunctions.Literal(KqlTokenKind.TypedLiteral, text) is null;

    private ParameterValue? Read(TokenRange span)
    {
        // 'a' 'b' is one text.
        if (Enumerable.Range(span.Start, span.Count).All(token => query.Text.Significant[token].IsString))
        {
            return Of(
                ColumnKind.String,
                string.Concat(Enumerable.Range(span.Start, span.Count).Select(token => query.Text.ValueOf(query.Text.Significant[token])))
            );
        }

        var isSigned = query.Is(span.Start, "-") || query.Is(span.Start, "+");
        var sign = query.Is(span.Start, "-") ? "-" : string.Empty;
        var value = isSigned ? span.From(span.Start + 1) : span;
        if (value.Count != 1)
        {
            return null;
        }

        var text = query.TextAt(value.Start);
        return query.KindAt(value.Start) switch
        {
            KqlTokenKind.Integer or KqlTokenKind.Real => Number(sign + text),
            KqlTokenKind.Timespan => KqlTimespan.Parse(text) is { } duration ? Of(ColumnKind.TimeSpan, sign.Length > 0 ? duration.Negate() : duration) : null,
            _ when isSigned => null,
            KqlTokenKind.RawGuid => Id(text),
            KqlTokenKind.TypedLiteral => Typed(text),
            _ => bool.TryParse(text, out var flag) ? Of(ColumnKind.Boolean, flag) : null,
        };
    }

    // int(5), datetime(2026-11-20), bool(null)
    private ParameterValue? Typed(string text)
    {
        var open = text.IndexOf('(');
        if (open < 0 || !text.EndsWith(")", StringComparison.Ordinal) || KnownColumn.KindOf(text.Substring(0, open)) is not { } own)
        {
            return null;
        }

        var inside = text.Substring(open + 1, text.Length - open - 2).Trim();
        if (inside == "null")
        {
            return own == type ? new ParameterValue.Null() : null;
        }

        return own switch
        {
            ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Double or ColumnKind.Decimal => Number(inside),
            ColumnKind.Boolean => TimeFunctions.Truth(text) is { } flag ? Of(own, flag) : null,
            ColumnKind.Guid => Id(inside.Trim('\'', '"')),
            ColumnKind.DateTime => Ticks(text) is { } moment ? Of(own, new DateTime(moment, DateTimeKind.Utc)) : null,
            ColumnKind.TimeSpan => Ticks(text) is { } duration ? Of(own, new TimeSpan(duration)) : null,
            _ => null,
        };
    }

    private static long? Ticks(string literal) =>
        TimeFunctions.Literal(KqlTokenKind.TypedLiteral, literal)?.Ticks is >= long.MinValue and <= long.MaxValue and var ticks ? (long)ticks : null;

    private static ParameterValue? Id(string text) => Guid.TryParse(text, out var id) ? Of(ColumnKind.Guid, id) : null;

    // As the declared type, from its digits: of 0.1 as a binary fraction there is no decimal one.
    private ParameterValue? Number(string text)
    {
        var digits = text.TrimStart('+', '-');
        var isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (isHex)
        {
            return long.TryParse(digits.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0
                ? Number((text[0] == '-' ? -number : number).ToString(CultureInfo.InvariantCulture))
                : null;
        }

        return type switch
        {
            ColumnKind.Double when string.Equals(digits, NotANumber, StringComparison.OrdinalIgnoreCase) => Of(type, double.NaN),
            ColumnKind.Double when string.Equals(digits, Infinity, StringComparison.OrdinalIgnoreCase) => Of(
                type,
                text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity
            ),
            ColumnKind.Dynamic when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => Of(
                ColumnKind.Int64,
                whole
            ),
            ColumnKind.Dynamic => ParameterLiteral.OfText(text, ColumnKind.Double) is { } fraction ? Of(ColumnKind.Double, fraction) : null,
            ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Double or ColumnKind.Decimal => ParameterLiteral.OfText(text, type) is { } number
                ? Of(type, number)
                : null,
            _ => null,
        };
    }

    private static ParameterValue Of(ColumnKind kind, object value) => new ParameterValue.Scalar(kind, value);

    private HuntingException Fault(TokenRange span)
    {
        var text = KqlText.Excerpt(query, span).ToString();
        var name = KnownColumn.NameOf(type);
        return new HuntingException(
            HuntingFailure.ParameterInvalid,
            $"The query declares the parameter '{parameter.Name}' with the type {name}, and its default {(text.Length > 80 ? $"{text.Substring(0, 80)}…" : text)} "
                + $"isn't a literal of that type ({query.Text.LineAndColumn(query.Text.Significant[span.Start].Start)}).",
            $"Write a literal, such as {Example}, or specify the value by -Parameter."
        )
        {
            Target = parameter.Name,
        };
    }

    private string Example =>
        type switch
        {
            ColumnKind.String => "'text'",
            ColumnKind.Boolean => "true",
            ColumnKind.DateTime => "datetime(2026-11-20T08:00Z)",
            ColumnKind.TimeSpan => "7d",
            ColumnKind.Guid => "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)",
            ColumnKind.Dynamic => "dynamic(['a', 'b'])",
            ColumnKind.Double or ColumnKind.Decimal => "0.5",
            _ => "5",
        };
}
