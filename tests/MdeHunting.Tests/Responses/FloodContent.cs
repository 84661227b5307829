using System.Net;
using System.Text;

namespace MdeHunting.Tests.Responses;

/// <summary>A body without end, or nearly, that is made while it is read: a beginning, and then the same again and again.</summary>
/// <param name="head">How it begins.</param>
/// <param name="filler">What is repeated.</param>
/// <param name="times">How often.</param>
/// <param name="tail">How it ends.</param>
internal sealed class FloodContent(string head, string filler, long times = long.MaxValue, string tail = "") : HttpContent
{
    /// <summary>How many bytes somebody has taken of it.</summary>
    public long Given { get; private set; }

    /// <summary>Called after each piece.</summary>
    public Action? OnPiece { get; init; }

    /// <summary>All of it, for a reader of its own.</summary>
    public Stream Open() =>
        new Flood(this, Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(filler, Repeats))), Encoding.UTF8.GetBytes(tail));

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(Open());

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var all = Open();
        await all.CopyToAsync(stream, 100_000);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private long FillerBytes => times == long.MaxValue ? long.MaxValue / 2 : times * Encoding.UTF8.GetByteCount(filler);

    // So many at once, that making it takes no time.
    private int Repeats => (int)Math.Min(times, Math.Max(1, 100_000 / filler.Length));

    private sealed class Flood(FloodContent content, byte[] head, byte[] block, byte[] tail) : MemoryStream
    {
        private readonly long _end = content.FillerBytes;
        private long _place;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var piece = Piece();
            var read = Math.Min(buffer.Length, piece.Length);
            piece[..read].CopyTo(buffer);
            _place += read;
            content.Given += read;
            content.OnPiece?.Invoke();
            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken token = default)
        {
            token.ThrowIfCancellationRequested();
            return ValueTask.FromResult(Read(buffer.Span));
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken token) =>
            ReadAsync(buffer.AsMemory(offset, count), token).AsTask();

        private ReadOnlySpan<byte> Piece()
        {
            if (_place < head.Length)
            {
                return head.AsSpan((int)_place);
            }

            var inBody = _place - head.Length;
            return inBody < _end
                ? block.AsSpan((int)(inBody % block.Length))[..(int)Math.Min(block.Length - (inBody % block.Length), _end - inBody)]
                : tail.AsSpan((int)Math.Min(tail.Length, inBody - _end));
        }
    }
}
