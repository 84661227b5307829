using CsCheck;
using MdeHunting.Service.Responses;
using Xunit;

namespace MdeHunting.Tests.Responses;

public sealed class ReadAheadStreamTests
{
    private const int Longest = 900_000;

    private static readonly Gen<(int Length, int Piece, int Buffer)> Reads = Gen.Select(Gen.Int[0, Longest], Gen.Int[1, 300_000], Gen.Int[1, 200_000]);

    [Fact]
    public void What_is_read_is_what_the_other_stream_has() =>
        Reads.Sample(
            (length, piece, buffer) =>
            {
                using var stream = new ReadAheadStream(new Source(length, piece, failsAtEnd: false));

                Assert.Equal(Source.Bytes(length), Drain(stream, buffer));
            },
            iter: 60
        );

    [Fact]
    public void A_failure_comes_after_the_bytes_before_it() =>
        Reads.Sample(
            (length, piece, buffer) =>
            {
                using var stream = new ReadAheadStream(new Source(length, piece, failsAtEnd: true));
                var read = new List<byte>();

                Assert.Throws<InvalidDataException>(() => Drain(stream, buffer, read));

                Assert.Equal(Source.Bytes(length), read.ToArray());
            },
            iter: 60
        );

    [Fact]
    public void One_that_is_closed_early_closes_the_other() =>
        Reads.Sample(
            (length, piece, buffer) =>
            {
                var source = new Source(length, piece, failsAtEnd: false);
                var stream = new ReadAheadStream(source);
                _ = stream.Read(new byte[buffer], 0, buffer);

                stream.Dispose();

                Assert.False(source.CanRead);
            },
            iter: 60
        );

    private static byte[] Drain(Stream stream, int size, List<byte>? into = null)
    {
        var all = into ?? [];
        var buffer = new byte[size];
        for (var read = stream.Read(buffer, 0, size); read > 0; read = stream.Read(buffer, 0, size))
        {
            all.AddRange(buffer.AsSpan(0, read));
        }

        return [.. all];
    }

    private sealed class Source(int length, int piece, bool failsAtEnd) : MemoryStream(Bytes(length))
    {
        private static readonly byte[] Content = [.. Enumerable.Range(0, Longest).Select(i => (byte)(i * 31 >> 3))];

        public static byte[] Bytes(int length) => Content[..length];

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, Math.Min(count, piece));
            return read == 0 && failsAtEnd ? throw new InvalidDataException() : read;
        }
    }
}
