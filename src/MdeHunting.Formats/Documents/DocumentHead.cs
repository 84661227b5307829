using System.Text;
using MdeHunting.Contract;

namespace MdeHunting.Formats.Documents;

/// <summary>The beginning of a document, by which its encoding and its format are known, and all of it to be read after that.</summary>
internal sealed class DocumentHead
{
    private const int Size = 64 * 1024;

    private readonly IndicatorDocument _document;
    private readonly byte[] _bytes;
    private readonly int _length;

    private DocumentHead(IndicatorDocument document, byte[] bytes, int length)
    {
        (_document, _bytes, _length) = (document, bytes, length);
        Encoding = DocumentBytes.Marked(bytes, length);
        Start = Encoding?.GetPreamble().Length ?? (DocumentBytes.HasMark(bytes, length) ? 3 : 0);
        Text = (Encoding ?? Encoding.UTF8).GetString(bytes, Start, length - Start);
    }

    /// <summary>The encoding that a mark tells, but for that of UTF-8; null for none.</summary>
    public Encoding? Encoding { get; }

    /// <summary>Where the text begins, behind a mark of its encoding.</summary>
    public int Start { get; }

    /// <summary>The text of the beginning; its last character may be cut.</summary>
    public string Text { get; }

    /// <summary>Reads the beginning.</summary>
    /// <exception cref="IndicatorException">The document is too large, or no text.</exception>
    public static DocumentHead Read(IndicatorDocument document)
    {
        DocumentBytes.CheckSize(document);
        var bytes = new byte[Size];
        var length = 0;
        for (var read = 1; read > 0 && length < Size; length += read)
        {
            read = document.Content.Read(bytes, length, Size - length);
        }

        var head = new DocumentHead(document, bytes, length);
        return head.Encoding is null && Array.IndexOf(bytes, (byte)0, 0, length) >= 0 ? throw DocumentBytes.NoText(document) : head;
    }

    /// <summary>The document from its beginning on.</summary>
    public IndicatorDocument Whole() => _document with { Content = new JoinedStream(_bytes, _length, _document.Content) };

    /// <summary>The document's text, read as it is asked for.</summary>
    public StreamedText ToText() => new(new JoinedStream(_bytes, _length, _document.Content), Start, Encoding, _document);
}
