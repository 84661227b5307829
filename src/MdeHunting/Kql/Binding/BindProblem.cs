using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

/// <summary>What of a query fits neither its tables nor the language.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The index of the first token.</param>
/// <param name="End">The index of the token behind the last one.</param>
/// <param name="Name">The name that it is about.</param>
/// <param name="Rows">The columns that there are at the place; null where it is about no column.</param>
internal sealed record BindProblem(BindProblemKind Kind, int Start, int End, string Name, RowType? Rows = null)
{
    /// <summary>The ways to call a function that was called otherwise.</summary>
    public IReadOnlyList<KqlSignature> Signatures { get; init; } = [];

    /// <summary>The parameter that an argument of another type is for.</summary>
    public KqlSignatureParameter? Parameter { get; init; }

    /// <summary>The type of that argument, or of the value on the left of an operator.</summary>
    public KqlDataType Type { get; init; }

    /// <summary>The type of the value on the right of an operator.</summary>
    public KqlDataType RightType { get; init; }

    /// <summary>The column of a table that the value is; null where it is none, or the query made it.</summary>
    public BoundColumn? Column { get; init; }

    /// <summary>The function whose rows need the column; null where the query itself names it.</summary>
    public string? Function { get; init; }

    /// <summary>The values with operators between them, of which <see cref="Count"/> is the one that does not fit; null for anything else.</summary>
    public ChainNode? Chain { get; init; }

    /// <summary>How many values there are.</summary>
    public int Count { get; init; }

    /// <summary>By how many they go.</summary>
    public int Wanted { get; init; }
}

/// <summary>The kinds of what does not fit.</summary>
internal enum BindProblemKind
{
    /// <summary>There is no table of that name.</summary>
    UnknownTable,

    /// <summary>There is no column of that name at the place.</summary>
    UnknownColumn,

    /// <summary>The language has no function of that name, nor has the query.</summary>
    UnknownFunction,

    /// <summary>A function that takes values gets all columns.</summary>
    AllColumns,

    /// <summary>A function is given too few arguments, or too many.</summary>
    ArgumentCount,

    /// <summary>An argument has a type that the function does not take.</summary>
    ArgumentType,

    /// <summary>An argument is none of the words of which the function takes one.</summary>
    ArgumentWord,

    /// <summary>An operator stands between values that it does not take.</summary>
    OperandType,

    /// <summary>An assignment stands where a comparison is meant.</summary>
    Assignment,

    /// <summary>A condition is none: it gives no truth value.</summary>
    Condition,

    /// <summary>A number is wanted, and this is none.</summary>
    Number,

    /// <summary>A value of a type that has nothing within is looked into.</summary>
    Path,

    /// <summary>A function of many rows stands where each row is treated alone.</summary>
    Aggregate,

    /// <summary>A column stands where rows become groups, and is no function of theirs.</summary>
    NoAggregate,

    /// <summary>Two columns are given one name.</summary>
    DoubledName,

    /// <summary>A name is defined that is defined already.</summary>
    DefinedAgain,

    /// <summary>The values that are written down don't fill their rows.</summary>
    RowValues,
}
