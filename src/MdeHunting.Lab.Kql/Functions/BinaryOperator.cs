using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>An operator between two values: how it is written, how closely it binds and what it takes.</summary>
internal sealed record BinaryOperator(string Symbol, BinaryLevel Level, IReadOnlyList<Signature> Signatures)
{
    public Scalar Bind(Scalar left, Scalar right, QueryContext query)
    {
        Scalar[] operands = [left, right];
        foreach (var signature in Signatures)
        {
            if (signature.Parameters.Takes(operands))
            {
                return signature.Bind(operands, query);
            }
        }

        throw Mismatch(left.Type, right.Type);
    }

    private KqlException Mismatch(KqlType left, KqlType right) =>
        Level switch
        {
            BinaryLevel.Equality or BinaryLevel.Relational => SemanticError.CannotCompare(left, right),
            BinaryLevel.Additive or BinaryLevel.Multiplicative => SemanticError.CannotCalculate(left, right),
            _ => SemanticError.OperatorNotDefined(Symbol, left, right),
        };
}
