namespace MdeHunting.Indicators;

/// <summary>What a piece of a text is.</summary>
/// <param name="Type">Its type, the likelier one where it may be of two.</param>
/// <param name="Value">The value as it is looked for: refanged, and in the form that the type has.</param>
internal readonly record struct RecognizedToken(MdeIndicatorType Type, string Value)
{
    /// <summary>The other type that it may be of; null where there is none.</summary>
    public MdeIndicatorType? Other { get; init; }

    /// <summary>The value as one of that type, where it differs from how it was written; null otherwise.</summary>
    public string? OtherValue { get; init; }

    /// <summary>Whether it was written so that nobody follows it by mistake.</summary>
    public bool WasDefanged { get; init; }
}
