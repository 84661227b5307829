namespace MdeHunting.Contract;

/// <summary>Reads indicators of compromise in the formats that others write.</summary>
internal interface IIndicatorFormats
{
    /// <summary>Reads a document to its end, or to where it cannot be read any more.</summary>
    /// <param name="document">The document.</param>
    /// <param name="sink">What takes its indicators, in their order.</param>
    /// <param name="token">Ends the reading.</param>
    /// <returns>The format in which it was read.</returns>
    /// <exception cref="IndicatorException">It is damaged, or in none of the formats.</exception>
    MdeIndicatorFormat Read(IndicatorDocument document, IIndicatorSink sink, CancellationToken token);
}

/// <summary>A document that may have indicators.</summary>
/// <param name="Content">Its bytes, from the beginning; read once, and left open.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Format">Its format; Auto where that is to be found out.</param>
internal sealed record IndicatorDocument(Stream Content, string Name, MdeIndicatorFormat Format);

/// <summary>Takes what a document says.</summary>
internal interface IIndicatorSink
{
    /// <summary>Takes a line of a text, in which there may be indicators of any type.</summary>
    /// <param name="text">The line.</param>
    /// <param name="number">Its number, counted from 1.</param>
    void TakeLine(string text, int number);

    /// <summary>Takes an indicator.</summary>
    void Take(StatedIndicator indicator);
}

/// <summary>An indicator as a document states it.</summary>
/// <param name="Text">The value as it is written.</param>
/// <param name="Line">The number of the line in which it begins, counted from 1.</param>
internal sealed record StatedIndicator(string Text, int Line)
{
    /// <summary>The type that the document says; null where it says none.</summary>
    public MdeIndicatorType? Type { get; init; }

    /// <summary>Why it is no indicator that can be looked for; null where it may be one.</summary>
    public string? Unread { get; init; }

    /// <summary>Why it is not looked for unless somebody wants that; null where it is.</summary>
    public MdeIndicatorSkip? Skip { get; init; }

    /// <summary>What the document says of it.</summary>
    public string? Context { get; init; }

    /// <summary>From when on it is valid (UTC); null where that is not said.</summary>
    public DateTime? ValidFrom { get; init; }

    /// <summary>Until when it is valid (UTC); null where that is not said.</summary>
    public DateTime? ValidUntil { get; init; }

    /// <summary>How sure its author is, from 0 to 100; null where that is not said.</summary>
    public int? Confidence { get; init; }

    /// <summary>Its author's labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
