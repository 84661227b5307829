namespace MdeHunting.Contract;

/// <summary>Reads indicators of compromise in the formats that others write.</summary>
internal interface IIndicatorFormats
{
    /// <summary>Begins to read a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="sink">What takes its indicators, in their order.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="IndicatorException">It is damaged, or in none of the formats.</exception>
    IndicatorReading Open(IndicatorDocument document, IIndicatorSink sink, CancellationToken token);

    /// <summary>Reads a warning list of MISP.</summary>
    /// <exception cref="IndicatorException">It is damaged, or none.</exception>
    StatedWarningList ReadWarningList(IndicatorDocument document, CancellationToken token);
}

/// <summary>A document that is being read.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Steps">
/// Reads on at each step, to the end or to where it cannot be read any more, which is an <see cref="IndicatorException"/>. A list takes a step for each line,
/// other formats one for all.
/// </param>
internal sealed record IndicatorReading(MdeIndicatorFormat Format, IEnumerable<int> Steps)
{
    /// <summary>Whether it is a report by its marks, whose lines speak of indicators.</summary>
    public bool IsReport { get; init; }
}

/// <summary>A document that may have indicators.</summary>
/// <param name="Content">Its bytes, from the beginning; read once, and left open.</param>
/// <param name="Name">Its name: the path of a file.</param>
/// <param name="Format">Its format; Auto where that is to be found out.</param>
internal sealed record IndicatorDocument(Stream Content, string Name, MdeIndicatorFormat Format)
{
    /// <summary>Whether it is a text that came down the pipeline, and no file.</summary>
    public bool IsText { get; init; }

    /// <summary>What messages call it.</summary>
    public string Called => IsText ? Name : $"'{Name}'";
}

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

    /// <summary>What the document calls its type, where that is none that is known; null otherwise.</summary>
    public string? UnknownType { get; init; }

    /// <summary>Whether the document says that it is one value, although its type is not said.</summary>
    public bool IsOneValue { get; init; }

    /// <summary>Why it is no indicator that can be looked for; null where it may be one.</summary>
    public string? Unread { get; init; }

    /// <summary>Why it is not looked for unless somebody wants that; null where it is.</summary>
    public MdeIndicatorSkip? Skip { get; init; }

    /// <summary>That in words, where the document says more; null otherwise.</summary>
    public string? SkipReason { get; init; }

    /// <summary>The name of the column that it stands in, which is not known as one of indicators; null otherwise.</summary>
    public string? Column { get; init; }

    /// <summary>Whether it is what somebody wrote about another value.</summary>
    public bool IsRemark { get; init; }

    /// <summary>Whether that says where something can be read about it, which has addresses of its own.</summary>
    public bool IsReference { get; init; }

    /// <summary>Where it is from, where that is another source than the one that is read; null otherwise.</summary>
    public string? Source { get; init; }

    /// <summary>What the document says of it.</summary>
    public string? Context { get; init; }

    /// <summary>From when on it is valid (UTC); null where that is not said.</summary>
    public DateTime? ValidFrom { get; init; }

    /// <summary>Until when it is valid (UTC); null where that is not said.</summary>
    public DateTime? ValidUntil { get; init; }

    /// <summary>What the document says of that and is no moment; null where it is one, or nothing is said.</summary>
    public string? UnreadUntil { get; init; }

    /// <summary>How sure its author is, from 0 to 100; null where that is not said.</summary>
    public int? Confidence { get; init; }

    /// <summary>Its author's labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
