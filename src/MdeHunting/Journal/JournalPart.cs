namespace MdeHunting.Journal;

/// <summary>A piece of a task's work that is done: one file.</summary>
/// <param name="Key">What tells it from the other pieces of the task.</param>
/// <param name="File">The file, from the journal's folder on, with / between names.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal digits.</param>
/// <param name="Facts">What else is known of it.</param>
internal sealed record JournalPart(string Key, string File, long Bytes, string Sha256, JournalLine Facts)
{
    // What a line says of itself, and of the file.
    private static readonly string[] Own = ["at", "event", "task", "part", "file", "bytes", "sha256", "chain"];

    /// <summary>Reads a line that tells of a part; null where it does not.</summary>
    public static JournalPart? Read(JournalLine line) =>
        line.Text("part") is { } key && line.Text("file") is { } file && line.Number("bytes") is { } bytes && line.Text("sha256") is { } sha256
            ? new JournalPart(key, file, bytes, sha256, line.Without(Own))
            : null;

    /// <summary>The members of a line that tells of it.</summary>
    public JournalLine ToLine() => new JournalLine().With("part", Key).With("file", File).With("bytes", Bytes).With("sha256", Sha256).With(Facts);
}
