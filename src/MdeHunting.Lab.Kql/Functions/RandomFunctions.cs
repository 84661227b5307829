using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions of nothing but chance, which here is the same for every run of a query.</summary>
internal static class RandomFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        new("rand", ColumnNaming.Numbered, new Signature(new ParameterList(TypeSet.Integer) { Required = 0 }, Rand)),
        new("new_guid", ColumnNaming.Numbered, new Signature(new ParameterList(), (_, query) => Scalar.Varying(KqlType.Guid, _ => NewGuid(query.Random)))),
    ];

    private static Scalar Rand(IReadOnlyList<Scalar> arguments, QueryContext query)
    {
        var random = query.Random;
        if (arguments.Count == 0)
        {
            return Scalar.Varying(KqlType.Real, _ => random.NextDouble());
        }

        var most = arguments[0].Evaluate;
        return Scalar.Varying(KqlType.Long, row => Conversions.ToLong(most(row)) is > 0 and var end ? random.NextInt64(end) : null);
    }

    private static object NewGuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
