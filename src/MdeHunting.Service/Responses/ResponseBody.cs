using System.Buffers;
using System.IO.Compression;
using System.Net.Http.Headers;

namespace MdeHunting.Service.Responses;

/// <summary>
/// The bytes of a response as they came over the wire, compressed or not, in pooled memory, so that they can be read twice, and the first time already while
/// they come.
/// </summary>
internal sealed class ResponseBody : IDisposable
{
    private const int ChunkSize = 64 * 1024;
    private readonly object _gate = new();
    private readonly List<byte[]> _chunks = [];
    private readonly string? _encoding;
    private long _length;
    private bool _isWhole;
    private bool _isCut;
    private Exception? _failure;

    /// <param name="headers">The headers that say how it is compressed.</param>
    public ResponseBody(HttpContentHeaders headers)
        : this(headers.ContentEncoding.LastOrDefault()) { }

    /// <param name="encoding">The encoding that it is in; null for none.</param>
    public ResponseBody(string? encoding) => _encoding = encoding;

    /// <summary>The encodings that it can be in, as they stand in Accept-Encoding (RFC 9110, section 12.5.3).</summary>
    public static IReadOnlyList<string> Encodings { get; } =
#if NET
    ["gzip", "br"];
#else
    ["gzip"];
#endif

    /// <summary>How many bytes have come over the wire.</summary>
    public long Length => Interlocked.Read(ref _length);

    /// <summary>Whether it is so long that it gains from being worked on by several threads.</summary>
    public bool IsLong => Length >= ChunkSize;

    /// <summary>Whether there may be more of it that nobody wanted.</summary>
    public bool IsCut
    {
        get
        {
            lock (_gate)
            {
                return _isCut;
            }
        }
    }

