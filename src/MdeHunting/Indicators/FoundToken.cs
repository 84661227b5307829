namespace MdeHunting.Indicators;

/// <summary>An indicator as it was found.</summary>
/// <param name="Original">As the text has it.</param>
/// <param name="Token">What it is.</param>
internal readonly record struct FoundToken(string Original, RecognizedToken Token)
{
    /// <summary>What stands beside it: a remark behind it, or the line that it is in.</summary>
    public string? Context { get; init; }

    /// <summary>Whether the words around it may be a part of it, or it one of them.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>What a piece is; null where it is no indicator.</summary>
    public static FoundToken? Of(string text) => IndicatorRecognizer.Recognize(text) is { } token ? new FoundToken(text, token) : null;
}
