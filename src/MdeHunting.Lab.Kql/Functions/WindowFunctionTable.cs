using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Every function that looks at the rows around one, by name. They need rows that are in an order.</summary>
internal static class WindowFunctionTable
{
    public static IReadOnlyDictionary<string, WindowFunction> All { get; } =
        new WindowFunction[]
        {
            new("row_number", new ParameterList(TypeSet.Integer, TypeSet.Bool) { Required = 0 }, Number),
            new("row_cumsum", new ParameterList(TypeSet.Integer | TypeSet.Real | TypeSet.Decimal, TypeSet.Bool) { Required = 1 }, CumulativeSum),
            new("prev", NeighbourParameters, arguments => Neighbour(arguments, -1)),
            new("next", NeighbourParameters, arguments => Neighbour(arguments, 1)),
        }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    private static ParameterList NeighbourParameters => new(TypeSet.Any, TypeSet.Integer, TypeSet.Any) { Required = 1 };

    private static (KqlType, Action<object?[][], int>) Number(IReadOnlyList<Scalar> arguments)
    {
        var first = Constant(arguments, 0, "row_number") ?? 1;
        return (
            KqlType.Long,
            (rows, place) =>
            {
                var number = first;
                foreach (var row in rows)
                {
                    if (Restarts(arguments, row))
                    {
                        number = first;
                    }

                    row[place] = number++;
                }
            }
        );
    }

    private static (KqlType, Action<object?[][], int>) CumulativeSum(IReadOnlyList<Scalar> arguments)
    {
        var type = arguments[0].Type == KqlType.Int ? KqlType.Long : arguments[0].Type;
        return (
            type,
            (rows, place) =>
            {
                var (whole, real, exact) = (0L, 0d, 0m);
                foreach (var row in rows)
                {
                    if (Restarts(arguments, row))
                    {
                        (whole, real, exact) = (0, 0, 0);
                    }

                    var term = arguments[0].Evaluate(row);
                    row[place] = type switch
                    {
                        KqlType.Real => real += Conversions.ToReal(term) ?? 0,
                        KqlType.Decimal => exact = Sum(exact, Conversions.ToDecimal(term) ?? 0),
                        _ => whole = unchecked(whole + (Conversions.ToLong(term) ?? 0)),
                    };
                }
            }
        );
    }

    private static decimal Sum(decimal left, decimal right)
    {
        try
        {
            return left + right;
        }
        catch (OverflowException)
        {
            return left;
        }
    }

    private static long? Constant(IReadOnlyList<Scalar> arguments, int place, string function)
    {
        if (arguments.Count <= place)
        {
            return null;
        }

        return arguments[place].IsConstant ? Conversions.ToLong(arguments[place].Value) : throw SemanticError.NotConstant(function);
    }

    private static bool Restarts(IReadOnlyList<Scalar> arguments, object?[] row) => arguments.Count > 1 && arguments[1].Evaluate(row) is true;

    private static (KqlType, Action<object?[][], int>) Neighbour(IReadOnlyList<Scalar> arguments, int direction)
    {
        var type = arguments[0].Type;
        var offset = (Constant(arguments, 1, direction < 0 ? "prev" : "next") ?? 1) * direction;
        return (
            type,
            (rows, place) =>
            {
                for (var i = 0L; i < rows.Length; i++)
                {
                    var at = unchecked(i + offset);
                    rows[i][place] =
                        at >= 0 && at < rows.Length ? arguments[0].Evaluate(rows[at])
                        : arguments.Count > 2 ? Conversions.To(type, arguments[2].Evaluate(rows[i]))
                        : Scalar.NullOf(type);
                }
            }
        );
    }
}

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
