using System.Buffers;
using System.Text.Json;

namespace MdeHunting.Service.Json;

/// <summary>
/// Reads JSON tokens from a stream whose bytes are at hand (in memory, or decompressed from there), so that reading never waits. A token is always whole
/// in one span. The reader is told that more may come, always: then a JsonException means that the text is wrong, and the stream's end that it was cut.
/// </summary>
internal sealed class JsonCursor : IDisposable
{
    /// <summary>How deep a dynamic value may be nested.</summary>
    public const int DynamicDepth = 1_000;

    // A dynamic value lies in a row, in the results, in the answer.
    private const int MaxDepth = DynamicDepth + 3;
    private const int FirstSize = 64 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start;
    private int _end;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
    private bool _atStart = true;

    public JsonCursor(Stream stream) => _stream = stream;

    /// <summary>How many bytes have been taken from the stream.</summary>
    public long Length { get; private set; }

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>A reader that goes on where <see cref="Close"/> left off.</summary>
    public Utf8JsonReader Open() => new(_buffer.AsSpan(_start, _end - _start), isFinalBlock: false, _state);

    /// <summary>Keeps a reader's place.</summary>
    public void Close(ref Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    /// <summary>Goes to the next token; false where the stream has ended.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        while (!reader.Read())
        {
            if (!Fill(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Goes to the next token.</summary>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    public void Read(ref Utf8JsonReader reader)
    {
        if (!TryRead(ref reader))
        {
            throw new EndOfStreamException();
        }
    }

    /// <summary>From a member's name or a value's first token, goes to the value's last.</summary>
    public void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.PropertyName)
        {
            Read(ref reader);
        }

        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var depth = reader.CurrentDepth;
        do
        {
            Read(ref reader);
        }
        while (reader.CurrentDepth > depth);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _stream.Dispose();
    }

    private bool Fill(ref Utf8JsonReader reader)
    {
        Close(ref reader);
        var left = _end - _start;
        if (left == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(_start, left).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, left).CopyTo(_buffer);
        }

        _start = 0;
        _end = left;
        int read;
        do
        {
            read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            Length += read;
        }
        while (_atStart && read > 0 && _end < ByteOrderMark.Length);

        SkipMark();
        reader = Open();
        return _end > left;
    }

    // Some proxies put a byte order mark in front, which RFC 8259 lets a reader pass over.
    private void SkipMark()
    {
        if (_atStart)
        {
            _start = _buffer.AsSpan(0, _end).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
            _atStart = false;
        }
    }
}
