namespace MdeHunting.Kql.Parsing;

/// <summary>An operator of a pipeline with its arguments.</summary>
/// <param name="start">The index of its first token.</param>
/// <param name="end">The index of the token behind its last one.</param>
/// <param name="name">Its name.</param>
internal sealed class StepNode(int start, int end, string name) : KqlNode(start, end)
{
    private readonly List<KqlClause> _clauses = [];

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What is known of it; null where KQL has none of that name.</summary>
    public KqlOperator? Known { get; } = KqlFacts.Operator(name);

    /// <summary>Its options, such as <c>kind=inner</c>.</summary>
    public List<KqlOption> Options { get; } = [];

    /// <summary>Its arguments ahead of the first of its words.</summary>
    public List<KqlNode> Items { get; } = [];

    /// <summary>Its words with what stands behind each.</summary>
    public IReadOnlyList<KqlClause> Clauses => _clauses;

    /// <summary>Columns that it declares.</summary>
    public List<KqlParameter> Declared { get; } = [];

    /// <summary>The pipelines in its brackets that go on with its rows.</summary>
    public List<PipelineNode> Parts { get; } = [];

    /// <summary>What stands behind a word of it; null where it does not have the word.</summary>
    public KqlClause? Clause(string word)
    {
        foreach (var clause in _clauses)
        {
            if (clause.Word == word)
            {
                return clause;
            }
        }

        return null;
    }

    /// <summary>The value of an option; null where it does not have it.</summary>
    public KqlOption? Option(string option)
    {
        foreach (var one in Options)
        {
            if (one.Name == option)
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>Adds a word with what stands behind it.</summary>
    public void Add(KqlClause clause) => _clauses.Add(clause);
}

/// <summary>An option of an operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">The index of the token that it begins with.</param>
/// <param name="Value">The index of its value's token.</param>
/// <param name="Text">Its value's text.</param>
internal sealed record KqlOption(string Name, int Place, int Value, string Text);

/// <summary>A word of an operator with what stands behind it.</summary>
/// <param name="Word">The word.</param>
/// <param name="Place">The index of its token.</param>
/// <param name="Items">What stands behind it.</param>
internal sealed record KqlClause(string Word, int Place, IReadOnlyList<KqlNode> Items);

/// <summary>An operator between two values.</summary>
/// <param name="Text">It, with its <c>!</c> and its second word.</param>
/// <param name="Kind">How it treats them.</param>
/// <param name="Place">The index of its first token.</param>
/// <param name="End">The index of the token behind its last one.</param>
internal sealed record KqlInfix(string Text, KqlInfixKind Kind, int Place, int End);
