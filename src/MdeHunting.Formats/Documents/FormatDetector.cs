using System.Text;
using MdeHunting.Formats.Csv;

namespace MdeHunting.Formats.Documents;

/// <summary>Finds out in which format a document is, by how it begins.</summary>
internal static class FormatDetector
{
    private const int Beginning = 64 * 1024;

    /// <summary>The format.</summary>
    public static MdeIndicatorFormat Of(DocumentBytes document)
    {
        var text = Encoding.UTF8.GetString(document.Buffer, document.Start, Math.Min(document.Length, Beginning)).TrimStart();
        return text.Length == 0 ? MdeIndicatorFormat.Text
            : text[0] is '{' || (text[0] == '[' && text.Substring(1).TrimStart() is { Length: > 0 } inner && inner[0] is '{' or ']') ? OfJson(document)
            : text[0] == '<' ? OfMarkup(text)
            : CsvIndicatorReader.IsCsv(text) ? MdeIndicatorFormat.Csv
            : MdeIndicatorFormat.Text;
    }

    private static MdeIndicatorFormat OfMarkup(string text) =>
        text.IndexOf("schemas.mandiant.com", StringComparison.OrdinalIgnoreCase) >= 0
        || text.IndexOf("openioc.org", StringComparison.OrdinalIgnoreCase) >= 0
        || text.IndexOf("<OpenIOC", StringComparison.Ordinal) >= 0
        || text.IndexOf("<ioc ", StringComparison.Ordinal) >= 0
        || text.IndexOf("<IndicatorItem", StringComparison.Ordinal) >= 0
            ? MdeIndicatorFormat.OpenIoc
            : MdeIndicatorFormat.Html;

    // A STIX object has a type and an id of that type; MISP has events and attributes.
    private static MdeIndicatorFormat OfJson(DocumentBytes document) =>
        JsonDocumentReader.HasStixObject(document) ? MdeIndicatorFormat.Stix : MdeIndicatorFormat.Misp;
}
