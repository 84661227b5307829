namespace MdeHunting.Contract;

/// <summary>Reads query packs in the formats that need a parser of their own.</summary>
internal interface IPackFormats
{
    /// <summary>Reads a document: Markdown, YAML or JSON.</summary>
    /// <param name="document">The document.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="PackException">It is damaged, or goes beyond what such a document needs.</exception>
    PackContent Read(PackDocument document, CancellationToken token);
}

/// <summary>A document that may have queries.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Syntax">How it is written.</param>
internal sealed record PackDocument(string Text, string Name, PackSyntax Syntax);

/// <summary>How a document is written.</summary>
internal enum PackSyntax
{
    /// <summary>Comments and queries.</summary>
    Text,

    /// <summary>Markdown.</summary>
    Markdown,

    /// <summary>YAML.</summary>
    Yaml,

    /// <summary>JSON.</summary>
    Json,
}

/// <summary>What was read of a document.</summary>
/// <param name="Queries">What may be queries, in their order.</param>
internal sealed record PackContent(IReadOnlyList<StatedQuery> Queries)
{
    /// <summary>What the document is, where that says why it has no queries.</summary>
    public string? What { get; init; }

    /// <summary>Parts that were passed by, with the reason.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];
}

/// <summary>A query as a document states it.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Line">The number of its first line in the document, counted from 1.</param>
/// <param name="Format">The format that it is in.</param>
internal sealed record StatedQuery(string Text, int Line, MdePackFormat Format)
{
    /// <summary>How many characters stand ahead of the text in each of its lines.</summary>
    public int Indent { get; init; }

    /// <summary>Whether all its lines stand in one of the document, as in a string of JSON.</summary>
    public bool IsOneLine { get; init; }

    /// <summary>How many lines stand ahead of its own, which were taken from elsewhere in the document.</summary>
    public int Carried { get; init; }

    /// <summary>Its name; null where the document gives it none.</summary>
    public string? Name { get; init; }

    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>What its author says of it.</summary>
    public string? Description { get; init; }

    /// <summary>Where its techniques are named, as it is written there.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>Where its tactics are named, as it is written there.</summary>
    public IReadOnlyList<string> Tactics { get; init; } = [];

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The headings above it, the innermost first; of Markdown alone.</summary>
    public IReadOnlyList<string> Headings { get; init; } = [];

    /// <summary>The language that it is labelled with.</summary>
    public string? Label { get; init; }

    /// <summary>The parameters that it declares.</summary>
    public IReadOnlyList<StatedParameter> Parameters { get; init; } = [];

    /// <summary>Whether braces are doubled where no placeholder is meant, as in Python's templates.</summary>
    public bool HasDoubledBraces { get; init; }

    /// <summary>Whether its form says little of whether it is code or text, so that nobody misses it where it is no query.</summary>
    public bool MayBeText { get; init; }

    /// <summary>What its author's format cannot say.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}

/// <summary>A parameter as a document states it.</summary>
/// <param name="Name">The name of its placeholder.</param>
/// <param name="Type">Its type, as it is written.</param>
/// <param name="Default">Its default value, as it is written; null where it has none.</param>
/// <param name="Description">What its author says of it.</param>
internal sealed record StatedParameter(string Name, string? Type, string? Default, string? Description);
