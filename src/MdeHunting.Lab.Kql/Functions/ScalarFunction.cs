using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>A function of one row's values: its name, the ways to call it, and how its result is called.</summary>
internal sealed record ScalarFunction(string Name, ColumnNaming Naming, params IReadOnlyList<Signature> Signatures)
{
    public Scalar Bind(IReadOnlyList<Scalar> arguments, QueryContext query)
    {
        foreach (var signature in Signatures)
        {
            if (signature.Parameters.Takes(arguments))
            {
                return signature.Bind(arguments, query);
            }
        }

        if (Signatures.Any(signature => signature.Parameters.TakesCount(arguments.Count)))
        {
            throw SemanticError.WrongArguments(Name, arguments.Select(argument => argument.Type));
        }

        throw SemanticError.WrongArgumentCount(
            Name,
            Signatures.Min(signature => signature.Parameters.Required),
            Signatures.Any(signature => signature.Parameters.Most is null) ? null : Signatures.Max(signature => signature.Parameters.Most)
        );
    }
}
