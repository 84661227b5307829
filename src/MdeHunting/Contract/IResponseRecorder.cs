namespace MdeHunting.Contract;

/// <summary>
/// Keeps the responses to a request as evidence, as they come: also those that are refusals, are no valid JSON or break off. A request that is sent again, be
/// it for a passing fault or for a claims challenge, has a recording for each response.
/// </summary>
/// <remarks>
/// <para>
/// What is recorded is the content as it came over the wire, its content coding (RFC 9110, section 8.4) kept and the transfer coding taken off: so it is what
/// the service sent, byte for byte. The end also tells the SHA-256 of the JSON text (RFC 8259) that is in it, since a gateway may compress the same text
/// otherwise each time. Nothing is changed: no byte order mark is taken off, no character is repaired.
/// </para>
/// <para>
/// Rows are the tenant's, and nothing is taken out of them. A refusal that repeats what it was sent, such as a token, is recorded without it
/// (<see cref="RecordingEnd.IsRedacted"/>). In the head and the end, the connection's secrets are hidden.
/// </para>
/// <para>
/// All of it is called by threads of the module, never by that of the pipeline; the calls for one recording come one after the other, those for several
/// requests side by side. They may block. What one of them throws ends the query: with that failure where it is an <see cref="MdeException"/>, otherwise with
/// <see cref="HuntingFailure.ResponseNotRecorded"/>. The connection is closed, the request is not sent again, and none of its rows is handed on.
/// </para>
/// </remarks>
internal interface IResponseRecorder
{
    /// <summary>Begins a recording: status and headers of a response have come.</summary>
    IResponseRecording Begin(RecordedHead head);

    /// <summary>Says that a request was sent, or was about to be, and that no response came to it. Why, is what ends the query, or has it sent again.</summary>
    void EndWithoutResponse(RecordedSending sent);
}

/// <summary>The recording of one response. It is disposed in any case, at last.</summary>
internal interface IResponseRecording : IDisposable
{
    /// <summary>Takes the next bytes of the content. The buffer is another's again afterwards.</summary>
    void Write(byte[] buffer, int offset, int count);

    /// <summary>Says how it ended: once, after the last bytes and before the first row is handed on, unless this recording has thrown before.</summary>
    void End(RecordingEnd end);
}

/// <summary>What is known of a request that was sent.</summary>
internal record RecordedSending
{
    /// <summary>The request's method.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Where the query was sent.</summary>
    public required Uri Address { get; init; }

    /// <summary>The query as it was sent, but for texts that may not be told.</summary>
    public required string SentQuery { get; init; }

    /// <summary>The request's content; where the query has a text that may not be told, without it.</summary>
    public required byte[] SentBody { get; init; }

    /// <summary>Whether that is so, and the content is not the one that was sent.</summary>
    public required bool IsSentBodyRedacted { get; init; }

    /// <summary>The request's headers. Of one whose value may be a session or a credential, the name alone.</summary>
    public required IReadOnlyList<KeyValuePair<string, string?>> SentHeaders { get; init; }

    /// <summary>The time that was sent beside the query; null where none was.</summary>
    public required string? SentTimespan { get; init; }

    /// <summary>When the request was sent (UTC).</summary>
    public required DateTime SentAt { get; init; }

    /// <summary>The id that it was sent with.</summary>
    public required string SentRequestId { get; init; }
}

/// <summary>What is known of a response before its content.</summary>
internal sealed record RecordedHead : RecordedSending
{
    /// <summary>Adds to what is known of the request what is known of its response.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public RecordedHead(RecordedSending sent, int status, string? contentEncoding, string? decodedFrom, IReadOnlyList<KeyValuePair<string, string?>> headers)
        : base(sent)
    {
        Status = status;
        ContentEncoding = contentEncoding;
        DecodedFrom = decodedFrom;
        Headers = headers;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>The Content-Encoding, as it stands in the headers; null where there is none.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The encoding that was taken off to hash the content; null where it is hashed as it comes, compressed or not.</summary>
    public string? DecodedFrom { get; init; }

    /// <summary>The response's headers. Of one whose value may be a session or a credential, the name alone.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Headers { get; init; }
}

/// <summary>How a recording ended.</summary>
internal sealed record RecordingEnd
{
    /// <summary>Whether all of it is there.</summary>
    public required RecordingOutcome Outcome { get; init; }

    /// <summary>Why not all of it is there, as a sentence; null where it is.</summary>
    public required string? Why { get; init; }

    /// <summary>Whether the content repeated a secret of the connection, so that what was recorded is its text without that and without compression.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>The SHA-256 of what was recorded, whole or not, in lower-case hexadecimal digits.</summary>
    public required string WireSha256 { get; init; }

    /// <summary>How many bytes were recorded.</summary>
    public required long WireBytes { get; init; }

    /// <summary>The SHA-256 of that without its compression, as far as it can be taken off, likewise.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>How many bytes that are.</summary>
    public required long ContentBytes { get; init; }
}

/// <summary>Whether a recording has all of a response.</summary>
internal enum RecordingOutcome
{
    /// <summary>The content is whole as HTTP counts it, whatever it says: it may still be a refusal or no valid JSON, which is the query's failure.</summary>
    Complete,

    /// <summary>The connection broke off.</summary>
    BrokenOff,

    /// <summary>The time limit or the caller ended it.</summary>
    Stopped,

    /// <summary>It does not decompress from there on.</summary>
    NotDecoded,

    /// <summary>It is longer than any response, or any error, is read.</summary>
    TooLarge,
}
