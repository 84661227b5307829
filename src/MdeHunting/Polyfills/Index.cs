using Microsoft.CodeAnalysis;

namespace System;

/// <summary>A place in a sequence, from its start or, as <c>^1</c>, from its end.</summary>
/// <remarks>
/// Its members are those that the compiler asks for: https://learn.microsoft.com/dotnet/csharp/language-reference/proposals/csharp-8.0/ranges
/// </remarks>
[Embedded]
internal readonly struct Index
{
    // A place from the end is the complement of its distance from there.
    private readonly int _value;

    public Index(int value, bool fromEnd = false)
    {
        if (value < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value));
        }

        _value = fromEnd ? ~value : value;
    }

    /// <summary>The first element's.</summary>
    public static Index Start => new(0);

    /// <summary>The one behind the last element.</summary>
    public static Index End => new(0, fromEnd: true);

    public static implicit operator Index(int value) => new(value);

    /// <summary>The distance from the start of a sequence of that length.</summary>
    public int GetOffset(int length) => _value < 0 ? length - ~_value : _value;
}
