using System.Text;
using System.Text.RegularExpressions;
using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Syntax;
using MdeHunting.Lab.Kql.Values;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>
/// <c>parse</c>: columns from what stands between known texts. A row in which they are not all found has nulls, or with <c>parse-where</c> goes.
/// </summary>
internal sealed record ParseOperator(
    string OperatorName,
    IReadOnlyDictionary<string, string> Options,
    Expression Value,
    IReadOnlyList<ParsePart> Parts,
    bool DropsOthers
) : TabularOperator(OperatorName)
{
    private static readonly TokenListParser<SyntaxKind, KqlType> ColumnType = Tokens
        .Of(SyntaxKind.Colon)
        .IgnoreThen(TypeNames.Parser)
        .OptionalOrDefault(KqlType.String);

    private static readonly TokenListParser<SyntaxKind, ParsePart> Part = Tokens
        .Of(SyntaxKind.Symbol)
        .Where(symbol => symbol.Span.EqualsValue("*"))
        .Value(new ParsePart(null, null))
        .Or(Tokens.Of(SyntaxKind.String).Select(text => new ParsePart(LiteralParser.Text(text), null)))
        .Or(from name in ExpressionParser.Name from type in ColumnType select new ParsePart(null, new KqlColumn(name, type)));

    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } = Of("parse", dropsOthers: false);

    public static TokenListParser<SyntaxKind, TabularOperator> WhereParser { get; } = Of("parse-where", dropsOthers: true);

    public override Relation Bind(Relation input, QueryContext query)
    {
        var kind = Options.GetValueOrDefault("kind", "simple");
        if (kind is not ("simple" or "regex" or "relaxed"))
        {
            throw SemanticError.NoOption(Name, "kind", kind);
        }

        var value = new ExpressionBinder(query, Name, input.Columns).Bind(Value);
        var regex = Pattern(kind == "regex");
        var types = Parts.Select(part => part.Column?.Type).OfType<KqlType>().ToArray();
        var (columns, places) = Place(input);
        var rows = input.Rows.Select(row =>
        {
            var found = Find(regex.Match(Conversions.ToText(value.Evaluate(row))), types, isStrict: kind != "relaxed");
            var cells = new object?[columns.Count];
            row.CopyTo(cells, 0);
            for (var i = 0; i < places.Count; i++)
            {
                cells[places[i]] = found is null ? Scalar.NullOf(types[i]) : found[i];
            }

            return (Cells: cells, IsFound: found is not null);
        });
        return input.Step(columns, rows.Where(row => row.IsFound || !DropsOthers).Select(row => row.Cells));
    }

    private static TokenListParser<SyntaxKind, TabularOperator> Of(string name, bool dropsOthers) =>
        from options in OperatorOptions.Of("kind", "flags")
        from value in ExpressionParser.Scalar
        from keyword in Tokens.Word("with")
        from parts in Part.AtLeastOnce()
        select (TabularOperator)new ParseOperator(name, options, value, parts, dropsOthers);

    // A column of the same name gives its place.
    private (List<KqlColumn> Columns, List<int> Places) Place(Relation input)
    {
        var columns = input.Columns.ToList();
        var places = new List<int>();
        foreach (var column in Parts.Select(part => part.Column).OfType<KqlColumn>())
        {
            var place = columns.FindIndex(known => known.Name == column.Name);
            places.Add(place < 0 ? columns.Count : place);
            if (place < 0)
            {
                columns.Add(column);
            }
            else
            {
                columns[place] = column;
            }
        }

        return (columns, places);
    }

    // What is between two texts is as little as can be, but all that is left where it comes last. Between regular expressions it is as much as can be.
    private Regex Pattern(bool textsAreRegexes)
    {
        var flags = Options.GetValueOrDefault("flags", string.Empty);
        var anything = textsAreRegexes && !flags.Contains('U') ? ".*" : ".*?";
        var pattern = new StringBuilder("^");
        var column = 0;
        for (var i = 0; i < Parts.Count; i++)
        {
            var part = Parts[i];
            if (part.Text is { } text)
            {
                pattern.Append("(?:").Append(textsAreRegexes ? text : Regex.Escape(text)).Append(')');
            }
            else if (part.Column is null)
            {
                pattern.Append(anything);
            }
            else
            {
                pattern.Append("(?<c").Append(column++).Append('>').Append(i == Parts.Count - 1 ? ".*" : anything).Append(')');
            }
        }

        var options = RegexOptions.ExplicitCapture | (flags.Contains('i') ? RegexOptions.IgnoreCase : RegexOptions.None);
        return Patterns.TryParse(pattern.ToString(), options | RegexOptions.Singleline) ?? throw SemanticError.BadRegex(pattern.ToString());
    }

    private static object?[]? Find(Match match, KqlType[] types, bool isStrict)
    {
        if (!match.Success)
        {
            return null;
        }

        var cells = new object?[types.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Conversions.To(types[i], match.Groups[$"c{i}"].Value.Trim());
            if (types[i] == KqlType.String)
            {
                cells[i] = match.Groups[$"c{i}"].Value;
            }
            else if (cells[i] is null && isStrict)
            {
                return null;
            }
        }

        return cells;
    }
}
