using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>getschema</c>: a row for each column.</summary>
internal sealed record GetSchemaOperator() : TabularOperator("getschema")
{
    private static readonly KqlColumn[] Columns =
    [
        new("ColumnName", KqlType.String),
        new("ColumnOrdinal", KqlType.Int),
        new("DataType", KqlType.String),
        new("ColumnType", KqlType.String),
    ];

    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } = Parse.Return<SyntaxKind, TabularOperator>(new GetSchemaOperator());

    public override Relation Bind(Relation input, QueryContext query) =>
        new(Columns, [.. input.Columns.Select((column, i) => new object?[] { column.Name, i, column.Type.DataType(), column.Type.Keyword() })])
        {
            IsSerialized = true,
        };
}
