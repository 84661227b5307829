using Microsoft.CodeAnalysis;

namespace System;

/// <summary>A part of a sequence, from its first place to the one behind its last.</summary>
/// <remarks>
/// Its members are those that the compiler asks for: https://learn.microsoft.com/dotnet/csharp/language-reference/proposals/csharp-8.0/ranges
/// </remarks>
[Embedded]
internal readonly struct Range(Index start, Index end)
{
    /// <summary>The first place.</summary>
    public Index Start { get; } = start;

    /// <summary>The place behind the last.</summary>
    public Index End { get; } = end;

    /// <summary>A range that ends with the sequence.</summary>
    public static Range StartAt(Index start) => new(start, Index.End);

    /// <summary>A range that starts with the sequence.</summary>
    public static Range EndAt(Index end) => new(Index.Start, end);

    /// <summary>The whole sequence.</summary>
    public static Range All => new(Index.Start, Index.End);
}
