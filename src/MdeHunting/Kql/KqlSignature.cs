namespace MdeHunting.Kql;

/// <summary>One way to call a function.</summary>
/// <param name="name">The function's name.</param>
/// <param name="parameters">Its parameters.</param>
/// <param name="result">What it gives, as <c>kql-functions.txt</c> says it.</param>
internal sealed class KqlSignature(string name, IReadOnlyList<KqlSignatureParameter> parameters, string result)
{
    /// <summary>Its parameters.</summary>
    public IReadOnlyList<KqlSignatureParameter> Parameters => parameters;

    /// <summary>What it gives: a type, or a word that says how it goes by the arguments.</summary>
    public string Result => result;

    /// <summary>How many arguments it takes at least.</summary>
    public int Least { get; } = parameters.Count(parameter => !parameter.IsOptional);

    /// <summary>How many it takes at most.</summary>
    public int Most { get; } = parameters.Any(parameter => parameter.IsRepeated) ? int.MaxValue : parameters.Count;

    /// <summary>The parameter that an argument is for.</summary>
    public KqlSignatureParameter ParameterOf(int argument) => parameters[Math.Min(argument, parameters.Count - 1)];

    /// <summary>It as people write it: <c>substring(source, start, [length]) → string</c>.</summary>
    public override string ToString() =>
        $"{name}({string.Join(", ", parameters.Select(parameter => parameter.ToString()))})"
        + (KqlTypes.Of(result) != KqlDataType.Unknown ? $" → {result}" : string.Empty);
}

/// <summary>A parameter of a function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, or a word for several.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="IsRepeated">Whether it may be repeated.</param>
internal sealed record KqlSignatureParameter(string Name, string Type, bool IsOptional, bool IsRepeated)
{
    /// <summary>The words of which it takes one, in any case; none where it takes any value of its type.</summary>
    public IReadOnlyList<string> Words => Type.IndexOf('/') > 0 ? Type.Split('/') : [];

    /// <summary>Whether it takes a regular expression.</summary>
    public bool IsPattern => Name == "regex";

    /// <summary>Whether a value of a type is certainly wrong for it.</summary>
    public bool Refuses(KqlDataType type) =>
        !KqlTypes.IsAny(type)
        && Type switch
        {
            "any" or "rows" or "type" => false,
            "number" => !KqlTypes.IsNumber(type) && type != KqlDataType.Bool,
            "span" => type is KqlDataType.String or KqlDataType.Guid or KqlDataType.Bool,
            "array" or "bag" => true,
            _ => (Words.Count > 0 ? KqlDataType.String : KqlTypes.Of(Type)) is var own
                && own != type
                && !(KqlTypes.IsNumber(own) && KqlTypes.IsNumber(type))
                && !(own == KqlDataType.Bool && KqlTypes.IsNumber(type)),
        };

    /// <inheritdoc/>
    public override string ToString() =>
        IsRepeated ? "…"
        : IsOptional ? $"[{Name}]"
        : Name;
}
