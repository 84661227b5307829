using System.Buffers;
using System.IO.Compression;

namespace MdeHunting.Service.Hunting;

/// <summary>The bytes of an answer as they came over the wire, compressed or not, in pooled memory, so that they can be read twice.</summary>
internal sealed class ResponseBody : IDisposable
{
    private const int ChunkSize = 64 * 1024;
    private readonly List<byte[]> _chunks = [];
    private readonly bool _isGzip;

    private ResponseBody(bool isGzip) => _isGzip = isGzip;

    /// <summary>How many bytes came over the wire.</summary>
    public long Length { get; private set; }

    /// <summary>Takes in the whole body.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The connection broke off (on .NET Framework also HttpRequestException).</exception>
    public static async Task<ResponseBody> ReadAsync(HttpResponseMessage response, CancellationToken token)
    {
        var body = new ResponseBody(response.Content.Headers.ContentEncoding.Contains("gzip", StringComparer.OrdinalIgnoreCase));

        // Of .NET Framework's readers none takes the token; closing the answer under them ends them.
        using var closing = token.Register(static state => ((HttpResponseMessage)state!).Dispose(), response);
        try
        {
#if NET
            using var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
#else
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            await body.FillAsync(stream, token).ConfigureAwait(false);
            return body;
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            body.Dispose();
            throw new OperationCanceledException(token);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The body from its beginning, decompressed.</summary>
    public Stream Open() => _isGzip ? new GZipStream(new ChunkStream(_chunks, Length), CompressionMode.Decompress) : new ChunkStream(_chunks, Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var chunk in _chunks)
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        _chunks.Clear();
    }

    private async Task FillAsync(Stream stream, CancellationToken token)
    {
        while (true)
        {
            var place = (int)(Length % ChunkSize);
            if (place == 0)
            {
                _chunks.Add(ArrayPool<byte>.Shared.Rent(ChunkSize));
            }

            var read = await stream.ReadAsync(_chunks[_chunks.Count - 1], place, ChunkSize - place, token).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            Length += read;
        }
    }

    private sealed class ChunkStream(List<byte[]> chunks, long length) : Stream
    {
        private long _place;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _place;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_place == length)
            {
                return 0;
            }

            var from = (int)(_place % ChunkSize);
            var read = (int)Math.Min(Math.Min(count, ChunkSize - from), length - _place);
            Buffer.BlockCopy(chunks[(int)(_place / ChunkSize)], from, buffer, offset, read);
            _place += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
