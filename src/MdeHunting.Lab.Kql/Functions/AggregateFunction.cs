using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>A function over the rows of a group: its name, the prefix of its column's name, what it takes, and what it makes of that.</summary>
internal sealed record AggregateFunction(string Name, string Prefix, ParameterList Parameters, Func<AggregateCall, Aggregate> Make)
{
    /// <summary>Whether an argument may be <c>*</c>, for every column that the summary does not group by.</summary>
    public bool TakesStar { get; init; }

    public Aggregate Bind(AggregateCall call)
    {
        var arguments = call.Arguments.Select(argument => argument.Value).ToArray();
        if (Parameters.Takes(arguments))
        {
            return Make(call);
        }

        throw Parameters.TakesCount(arguments.Length)
            ? SemanticError.WrongArguments(Name, arguments.Select(argument => argument.Type))
            : SemanticError.WrongArgumentCount(Name, Parameters.Required, Parameters.Most);
    }
}
