using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

// What becomes of the columns behind each operator.
internal sealed partial class QueryBinder
{
    private RowType After(StepNode step, RowType rows, BindingScope scope)
    {
        if (step.Known is not { } known)
        {
            return RowType.Unknown;
        }

        var context = new RowContext(scope, rows);
        switch (known.Columns)
        {
            case KqlColumnEffect.Same:
                return Kept(step, known, rows, context);
            case KqlColumnEffect.Added:
                return Assigned(step.Items, rows.Copy(), context with { IsOfRow = true });
            case KqlColumnEffect.Projected:
                return Listed(step.Items, rows, context with { IsOfRow = true });
            case KqlColumnEffect.Distinct:
                context = context with { IsOfRow = true };
                return step.Items.Exists(item => item is StarNode) ? rows : Listed(step.Items, rows, context);
            case KqlColumnEffect.Kept:
                return Filtered(step, rows, keeps: true);
            case KqlColumnEffect.Removed:
                return Filtered(step, rows, keeps: false);
            case KqlColumnEffect.Renamed:
                return Renamed(step, rows, context);
            case KqlColumnEffect.Parsed or KqlColumnEffect.ParsedKeys:
                Values(step.Items, context);
                return WithDeclared(step, rows);
            case KqlColumnEffect.Expanded:
                return Expanded(step, rows, context);
            case KqlColumnEffect.Applied:
                return Applied(step, rows, context);
            case KqlColumnEffect.Grouped:
                return Grouped(step, rows, context);
            case KqlColumnEffect.Counted:
                return Rows(
                    [new KqlParameter(step.Start, step.Clause("as") is { Items: [NameNode name] } ? name.Name : "Count", KqlDataType.Long)],
                    isOpen: false
                );
            case KqlColumnEffect.Series:
                return Series(step, rows, context);
            case KqlColumnEffect.Joined:
                return Joined(step, known, rows, context);
            case KqlColumnEffect.United:
                return United(step, rows, scope);
            case KqlColumnEffect.Schema:
                return SchemaRows;
            case KqlColumnEffect.Reduced:
                return Made(["Pattern:string", "Count:long", "Representative:string"]).Open();
            case KqlColumnEffect.Frequent:
                return Frequent(step, context);
            case KqlColumnEffect.Nested:
                return Levels(step, context);
            default:
                return Others(step, known, rows, context);
        }
    }

    private static RowType SchemaRows { get; } =
        Rows(
                [
                    new KqlParameter(0, "ColumnName", KqlDataType.String),
                    new KqlParameter(0, "ColumnOrdinal", KqlDataType.Int),
                    new KqlParameter(0, "DataType", KqlDataType.String),
                    new KqlParameter(0, "ColumnType", KqlDataType.String),
                ],
                isOpen: false
            )
            .Freeze();

    private static KqlNode Bare(KqlNode item) => item is SuffixNode suffix ? suffix.Value : item;

    // a = x, (a, b) = f(x), x: added to what is there.
    private RowType Assigned(IReadOnlyList<KqlNode> items, RowType rows, RowContext context)
    {
        Once(items);
        foreach (var item in items)
        {
            // Behind the first one, the next ones see the columns as they were ahead of all.
            Put(rows, item, Value(item, context), context, replaces: true);
        }

        return rows;
    }

    private RowType Listed(IReadOnlyList<KqlNode> items, RowType rows, RowContext context)
    {
        var listed = new RowType();
        Once(items);
        foreach (var item in items)
        {
            if (item is StarNode)
            {
                foreach (var column in rows.Columns)
                {
                    listed.Add(column);
                }

                listed.OpenAs(rows);
            }
            else if (item is PatternNode)
            {
                listed.Open();
            }
            else
            {
                Put(listed, item, Value(item, context), context, replaces: false);
            }
        }

        return listed;
    }

