using System.Globalization;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Values;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Literals of every type.</summary>
internal static class LiteralParser
{
    private static readonly Dictionary<string, bool> Bools = new(StringComparer.Ordinal)
    {
        ["true"] = true,
        ["True"] = true,
        ["TRUE"] = true,
        ["false"] = false,
        ["False"] = false,
        ["FALSE"] = false,
    };

    // Literals that stand side by side are one string.
    private static readonly TokenListParser<SyntaxKind, string> JoinedText = Tokens
        .Of(SyntaxKind.String)
        .AtLeastOnce()
        .Select(tokens => string.Concat(tokens.Select(Text)));

    private static readonly TokenListParser<SyntaxKind, Expression> Plain = JoinedText
        .Select(text => (Expression)new Expression.Literal(KqlType.String, text))
        .Or(Tokens.Of(SyntaxKind.Integer).Select(token => Value(token, KqlType.Long, TypedLiteral.ParseInteger(token.Span.AsReadOnlySpan()))))
        .Or(Tokens.Of(SyntaxKind.Real).Select(token => Value(token, KqlType.Real, ParseReal(token))))
        .Or(Tokens.Of(SyntaxKind.Timespan).Select(token => Value(token, KqlType.TimeSpan, TimespanLiteral.ParseUnits(token.Span.AsReadOnlySpan()))))
        .Or(Tokens.Of(SyntaxKind.Typed).Select(token => (Expression?)TypedLiteral.Parse(token.Span.AsReadOnlySpan()) ?? throw Malformed(token)))
        .Or(Tokens.In(Bools).Select(flag => (Expression)new Expression.Literal(KqlType.Bool, Boxed.Of(flag))));

    private static readonly TokenListParser<SyntaxKind, Expression> Dynamic =
        from word in Tokens.Word("dynamic")
        from json in Tokens.Nested(() => Json!).InParentheses()
        select (Expression)new Expression.Literal(KqlType.Dynamic, json.Node);

    /// <summary>Any literal.</summary>
    public static TokenListParser<SyntaxKind, Expression> Literal { get; } = Plain.Or(Dynamic);

    private static readonly TokenListParser<SyntaxKind, JsonSlot> JsonNumber =
        from sign in Tokens.Of(SyntaxKind.Symbol).Where(symbol => symbol.Span.EqualsValue("-")).Value(-1).OptionalOrDefault(1)
        from number in Tokens.Of(SyntaxKind.Integer).Or(Tokens.Of(SyntaxKind.Real))
        select new JsonSlot(ToJson(number, sign));

    private static readonly TokenListParser<SyntaxKind, JsonSlot> JsonArray =
        from open in Tokens.Of(SyntaxKind.OpenBracket)
        from items in Tokens.Nested(() => Json!).ThenOptionalComma().Many()
        from close in Tokens.Of(SyntaxKind.CloseBracket)
        select new JsonSlot(new JsonArray([.. items.Select(item => item.Node)]));

    private static readonly TokenListParser<SyntaxKind, (string Key, JsonSlot Value)> JsonProperty =
        from key in Tokens.Of(SyntaxKind.String)
        from colon in Tokens.Of(SyntaxKind.Colon)
        from value in Tokens.Nested(() => Json!)
        select (Text(key), value);

    private static readonly TokenListParser<SyntaxKind, JsonSlot> JsonObject =
        from open in Tokens.Of(SyntaxKind.OpenBrace)
        from properties in JsonProperty.ThenOptionalComma().Many()
        from close in Tokens.Of(SyntaxKind.CloseBrace)
        select new JsonSlot(ToObject(properties));

    private static readonly TokenListParser<SyntaxKind, JsonSlot> Json = JsonArray
        .Or(JsonObject)
        .Or(JsonNumber)
        .Or(Tokens.Word("null").Value(new JsonSlot(null)))
        .Or(Plain.Select(literal => new JsonSlot(Dynamics.FromValue(((Expression.Literal)literal).Value))));

    /// <summary>What a string token stands for.</summary>
    public static string Text(Token<SyntaxKind> token) => StringLiteral.Decode(token.Span.AsReadOnlySpan()) ?? throw Malformed(token);

    private static Expression Value(Token<SyntaxKind> token, KqlType type, object? value) =>
        value is null ? throw Malformed(token) : new Expression.Literal(type, value);

    private static object? ParseReal(Token<SyntaxKind> token) =>
        double.TryParse(token.Span.AsReadOnlySpan(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static JsonValue ToJson(Token<SyntaxKind> number, int sign) =>
        number.Kind == SyntaxKind.Integer
            ? JsonValue.Create(sign * (TypedLiteral.ParseInteger(number.Span.AsReadOnlySpan()) ?? throw Malformed(number)))
            : JsonValue.Create(sign * (double)(ParseReal(number) ?? throw Malformed(number)));

    private static JsonObject ToObject((string Key, JsonSlot Value)[] properties)
    {
        var bag = new JsonObject();
        foreach (var (key, value) in properties)
        {
            bag[key] = value.Node;
        }

        return bag;
    }

    private static KqlException Malformed(Token<SyntaxKind> token)
    {
        var type = token.Kind switch
        {
            SyntaxKind.String => "string",
            SyntaxKind.Integer => "long",
            SyntaxKind.Real => "real",
            SyntaxKind.Timespan => "timespan",
            _ => token.ToStringValue().Split('(')[0].Trim(),
        };
        return KqlException.Syntax(token.Span.Source!, token.Position, $"Failed to parse {type} literal: '{token.ToStringValue()}'");
    }

    /// <summary>A JSON value in a box, so that JSON's null is a value to the parser.</summary>
    private sealed record JsonSlot(JsonNode? Node);
}
