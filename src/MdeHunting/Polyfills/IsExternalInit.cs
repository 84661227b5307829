using Microsoft.CodeAnalysis;

namespace System.Runtime.CompilerServices;

/// <summary>The compiler marks an <c>init</c> accessor with it.</summary>
[Embedded]
internal static class IsExternalInit;
