using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

// What comes out of evaluate.
internal sealed partial class QueryBinder
{
    // What comes out of a plug-in goes by the values, unless the query says it.
    private RowType Evaluated(StepNode step, RowType rows, RowContext context)
    {
        if (step.Items.Count == 0 || step.Items[0] is not CallNode call)
        {
            return RowType.Unknown;
        }

        if (KqlFacts.KindOf(call.Name) == KqlFunctionKind.Plugin && KqlFacts.SourceOf(call.Name) == KqlSource.None && FirstName(call) is { } first)
        {
            Value(first, context);
        }

        return step.Declared.Count > 0 ? WithDeclared(step, rows).Open() : AfterPlugin(call, rows, context);
    }

    private static NameNode? FirstName(CallNode call) => call.Arguments.Count > 0 ? call.Arguments[0] as NameNode : null;

    private RowType AfterPlugin(CallNode call, RowType rows, RowContext context)
    {
        var (shape, columns) = KqlFacts.PluginOf(call.Name);
        switch (shape)
        {
            case KqlPluginRows.Kept:
                return rows;
            case KqlPluginRows.Made:
                return Made(columns);
            case KqlPluginRows.Added:
                return With(Made(columns), rows.Columns.Select(column => new BoundColumn(column.Name, KqlDataType.Unknown))).Open();
            case KqlPluginRows.Unpacked:
                return With(new RowType(), rows.Columns.Where(column => column.Name != FirstName(call)?.Name)).Open();
            case KqlPluginRows.Pivoted:
                return With(new RowType(), Unpivoted(call, rows)).Open();
            case KqlPluginRows.LookedUp when call.Arguments.Count > 0:
                var table = RowsOf(call.Arguments[0], context.Scope);
                var all = rows.Copy().OpenAs(table);
                foreach (var column in table.Columns)
                {
                    all.Add(column);
                }

                // Further keys, and columns of one name, are named as the service likes.
                return call.Arguments.Count > 3 || table.Columns.Any(column => rows.Find(column.Name) is not null) ? all.Open() : all;
            default:
                return RowType.Unknown;
        }

        static RowType With(RowType rows, IEnumerable<BoundColumn> others)
        {
            foreach (var column in others)
            {
                if (rows.Find(column.Name) is null)
                {
                    rows.Set(column);
                }
            }

            return rows;
        }
    }

    // Behind pivot(column, aggregate, others…): the others; where none are named, all that neither the column nor the aggregate are.
    private static IEnumerable<BoundColumn> Unpivoted(CallNode call, RowType rows)
    {
        var named = call.Arguments.OfType<NameNode>().Select(name => name.Name).ToList();
        if (call.Arguments.Count > 2)
        {
            return named.Skip(1).Select(rows.Find).OfType<BoundColumn>();
        }

        var aggregated = (call.Arguments.Count > 1 ? call.Arguments[1] as CallNode : null)?.Arguments.OfType<NameNode>().Select(name => name.Name) ?? [];
        return rows.Columns.Where(column => !named.Contains(column.Name) && !aggregated.Contains(column.Name));
    }
}
