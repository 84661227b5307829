using MdeHunting.Contract;
using MdeHunting.Formats.Csv;
using MdeHunting.Formats.Documents;
using MdeHunting.Formats.Misp;
using MdeHunting.Formats.OpenIoc;
using MdeHunting.Formats.Stix;

namespace MdeHunting.Formats;

/// <summary>Reads documents of indicators, each by the reader of its format.</summary>
internal sealed class IndicatorFormats : IIndicatorFormats
{
    /// <inheritdoc/>
    public MdeIndicatorFormat Read(IndicatorDocument document, IIndicatorSink sink, CancellationToken token)
    {
        var bytes = DocumentBytes.Read(document, token);
        var format = document.Format == MdeIndicatorFormat.Auto ? FormatDetector.Of(bytes) : document.Format;
        switch (format)
        {
            case MdeIndicatorFormat.Stix:
                new StixReader(new JsonDocumentReader(bytes, document.Name), sink).Read(token);
                break;
            case MdeIndicatorFormat.Misp:
                new MispReader(new JsonDocumentReader(bytes, document.Name), sink).Read(token);
                break;
            case MdeIndicatorFormat.OpenIoc:
                new OpenIocReader(document.Name, sink).Read(bytes, token);
                break;
            case MdeIndicatorFormat.Csv:
                new CsvIndicatorReader(sink).Read(bytes.ToText(document.Name), token);
                break;
            case MdeIndicatorFormat.Html:
                HtmlLines.Read(bytes.ToText(document.Name), sink, token);
                break;
            default:
                TextLines.Read(bytes.ToText(document.Name), sink, token);
                break;
        }

        return format;
    }
}
