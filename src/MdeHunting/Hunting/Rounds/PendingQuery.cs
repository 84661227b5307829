namespace MdeHunting.Hunting.Rounds;

/// <summary>A query that is to be asked; its text is read when it is, so that one that cannot be read is its own failure.</summary>
/// <param name="Read">Gives the text.</param>
internal sealed record PendingQuery(Func<string?> Read)
{
    /// <summary>The text.</summary>
    /// <exception cref="HuntingException">It cannot be read, or is blank.</exception>
    public string ReadText()
    {
        var text = Read();
        return text is null || !QueryFile.HasQuery(text)
            ? throw new HuntingException(HuntingFailure.EmptyQuery, "The query is empty.", "Give a query in KQL, such as 'DeviceInfo | take 10'.") { Target = text }
            : text;
    }
}
