namespace MdeHunting.Contract;

/// <summary>What is known of one response besides its rows: the evidence of one request.</summary>
internal sealed record HuntingResponse
{
    /// <summary>The query as it was sent, which may be another than the one that was asked: bounded, or for a part of its time.</summary>
    public required string SentQuery { get; init; }

    /// <summary>
    /// The SHA-256 of the response's content, decompressed, in lower-case hexadecimal digits; null where the request does not ask for it
    /// (<see cref="HuntingRequest.HashesContent"/>, <see cref="HuntingRequest.Recorder"/>).
    /// </summary>
    public string? ContentSha256 { get; init; }

    /// <summary>How many rows the response has, those that were not handed on too.</summary>
    public required int RowCount { get; init; }

    /// <summary>How many of them went to the receiver: fewer where the request asked for no more, none where the response was set aside.</summary>
    public required int RowsHandedOn { get; init; }

    /// <summary>How many bytes came over the wire, compressed or not, without headers.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many bytes of JSON that is, decompressed.</summary>
    public required long ContentBytes { get; init; }

    /// <summary>When the request was sent (UTC).</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>When the whole response was there (UTC).</summary>
    public required DateTime FinishedAt { get; init; }

    /// <summary>The time between, by a clock that nobody sets.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The service's id of the request, or the one that it was sent with where the service gives none.</summary>
    public required string RequestId { get; init; }

    /// <summary>What the service says of its own work; null where it says nothing that can be read, as Graph does.</summary>
    public ServiceStatistics? Statistics { get; init; }

    /// <summary>The warnings that were given of its values.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
