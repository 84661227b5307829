using Microsoft.CodeAnalysis;

namespace System.Runtime.CompilerServices;

/// <summary>The compiler marks with it what a compiler must know a feature for, such as the constructor of a type with <c>required</c> members.</summary>
[Embedded]
[AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
{
    /// <summary>The feature's name.</summary>
    public string FeatureName { get; } = featureName;

    /// <summary>Whether a compiler that does not know the feature may go on.</summary>
    public bool IsOptional { get; init; }
}
