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
    public IndicatorReading Open(IndicatorDocument document, IIndicatorSink sink, CancellationToken token)
    {
        var head = DocumentHead.Read(document);
        var isReport = TextLines.IsReport(document.Name, head.Text);
        var format = document.Format == MdeIndicatorFormat.Auto ? FormatDetector.Of(document.Name, head.Text) : document.Format;
        return format switch
        {
            MdeIndicatorFormat.Text => new IndicatorReading(MdeIndicatorFormat.Text, TextLines.Read(head.ToText(), isReport, sink, token))
            {
                IsReport = isReport,
            },
            MdeIndicatorFormat.Csv => new IndicatorReading(
                MdeIndicatorFormat.Csv,
                new CsvIndicatorReader(document, isReport, sink).Read(head.Text, head.ToText(), token)
            ),
            _ => OfWhole(JsonLines.AsList(DocumentBytes.Read(head.Whole(), token)), format, document, sink, token),
        };
    }

    // Of these formats, what stands at the end can concern what stands at the beginning.
    private static IndicatorReading OfWhole(
        DocumentBytes bytes,
        MdeIndicatorFormat? told,
        IndicatorDocument source,
        IIndicatorSink sink,
        CancellationToken token
    )
    {
        var format = told ?? FormatDetector.OfJson(bytes);
        return new IndicatorReading(format, Steps());

        IEnumerable<int> Steps()
        {
            switch (format)
            {
                case MdeIndicatorFormat.Stix:
                    new StixReader(new JsonDocumentReader(bytes, source), sink).Read(token);
                    break;
                case MdeIndicatorFormat.Misp:
                    var misp = new MispReader(new JsonDocumentReader(bytes, source), sink);
                    misp.Read(token);
                    if (told is null && misp.HasOnlyOthers)
                    {
                        throw OfOther(source);
                    }

                    break;
                case MdeIndicatorFormat.OpenIoc:
                    new OpenIocReader(source, sink).Read(bytes, token);
                    break;
                default:
                    HtmlLines.Read(bytes.ToText(source), sink, token);
                    break;
            }

            yield return 1;
        }
    }

    private static IndicatorException OfOther(IndicatorDocument source) =>
        new(
            IndicatorFailure.IndicatorFormatUnknown,
            $"{source.Called} is JSON that is neither STIX nor MISP, and only those are read.",
            "To read objects of other JSON, use Get-Content -Raw, ConvertFrom-Json, and ConvertTo-MdeIndicator, such as "
                + "(Get-Content -Raw a.json | ConvertFrom-Json).iocs | ConvertTo-MdeIndicator."
        )
        {
            Target = source.Name,
        };

    /// <inheritdoc/>
    public StatedWarningList ReadWarningList(IndicatorDocument document, CancellationToken token) =>
        new WarningListReader(document.Name).Read(DocumentBytes.Read(document, token));
}
