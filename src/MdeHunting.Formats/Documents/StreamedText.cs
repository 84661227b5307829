using System.Text;
using MdeHunting.Contract;

namespace MdeHunting.Formats.Documents;

/// <summary>The text of a document, of which no more is in memory than is being read.</summary>
/// <param name="content">The bytes.</param>
/// <param name="skip">How many of them stand before the text.</param>
/// <param name="encoding">The encoding; null for UTF-8, in which nothing may be damaged.</param>
/// <param name="source">The document that messages are about.</param>
internal sealed class StreamedText(Stream content, int skip, Encoding? encoding, IndicatorDocument source) : TextReader
{
    private const int Size = 64 * 1024;

    private readonly Decoder _decoder = (encoding ?? new UTF8Encoding(false, throwOnInvalidBytes: true)).GetDecoder();
    private readonly byte[] _bytes = new byte[Size];
    private readonly char[] _chars = new char[Size + 4];
    private int _from;
    private int _to;
    private int _skip = skip;
    private long _read;
    private int _lines;
    private bool _isOver;

    /// <inheritdoc/>
    public override int Peek() => Fill() ? _chars[_from] : -1;

    /// <inheritdoc/>
    public override int Read() => Fill() ? _chars[_from++] : -1;

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        if (count == 0 || !Fill())
        {
            return 0;
        }

        var taken = Math.Min(count, _to - _from);
        Array.Copy(_chars, _from, buffer, index, taken);
        _from += taken;
        return taken;
    }

    /// <inheritdoc/>
    public override string? ReadLine()
    {
        if (!Fill())
        {
            return null;
        }

        StringBuilder? before = null;
        while (true)
        {
            var end = Array.FindIndex(_chars, _from, _to - _from, static c => c is '\r' or '\n');
            if (end >= 0)
            {
                var line = new string(_chars, _from, end - _from);
                _from = end + 1;
                if (_chars[end] == '\r' && Peek() == '\n')
                {
                    _from++;
                }

                return before is null ? line : before.Append(line).ToString();
            }

            before ??= new StringBuilder();
            before.Append(_chars, _from, _to - _from);
            _from = _to;
            if (!Fill())
            {
                return before.ToString();
            }
        }
    }

    // Whether there is a character.
    private bool Fill()
    {
        while (_from == _to && !_isOver)
        {
            var count = content.Read(_bytes, 0, Size);
            var start = Math.Min(_skip, count);
            _skip -= start;
            _isOver = count == 0;
            _from = 0;
            try
            {
                _to = _decoder.GetChars(_bytes, start, count - start, _chars, 0, flush: _isOver);
            }
            catch (DecoderFallbackException e)
            {
                throw Damaged(Math.Max(start + e.Index, 0), e);
            }

            _read += count;
            _lines += Lines(count);
        }

        return _from < _to;
    }

    private int Lines(int count)
    {
        var lines = 0;
        for (var i = 0; i < count; i++)
        {
            lines += _bytes[i] == (byte)'\n' ? 1 : 0;
        }

        return lines;
    }

    private IndicatorException Damaged(int index, Exception cause) =>
        new(
            IndicatorFailure.IndicatorFormatUnknown,
            FormattableString.Invariant($"{source.Called} isn't in UTF-8 or UTF-16: byte {_read + index}, in line {_lines + Lines(index) + 1}, isn't valid."),
            "Save it as UTF-8.",
            cause
        )
        {
            Target = source.Name,
        };
}
