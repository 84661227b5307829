using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>A function of a row and of those around it: its name, what it takes, and how it fills a cell of every row.</summary>
internal sealed record WindowFunction(string Name, ParameterList Parameters, Func<IReadOnlyList<Scalar>, (KqlType Type, Action<object?[][], int> Fill)> Make)
{
    public Scalar Bind(IReadOnlyList<Scalar> arguments, RowWindows windows, QueryContext query)
    {
        if (!Parameters.Takes(arguments))
        {
            throw Parameters.TakesCount(arguments.Count)
                ? SemanticError.WrongArguments(Name, arguments.Select(argument => argument.Type))
                : SemanticError.WrongArgumentCount(Name, Parameters.Required, Parameters.Most);
        }

        query.CountStep();
        var (type, fill) = Make(arguments);
        return windows.Add(type, fill);
    }
}
