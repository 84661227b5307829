using System.Net;

namespace MdeHunting.Tests.Responses;

/// <summary>A body that comes in pieces of random size, and may end badly.</summary>
internal sealed class TricklingContent : HttpContent
{
    private const int LargestPiece = 20_000;
    private readonly byte[] _bytes;

    /// <param name="bytes">The body.</param>
    /// <param name="encoding">How it is compressed; "none" for not at all.</param>
    public TricklingContent(byte[] bytes, string encoding)
    {
        _bytes = bytes;
        if (encoding != "none")
        {
            Headers.ContentEncoding.Add(encoding);
        }
    }

    /// <summary>Called with the place of each piece, before it is given; may throw what a connection throws, or wait.</summary>
    public Func<int, CancellationToken, Task> OnPiece { get; init; } = (_, _) => Task.CompletedTask;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new Pieces(_bytes, OnPiece));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private sealed class Pieces(byte[] bytes, Func<int, CancellationToken, Task> onPiece) : MemoryStream(bytes, writable: false)
    {
        private readonly Random _random = new(bytes.Length);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken token = default)
        {
            await Task.Yield();
            await onPiece((int)Position, token);
            return Read(buffer.Span[..Math.Min(buffer.Length, _random.Next(1, LargestPiece))]);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken token) =>
            ReadAsync(buffer.AsMemory(offset, count), token).AsTask();
    }
}
