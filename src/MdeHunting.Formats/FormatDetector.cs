using MdeHunting.Formats.Csv;
using MdeHunting.Formats.Documents;

namespace MdeHunting.Formats;

/// <summary>Finds out in which format a document is, by how it begins.</summary>
internal static class FormatDetector
{
    /// <summary>The format of a document of that name that begins so; null where it is JSON, of which all has to be seen.</summary>
    public static MdeIndicatorFormat? Of(string name, string beginning)
    {
        var text = beginning.TrimStart();
        return text.Length == 0 || TextLines.IsMarkdown(name) ? MdeIndicatorFormat.Text
            : text[0] is '{' || (text[0] == '[' && text.Substring(1).TrimStart() is { Length: > 0 } inner && inner[0] is '{' or ']') ? null
            : text[0] == '<' ? OfMarkup(text)
            : CsvIndicatorReader.IsCsv(text) ? MdeIndicatorFormat.Csv
            : MdeIndicatorFormat.Text;
    }

    /// <summary>The format of JSON: a STIX object has a type and an id of that type; MISP has events and attributes.</summary>
    public static MdeIndicatorFormat OfJson(DocumentBytes document) =>
        JsonDocumentReader.HasStixObject(document) ? MdeIndicatorFormat.Stix : MdeIndicatorFormat.Misp;

    private static MdeIndicatorFormat OfMarkup(string text) =>
        text.IndexOf("schemas.mandiant.com", StringComparison.OrdinalIgnoreCase) >= 0
        || text.IndexOf("openioc.org", StringComparison.OrdinalIgnoreCase) >= 0
        || text.IndexOf("<OpenIOC", StringComparison.Ordinal) >= 0
        || text.IndexOf("<ioc ", StringComparison.Ordinal) >= 0
        || text.IndexOf("<IndicatorItem", StringComparison.Ordinal) >= 0
            ? MdeIndicatorFormat.OpenIoc
            : MdeIndicatorFormat.Html;
}
