namespace MdeHunting.Kql.Parsing;

/// <summary>A piece of a query that has been read.</summary>
/// <param name="start">The index of its first token.</param>
/// <param name="end">The index of the token behind its last one.</param>
internal abstract class KqlNode(int start, int end)
{
    /// <summary>The index of its first significant token.</summary>
    public int Start => start;

    /// <summary>The index of the significant token behind its last one.</summary>
    public int End => end;
}

/// <summary>What could not be read, or is not looked into.</summary>
internal sealed class UnreadNode(int start, int end) : KqlNode(start, end);

/// <summary>A name.</summary>
internal sealed class NameNode(int start, string name) : KqlNode(start, start + 1)
{
    /// <summary>The name, without brackets.</summary>
    public string Name => name;
}

/// <summary>A star, for all columns.</summary>
internal sealed class StarNode(int start) : KqlNode(start, start + 1);

/// <summary>A pattern of names, such as <c>Device*</c>.</summary>
internal sealed class PatternNode(int start, int end, string pattern) : KqlNode(start, end)
{
    /// <summary>The pattern, in which a star stands for any text.</summary>
    public string Pattern => pattern;
}

/// <summary>A value that is written out.</summary>
internal sealed class LiteralNode(int start, int end, KqlDataType type) : KqlNode(start, end)
{
    /// <summary>Its type.</summary>
    public KqlDataType Type => type;
}

/// <summary><c>typeof(…)</c>, or a schema in parentheses.</summary>
internal sealed class TypeNode(int start, int end, KqlDataType type) : KqlNode(start, end)
{
    /// <summary>The type.</summary>
    public KqlDataType Type => type;
}

/// <summary>A call of a function.</summary>
internal sealed class CallNode(int start, int end, string name, IReadOnlyList<KqlNode> arguments) : KqlNode(start, end)
{
    /// <summary>The function.</summary>
    public string Name => name;

    /// <summary>What it is given.</summary>
    public IReadOnlyList<KqlNode> Arguments => arguments;
}

/// <summary>A value within another one: <c>a.b["c"][0]</c>.</summary>
internal sealed class PathNode(int start, int end, KqlNode root, IReadOnlyList<PathStep> steps) : KqlNode(start, end)
{
    /// <summary>What it begins with.</summary>
    public KqlNode Root => root;

    /// <summary>The steps into it.</summary>
    public IReadOnlyList<PathStep> Steps => steps;
}

/// <summary>A step into a value.</summary>
/// <param name="Name">The name of what is taken out; null where it is computed.</param>
/// <param name="Index">What it is computed by; null where it has a name.</param>
/// <param name="IsCall">Whether arguments follow, so that it is a call on an entity: <c>database("x").table("y")</c>.</param>
internal sealed record PathStep(string? Name, KqlNode? Index, bool IsCall);

/// <summary>A sign ahead of a value.</summary>
internal sealed class SignNode(int start, int end, KqlNode operand) : KqlNode(start, end)
{
    /// <summary>The value.</summary>
    public KqlNode Operand => operand;
}

/// <summary>Values with operators of the same strength between them, such as <c>a and b and c</c>.</summary>
internal sealed class ChainNode(IReadOnlyList<KqlNode> operands, IReadOnlyList<KqlInfix> operators)
    : KqlNode(operands[0].Start, operands[operands.Count - 1].End)
{
    /// <summary>The values; one more than operators.</summary>
    public IReadOnlyList<KqlNode> Operands => operands;

    /// <summary>The operators between them.</summary>
    public IReadOnlyList<KqlInfix> Operators => operators;
}

/// <summary>Several values in parentheses: the right side of <c>in</c> and <c>between</c>, or a group of columns.</summary>
internal sealed class ListNode(int start, int end, IReadOnlyList<KqlNode> items) : KqlNode(start, end)
{
    /// <summary>The values.</summary>
    public IReadOnlyList<KqlNode> Items => items;
}

/// <summary>A value with a name: <c>a = b</c>, or <c>(a, b) = c</c>.</summary>
internal sealed class AssignNode(int start, int end, IReadOnlyList<NameNode> names, KqlNode value, bool isGroup) : KqlNode(start, end)
{
    /// <summary>The names.</summary>
    public IReadOnlyList<NameNode> Names => names;

    /// <summary>The value.</summary>
    public KqlNode Value => value;

    /// <summary>Whether the names stand in parentheses.</summary>
    public bool IsGroup => isGroup;
}

/// <summary>A value with what is said of it behind: <c>to typeof(string)</c>, <c>asc nulls last</c>, <c>default = 0</c>.</summary>
internal sealed class SuffixNode(int end, KqlNode value, KqlNode? suffix) : KqlNode(value.Start, end)
{
    /// <summary>The value.</summary>
    public KqlNode Value => value;

    /// <summary>What is said of it; null where it is words alone.</summary>
    public KqlNode? Suffix => suffix;
}

/// <summary>A function that the query defines.</summary>
internal sealed class LambdaNode(int start, int end, IReadOnlyList<KqlParameter> parameters, IReadOnlyList<KqlStatementNode> body) : KqlNode(start, end)
{
    /// <summary>Its parameters.</summary>
    public IReadOnlyList<KqlParameter> Parameters => parameters;

    /// <summary>Its statements, of which the last one gives its value.</summary>
    public IReadOnlyList<KqlStatementNode> Body => body;

    /// <summary>How it is called.</summary>
    public KqlSignature Signature(string name) =>
        new(name, [.. parameters.Select(one => new KqlSignatureParameter(one.Name, KqlTypes.NameOf(one.Type), one.IsOptional, false))], string.Empty);
}

/// <summary>A parameter of a function, or a column that is declared.</summary>
/// <param name="Place">The index of its name's token.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; Unknown for rows, and where it says none.</param>
/// <param name="Columns">Its columns, where it is rows; null where it is a value.</param>
/// <param name="IsOpen">Whether its rows may have further columns.</param>
/// <param name="IsOptional">Whether it has a default.</param>
internal sealed record KqlParameter(
    int Place,
    string Name,
    KqlDataType Type,
    IReadOnlyList<KqlParameter>? Columns = null,
    bool IsOpen = false,
    bool IsOptional = false
);

/// <summary>Rows and what is done to them.</summary>
internal sealed class PipelineNode(int start, int end, KqlNode? source, IReadOnlyList<StepNode> steps) : KqlNode(start, end)
{
    /// <summary>Where the rows are from; null where it goes on with those that are around it.</summary>
    public KqlNode? Source => source;

    /// <summary>What is done to them.</summary>
    public IReadOnlyList<StepNode> Steps => steps;
}

/// <summary>A statement: a name and its value, a query, or what is not looked into.</summary>
/// <param name="start">The index of its first token.</param>
/// <param name="end">The index of the token behind its last one.</param>
/// <param name="name">The name that it defines; null where it defines none.</param>
/// <param name="value">Its value; null where it has none that is looked into.</param>
/// <param name="declared">What it declares, as parameters of the query.</param>
internal sealed class KqlStatementNode(int start, int end, NameNode? name, KqlNode? value, IReadOnlyList<KqlParameter>? declared = null) : KqlNode(start, end)
{
    /// <summary>The name that it defines.</summary>
    public NameNode? Name => name;

    /// <summary>Its value.</summary>
    public KqlNode? Value => value;

    /// <summary>What it declares.</summary>
    public IReadOnlyList<KqlParameter> Declared => declared ?? [];
}