    // The column that an expression becomes.
    private void Put(RowType rows, KqlNode item, KqlDataType type, RowContext context, bool replaces)
    {
        var bare = Bare(item);
        if (bare is AssignNode assign)
        {
            for (var i = 0; i < assign.Names.Count; i++)
            {
                var column = new BoundColumn(assign.Names[i].Name, assign.IsGroup ? KqlDataType.Unknown : type);
                Set(column);
            }

            // Functions of series give several columns, and the name is that of the first.
            if (assign.Value is CallNode call && call.Name.StartsWith("series", StringComparison.Ordinal))
            {
                rows.NoteMadeName();
            }

            return;
        }

        if (bare is NameNode name)
        {
            Set(context.Rows?.Find(name.Name) ?? new BoundColumn(name.Name, type));
            return;
        }

        if (ColumnNames.Of(bare, _tokens) is { } made)
        {
            Set(new BoundColumn(made, type));
            if (bare is not (PathNode or CallNode { Arguments: [] or [NameNode] }))
            {
                rows.NoteMadeName();
            }
        }
        else
        {
            rows.NoteMadeName();
        }

        void Set(BoundColumn column)
        {
            if (replaces)
            {
                rows.Set(column);
            }
            else
            {
                rows.Add(column);
            }
        }
    }

    private RowType Filtered(StepNode step, RowType rows, bool keeps)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var patterns = new List<string>();
        foreach (var item in step.Items)
        {
            switch (Bare(item))
            {
                case PatternNode pattern:
                    patterns.Add(pattern.Pattern);
                    break;
                case StarNode:
                    patterns.Add("*");
                    break;
                case NameNode name:
                    names.Add(name.Name);
                    if (!rows.MayHave(name.Name))
                    {
                        Tell(BindProblemKind.UnknownColumn, name, name.Name, rows: rows);
                    }

                    break;
            }
        }

        var left = rows.Empty();
        foreach (var column in rows.Columns)
        {
            if ((names.Contains(column.Name) || patterns.Exists(pattern => NamePattern.Matches(pattern, column.Name))) == keeps)
            {
                left.Set(column);
            }
        }

        if (keeps && rows.IsOpen)
        {
            foreach (var name in names)
            {
                if (left.Find(name) is null)
                {
                    left.Set(new BoundColumn(name, KqlDataType.Unknown));
                }
            }
        }

        return left;
    }

    private RowType Renamed(StepNode step, RowType rows, RowContext context)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = rows.Empty();
        foreach (var item in step.Items)
        {
            Value(item, context);
            if (item is AssignNode { Names.Count: 1, Value: NameNode old } renamed)
            {
                names[old.Name] = renamed.Names[0].Name;
                if (rows.Find(old.Name) is null && rows.MayHave(old.Name))
                {
                    left.Set(new BoundColumn(renamed.Names[0].Name, KqlDataType.Unknown));
                }
            }
            else
            {
                left.Open();
            }
        }

        foreach (var column in rows.Columns)
        {
            left.Set(names.TryGetValue(column.Name, out var name) ? new BoundColumn(name, column.Type) : column);
        }

        return left;
    }

    private static RowType WithDeclared(StepNode step, RowType rows)
    {
        var all = rows.Copy();
        foreach (var column in step.Declared)
        {
            all.Set(new BoundColumn(column.Name, column.Type));
        }

        return all;
    }

    private RowType Expanded(StepNode step, RowType rows, RowContext context)
    {
        var all = rows.Copy();
        foreach (var item in step.Items)
        {
            // A text isn't expanded, and stays one.
            var isText = Value(item, context) == KqlDataType.String;
            var type =
                item is SuffixNode { Suffix: TypeNode to } ? to.Type
                : isText ? KqlDataType.Unknown
                : KqlDataType.Dynamic;
            switch (Bare(item))
            {
                case AssignNode { IsGroup: false } assign:
                    all.Set(new BoundColumn(assign.Names[0].Name, type));
                    break;
                case NameNode name:
                    all.Set(new BoundColumn(name.Name, type));
                    break;
                case var other:
                    Put(all, other, type, context, replaces: true);
                    break;
            }
        }

        foreach (var option in step.Options)
        {
            if (option.Name.StartsWith("with", StringComparison.Ordinal))
            {
                all.Set(new BoundColumn(option.Text, KqlDataType.Long));
            }
        }

        return all;
    }

    private RowType Applied(StepNode step, RowType rows, RowContext context)
    {
        var inner = Expanded(step, rows, context);
        if (step.Parts.Count == 0)
        {
            return RowType.Unknown;
        }

        var result = Pipeline(step.Parts[0], context.Scope, inner);
        var all = rows.Copy().OpenAs(result);
        foreach (var column in result.Columns)
        {
            all.Set(column);
        }

        return all;
    }
}
