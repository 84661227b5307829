using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>mv-expand</c>: a row for each part of an array or a bag. A row with nothing to take apart stays, with null.</summary>
internal sealed record MvExpandOperator(IReadOnlyDictionary<string, string> Options, IReadOnlyList<ExpandItem> Items, Expression? Limit)
    : TabularOperator("mv-expand")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from options in OperatorOptions.Of("kind", "bagexpansion", "with_itemindex")
        from items in ExpandItem.Parser.SeparatedByCommas()
        from limit in ExpandItem.Limit
        select (TabularOperator)new MvExpandOperator(options, items, limit);

    public override Relation Bind(Relation input, QueryContext query)
    {
        var kind = Options.GetValueOrDefault("kind") ?? Options.GetValueOrDefault("bagexpansion", "bag");
        if (kind is not ("bag" or "array"))
        {
            throw SemanticError.NoOption(Name, "kind", kind);
        }

        var expansion = Expansion.Bind(Items, kind == "array", Limit, input, query, Name);
        var columns = input.Columns.ToList();
        var places = new List<int>();
        foreach (var (column, place) in expansion.Columns.Zip(expansion.Places))
        {
            places.Add(place ?? columns.Count);
            if (place is { } taken)
            {
                columns[taken] = column;
            }
            else
            {
                columns.Add(column);
            }
        }

        var index = Options.GetValueOrDefault("with_itemindex");
        if (index is not null)
        {
            columns.Add(new KqlColumn(columns.Exists(column => column.Name == index) ? throw SemanticError.ColumnTaken(index, Name) : index, KqlType.Long));
        }

        return new(columns, input.Rows.SelectMany(row => Expand(row, expansion, [.. places], columns.Count, index is not null)).Watched(query.Token));
    }

    private static IEnumerable<object?[]> Expand(object?[] row, Expansion expansion, int[] places, int width, bool withIndex)
    {
        var number = 0L;
        foreach (var parts in expansion.Expand(row).DefaultIfEmpty(expansion.Nothing()))
        {
            var cells = new object?[width];
            row.CopyTo(cells, 0);
            for (var i = 0; i < places.Length; i++)
            {
                cells[places[i]] = parts[i];
            }

            if (withIndex)
            {
                cells[^1] = number++;
            }

            yield return cells;
        }
    }
}
