using System.Text;
using MdeHunting.Journal;
using MdeHunting.Results;

namespace MdeHunting.Running;

/// <summary>Writes rows to a file of a journal's folder. One thread may make the text of rows while another writes those before.</summary>
/// <param name="format">The format.</param>
internal sealed class RowFile(MdeOutputFormat format)
{
    private const int BufferSize = 64 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UTF8Encoding Replacing = new(encoderShouldEmitUTF8Identifier: false);

    private readonly RowFormat _format = RowFormat.Of(format);
    private readonly StringBuilder _text = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private PartWriter? _writer;
    private int _used;

    /// <summary>The end of the file's name, with its point.</summary>
    public string Extension => _format.Extension;

    /// <summary>How many rows were written.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether a text had half a surrogate pair, which UTF-8 cannot have.</summary>
    public bool HasReplaced { get; private set; }

    /// <summary>Begins a file.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="columns">Its columns.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Begin(PartWriter writer, IReadOnlyList<MdeHuntingColumn> columns)
    {
        (_writer, _used, Rows, HasReplaced) = (writer, 0, 0, false);
        writer.Write(_format.Preamble, 0, _format.Preamble.Length);
        _text.Clear();
        _format.WriteHeader(_text, columns);
        Put(_text.ToString());
    }

    /// <summary>Goes on with rows of other columns, in a format whose rows each name their own.</summary>
    /// <param name="columns">The columns.</param>
    public void Go(IReadOnlyList<MdeHuntingColumn> columns)
    {
        _text.Clear();
        _format.WriteHeader(_text, columns);
    }

    /// <summary>The text of a row.</summary>
    /// <param name="cells">Its cells, in the columns' order.</param>
    public string Format(object?[] cells)
    {
        _text.Clear();
        _format.WriteRow(_text, cells);
        return _text.ToString();
    }

    /// <summary>Writes a row.</summary>
    /// <param name="row">Its text.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(string row)
    {
        Put(row);
        Rows++;
    }

    /// <summary>Writes what is still to be written.</summary>
    /// <returns>The file, which is whole now.</returns>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public PartWriter End()
    {
        WriteOut();
        var writer = _writer!;
        _writer = null;
        return writer;
    }

    /// <summary>The warning of a text that had half a surrogate pair.</summary>
    public static string Replacement(string file) =>
        $"Text in '{file}' has half a surrogate pair, which UTF-8 can't contain: it was replaced with U+FFFD. -OutputFormat JsonLines keeps it.";

    private void Put(string text)
    {
        // No character has more bytes than three.
        if (3L * text.Length > BufferSize)
        {
            WriteOut();
            var bytes = Encode(text);
            _writer!.Write(bytes, 0, bytes.Length);
            return;
        }

        if (_used + (3 * text.Length) > BufferSize)
        {
            WriteOut();
        }

        try
        {
            _used += Strict.GetBytes(text, 0, text.Length, _buffer, _used);
        }
        catch (EncoderFallbackException)
        {
            HasReplaced = true;
            _used += Replacing.GetBytes(text, 0, text.Length, _buffer, _used);
        }
    }

    private byte[] Encode(string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            HasReplaced = true;
            return Replacing.GetBytes(text);
        }
    }

    private void WriteOut()
    {
        if (_used > 0)
        {
            _writer!.Write(_buffer, 0, _used);
            _used = 0;
        }
    }
}
