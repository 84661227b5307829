using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

/// <summary>What the service calls a column to which the query gives no name.</summary>
internal static class ColumnNames
{
    /// <summary>The name; null for <c>Column1</c> and so on, and where it is not known.</summary>
    public static string? Of(KqlNode node, TokenTree tokens) =>
        node switch
        {
            NameNode name => name.Name,
            SuffixNode suffix => Of(suffix.Value, tokens),
            AssignNode { IsGroup: false } assign => assign.Names[0].Name,
            PathNode path => OfPath(path, tokens),
            CallNode call => OfCall(call, tokens),
            _ => null,
        };

    /// <summary>The columns that percentiles become, as <c>percentile_FileSize_95</c>; none for other functions, and where they aren't known.</summary>
    public static IReadOnlyList<string> OfPercentiles(CallNode call, TokenTree tokens)
    {
        var first = call.Name switch
        {
            "percentile" or "percentiles" => 1,
            "percentilew" or "percentilesw" => 2,
            _ => 0,
        };
        var each = call.Arguments.Skip(first).OfType<LiteralNode>().Where(one => one.Type is KqlDataType.Int or KqlDataType.Long).ToList();
        return first > 0 && each.Count == call.Arguments.Count - first && Of(call.Arguments[0], tokens) is { } value
            ? [.. each.Select(one => $"percentile_{value}_{TextOf(one, tokens)}")]
            : [];
    }

    private static string? OfCall(CallNode call, TokenTree tokens)
    {
        if (KqlFacts.PrefixOf(call.Name) is not { } prefix)
        {
            return null;
        }

        var argument = call.Arguments.Count > 0 ? Of(call.Arguments[0], tokens) : null;
        return prefix.Length == 0 ? argument : $"{prefix}_{argument}";
    }

    // a.b["c"][0] is a_b_c_0; of what has no name, such as f(a), f(a).b is b alone.
    private static string? OfPath(PathNode path, TokenTree tokens)
    {
        var name = Of(path.Root, tokens);
        foreach (var step in path.Steps)
        {
            var part = step.IsCall ? null : step.Name ?? (step.Index is LiteralNode literal ? TextOf(literal, tokens) : null);
            if (part is null)
            {
                return null;
            }

            name = name is null ? part : $"{name}_{part}";
        }

        return name;
    }

    private static string TextOf(LiteralNode literal, TokenTree tokens) => tokens.Text.ValueOf(tokens.Text.Significant[literal.Start]);
}
