namespace MdeHunting.Running;

/// <summary>A query that is to be asked; its text is read when it is, so that one that cannot be read is its own failure.</summary>
/// <param name="Read">Gives the text.</param>
/// <param name="Path">The file that it is in; null for a query that was given as text.</param>
internal sealed record QuerySource(Func<string?> Read, string? Path = null)
{
    /// <summary>Its place among the queries of the pipeline, counted from 1.</summary>
    public int Number { get; init; }

    /// <summary>Its text, where it was given as such; null for one that is still to be read, or is refused.</summary>
    public string? Text { get; init; }

    /// <summary>What a file of its rows may be called; null where nobody asks.</summary>
    public string? SavedName { get; init; }

    /// <summary>The name of its file; null for a query that was given as text.</summary>
    public string? FileName { get; init; }

    /// <summary>A query that is given as text.</summary>
    public static QuerySource Of(string? text) => new(() => text) { Text = text };

    /// <summary>The text.</summary>
    /// <exception cref="HuntingException">It cannot be read, or is blank.</exception>
    public string ReadText()
    {
        var text = Read() is { } read ? EndMark.Remove(read) : null;
        return text is null || !QueryFile.HasQuery(text)
            ? throw new HuntingException(HuntingFailure.EmptyQuery, "The query is empty.", "Specify a query in KQL, such as 'DeviceInfo | take 10'.")
            {
                Target = text,
            }
            : text;
    }

    /// <summary>What it is called: its file's name, or its number and first words.</summary>
    /// <param name="text">Its text.</param>
    public string NameOf(string text) => FileName ?? FormattableString.Invariant($"{Number}: {FirstWords.Of(text)}");
}
