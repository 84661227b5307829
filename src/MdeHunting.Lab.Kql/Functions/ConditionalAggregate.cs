using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>An aggregate of the rows for which its second argument holds.</summary>
internal static class ConditionalAggregate
{
    public static AggregateFunction Of(string name, AggregateFunction function)
    {
        var types = function.Parameters.Types;
        var parameters = new ParameterList([types[0], TypeSet.Condition, .. types.Skip(1)]) { Required = 2 };
        var prefix = function.Prefix is "set" or "list" or "" ? function.Prefix : name;
        return new(name, prefix, parameters, call => Make(function, call));
    }

    private static Aggregate Make(AggregateFunction function, AggregateCall call)
    {
        var condition = call.Arguments[1].Value.Evaluate;
        var inner = function.Make(call with { Arguments = [call.Arguments[0], .. call.Arguments.Skip(2)] });
        return inner with { Start = () => new Sieve(row => Conversions.ToBool(condition(row)) == true, inner.Start()) };
    }

    private sealed class Sieve(Func<object?[], bool> keeps, IAccumulator inner) : IAccumulator
    {
        public void Add(object?[] row)
        {
            if (keeps(row))
            {
                inner.Add(row);
            }
        }

        public void Write(Span<object?> cells) => inner.Write(cells);
    }
}