    /// <summary>Why no more of it will come; null where it is whole, or still coming.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>The encoding that is taken off it; null where none is, or not one that is known.</summary>
    public string? DecodedFrom => Encodings.FirstOrDefault(known => string.Equals(known, _encoding, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes in the whole body.</summary>
    /// <param name="response">Where it comes from.</param>
    /// <param name="onLong">Called once, when it has become clear that it is long, before all of it is there.</param>
    /// <param name="isEnough">Whether nobody wants more of it.</param>
    /// <param name="token">Ends the taking in.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The connection broke off (on .NET Framework also HttpRequestException).</exception>
    public async Task FillAsync(HttpResponseMessage response, Action onLong, Func<bool> isEnough, CancellationToken token)
    {
        // Of .NET Framework's readers none takes the token; closing the response under them ends them.
        using var closing = token.Register(static state => ((HttpResponseMessage)state!).Dispose(), response);
        try
        {
#if NET
            using var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
#else
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            await FillAsync(stream, onLong, isEnough, token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var stopped = token.IsCancellationRequested ? new OperationCanceledException(token) : null;
            Abandon(stopped ?? e);
            if (stopped is not null)
            {
                throw stopped;
            }

            throw;
        }
    }

    /// <summary>Takes in the whole body from where it was stored.</summary>
    /// <param name="stream">Where it comes from.</param>
    /// <param name="token">Ends the taking in.</param>
    public Task FillAsync(Stream stream, CancellationToken token) => FillAsync(stream, static () => { }, static () => false, token);

    /// <summary>The body from its beginning, decompressed. Reading waits for what has not come yet.</summary>
    public Stream Open()
    {
        var raw = new ChunkStream(this, Reading.OfAll);
        var decompressed = Decode(raw);
        return IsLong && decompressed != raw ? new ReadAheadStream(decompressed) : decompressed;
    }

    /// <summary>The bytes as they came, on the caller's thread; and where the body breaks off, all that came before that.</summary>
    public Stream OpenWire() => new ChunkStream(this, Reading.ToTheLast);

    /// <summary>Takes the compression off its bytes.</summary>
    /// <param name="wire">The bytes as they came; disposed with what is returned.</param>
    public Stream Decode(Stream wire) => Decode(wire, _encoding);

    /// <summary>Takes the compression off bytes, as far as they can be decompressed.</summary>
    /// <param name="wire">The bytes.</param>
    /// <param name="encoding">The encoding that is taken off; null for none.</param>
    public static byte[] DecodeAsFarAs(byte[] wire, string? encoding)
    {
        using var content = Decode(new MemoryStream(wire), encoding);
        using var decoded = new MemoryStream();
        try
        {
            content.CopyTo(decoded);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            // What came before that is there.
        }

        return decoded.ToArray();
    }

    /// <summary>Whether what has come so far is more than so many bytes, decompressed. Waits for nothing, and decompresses no more than that.</summary>
    public bool HasMoreThan(int bytes)
    {
        using var content = Decode(new ChunkStream(this, Reading.OfWhatCame));
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            for (int read; bytes >= 0 && (read = content.Read(buffer, 0, buffer.Length)) > 0; )
            {
                bytes -= read;
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            // It has come in part, or is not compressed at all.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return bytes < 0;
    }

    /// <summary>Ends every reading: no more will come.</summary>
    public void Abandon(Exception failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Gives the memory back. Nobody may read any more.</summary>
    public void Dispose()
    {
        foreach (var chunk in _chunks)
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        _chunks.Clear();
    }

    private static Stream Decode(Stream wire, string? encoding) =>
        encoding?.ToUpperInvariant() switch
        {
            "GZIP" => new GZipStream(wire, CompressionMode.Decompress),
#if NET
            "BR" => new BrotliBody(wire),
#endif
            _ => wire,
        };

    private async Task FillAsync(Stream stream, Action onLong, Func<bool> isEnough, CancellationToken token)
    {
        byte[] chunk = [];
        while (true)
        {
            var place = (int)(_length % ChunkSize);
            if (place == 0)
            {
                chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
                lock (_gate)
                {
                    _chunks.Add(chunk);
                }
            }

            var read = await stream.ReadAsync(chunk, place, ChunkSize - place, token).ConfigureAwait(false);
            Add(read);
            if (read == 0)
            {
                return;
            }

            if (_length >= ChunkSize && _length - read < ChunkSize)
            {
                onLong();
            }

            if (isEnough())
            {
                Add(0, isCut: true);
                return;
            }
        }
    }

    private void Add(int read, bool isCut = false)
    {
        lock (_gate)
        {
            Interlocked.Add(ref _length, read);
            _isWhole = read == 0;
            _isCut = isCut;
            Monitor.PulseAll(_gate);
        }
    }

    // The bytes from a place on, as far as they lie together; none at the end, and where they have not come and are not waited for.
    private ArraySegment<byte> Wait(long place, Reading reading)
    {
        lock (_gate)
        {
            while (reading is not Reading.OfWhatCame && place == _length && !_isWhole && _failure is null)
            {
                Monitor.Wait(_gate);
            }

            if (reading is not Reading.ToTheLast || (place == _length && !_isWhole))
            {
                ThrowIfAbandoned();
            }

            var from = (int)(place % ChunkSize);
            var count = (int)Math.Min(ChunkSize - from, _length - place);
            return count == 0 ? default : new ArraySegment<byte>(_chunks[(int)(place / ChunkSize)], from, count);
        }
    }

    private void ThrowIfAbandoned()
    {
        if (_failure is not null)
        {
            throw new IOException("The request was canceled.", _failure);
        }
    }

    private enum Reading
    {
        OfWhatCame,
        OfAll,
        ToTheLast,
    }

    private sealed class ChunkStream(ResponseBody body, Reading reading) : ForwardStream
    {
        private long _place;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var bytes = body.Wait(_place, reading);
            var read = Math.Min(count, bytes.Count);
            if (read > 0)
            {
                Buffer.BlockCopy(bytes.Array!, bytes.Offset, buffer, offset, read);
                _place += read;
            }

            return read;
        }
    }
}
