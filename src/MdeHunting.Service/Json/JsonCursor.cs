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

    // A dynamic value lies in a row, in the results, in the response.
    private const int MaxDepth = DynamicDepth + 3;
    private const int FirstSize = 64 * 1024;

    private readonly Stream _stream;
    private readonly long _limit;
    private readonly int _longestToken;
    private readonly CancellationToken _token;
    private readonly Utf8Check? _encoding;
    private readonly Action<byte[], int, int>? _seen;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start;
    private int _end;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
    private bool _atStart = true;

    /// <param name="stream">The bytes; closed with the cursor.</param>
    /// <param name="limit">How many of them are read at the most.</param>
    /// <param name="longestToken">How long a token may be; up to twice as long is let through.</param>
    /// <param name="token">Ends the reading, wherever it is.</param>
    /// <param name="encoding">Sees all bytes that come; null where they have been seen, or are no evidence.</param>
    /// <param name="seen">Sees all bytes that come as well: an array, the first place in it, and how many; null for nobody.</param>
    public JsonCursor(
        Stream stream,
        long limit = long.MaxValue,
        int longestToken = int.MaxValue,
        CancellationToken token = default,
        Utf8Check? encoding = null,
        Action<byte[], int, int>? seen = null
    ) => (_stream, _limit, _longestToken, _token, _encoding, _seen) = (stream, limit, longestToken, token, encoding, seen);

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
    /// <exception cref="TooLargeException">The token, or all of the text, is too long.</exception>
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
    /// <param name="reader">Stands there.</param>
    /// <param name="most">How many values and names there may be on the way.</param>
    /// <exception cref="TooLargeException">There are more.</exception>
    public void Skip(ref Utf8JsonReader reader, long most = long.MaxValue)
    {
        var count = 0L;
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
            if (++count > most)
            {
                throw new TooLargeException(FormattableString.Invariant($"it has more than {most:N0} values in a row"));
            }
        } while (reader.CurrentDepth > depth);
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
        _token.ThrowIfCancellationRequested();

        // Not before the reader has seen what came: it tells whether that is JSON at all.
        _encoding?.ThrowIfBroken();
        Close(ref reader);
        var left = _end - _start;
        if (left > _longestToken)
        {
            throw new TooLargeException(FormattableString.Invariant($"it has a value or a name of more than {_longestToken:N0} bytes"));
        }

        MakeRoom(left);

        // The reader begins a token that is not whole at its start again. So there must be as much again before it is asked again: a long one is then gone over
        // twice, and not once for each piece that comes.
        var wanted = _atStart ? ByteOrderMark.Length : Math.Max(left, 1);
        while (_end - left < wanted && Take()) { }

        SkipMark();
        reader = Open();
        return _end > left;
    }

    private void MakeRoom(int left)
    {
        var target = _buffer.Length < left * 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        _buffer.AsSpan(_start, left).CopyTo(target);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        _start = 0;
        _end = left;
    }

    private bool Take()
    {
        _token.ThrowIfCancellationRequested();
        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _encoding?.Add(_buffer.AsSpan(_end, read));
        _seen?.Invoke(_buffer, _end, read);
        _end += read;
        Length += read;
        return Length <= _limit ? read > 0 : throw new TooLargeException(FormattableString.Invariant($"it has more than {_limit:N0} bytes"));
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

/// <summary>Something that is larger than is taken in; the message says what, as the end of a sentence. Never leaves the reading.</summary>
internal sealed class TooLargeException(string what) : Exception(what);
