namespace Microsoft.CodeAnalysis;

/// <summary>
/// Hides a type from other assemblies, those that see the internals included: they have the type of their own .NET. The types of this folder are what the
/// compiler asks for and .NET Framework and .NET Standard 2.0 do not have.
/// </summary>
[Embedded]
[AttributeUsage(AttributeTargets.All)]
internal sealed class EmbeddedAttribute : Attribute;
