using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>What may be given to a function or to an operator: the types of each argument, in order.</summary>
internal sealed record ParameterList(params IReadOnlyList<TypeSet> Types)
{
    /// <summary>How many must be given.</summary>
    public int Required { get; init; } = Types.Count;

    /// <summary>Whether the last may be given over and over.</summary>
    public bool Repeats { get; init; }

    /// <summary>How many may be given, or null for any number.</summary>
    public int? Most => Repeats ? null : Types.Count;

    public bool TakesCount(int count) => count >= Required && count <= (Most ?? int.MaxValue);

    public bool Takes(IReadOnlyList<Scalar> arguments)
    {
        if (!TakesCount(arguments.Count))
        {
            return false;
        }

        for (var i = 0; i < arguments.Count; i++)
        {
            if (!Types[Math.Min(i, Types.Count - 1)].Contains(arguments[i].Type))
            {
                return false;
            }
        }

        return true;
    }
}
