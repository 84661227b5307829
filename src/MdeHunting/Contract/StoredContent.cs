namespace MdeHunting.Contract;

/// <summary>The content of a response, as it was stored.</summary>
/// <param name="Content">Its bytes as they came over the wire, from the beginning; read once, and left open.</param>
/// <param name="ContentEncoding">The encoding that they are in; null for none.</param>
/// <param name="Api">The service that it is of.</param>
internal sealed record StoredContent(Stream Content, string? ContentEncoding, MdeApi Api)
{
    /// <summary>How many rows to hand on, at the most.</summary>
    public int MaxRows { get; init; } = int.MaxValue;

    /// <summary>How many rows the service gave at the most when it was stored; 0 for what is documented.</summary>
    public int RowLimit { get; init; }

    /// <summary>How many bytes it gave at the most; 0 for what is documented.</summary>
    public long ByteLimit { get; init; }
}

/// <summary>What was read of a response that was stored.</summary>
/// <param name="RowCount">How many rows it has; null where it is an error of the service.</param>
/// <param name="ContentSha256">The SHA-256 of its JSON, decompressed, in lower-case hexadecimal digits.</param>
/// <param name="ContentBytes">How many bytes that is.</param>
internal sealed record StoredRows(int? RowCount, string ContentSha256, long ContentBytes);
