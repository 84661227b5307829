using System.Buffers;
using System.Text.Json;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>
/// The JSON of a result, whole before its first byte is sent, since a result of too many bytes is refused instead. In pieces of pooled memory,
/// which it gives back when it is disposed of.
/// </summary>
internal sealed class HuntingResponseBody : IBufferWriter<byte>, IDisposable
{
    private const int PieceSize = 64 * 1024;

    private readonly List<byte[]> _pieces = [];
    private readonly List<int> _lengths = [];

    /// <summary>How many rows it has.</summary>
    public int Rows { get; private set; }

    /// <summary>How many bytes it has.</summary>
    public long Length { get; private set; }

    /// <exception cref="LabServiceErrorException">It would have more bytes than that.</exception>
    public static HuntingResponseBody Write(HuntingDialect dialect, HuntingResult result, long limit, CancellationToken token)
    {
        var body = new HuntingResponseBody();
        try
        {
            body.WriteResult(dialect, result, limit, token);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public async Task CopyToAsync(Stream stream, CancellationToken token)
    {
        for (var index = 0; index < _pieces.Count; index++)
        {
            await stream.WriteAsync(_pieces[index].AsMemory(0, _lengths[index]), token);
        }
    }

    /// <summary>All of its bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        var at = 0;
        for (var index = 0; index < _pieces.Count; at += _lengths[index], index++)
        {
            _pieces[index].AsSpan(0, _lengths[index]).CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    public void Advance(int count)
    {
        _lengths[^1] += count;
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_pieces.Count == 0 || _pieces[^1].Length - _lengths[^1] < Math.Max(1, sizeHint))
        {
            _pieces.Add(ArrayPool<byte>.Shared.Rent(Math.Max(PieceSize, sizeHint)));
            _lengths.Add(0);
        }
        return _pieces[^1].AsMemory(_lengths[^1]);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        foreach (var piece in _pieces)
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        _pieces.Clear();
        _lengths.Clear();
    }

    private void WriteResult(HuntingDialect dialect, HuntingResult result, long limit, CancellationToken token)
    {
        using var writer = new Utf8JsonWriter(this, JsonResponse.WriterOptions);
        Rows = result.Table.Rows.Count;
        dialect.WriteStart(writer, result);
        foreach (var row in result.Table.Rows)
        {
            token.ThrowIfCancellationRequested();
            dialect.WriteRow(writer, result, row);
            if (writer.BytesCommitted + writer.BytesPending > limit)
            {
                throw new LabServiceErrorException(dialect.TooLarge);
            }
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        if (Length > limit)
        {
            throw new LabServiceErrorException(dialect.TooLarge);
        }
    }
}
