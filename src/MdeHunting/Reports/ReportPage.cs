using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Reports;

/// <summary>
/// Writes a report as one HTML file that needs nothing else: its script and its style are in it, and nothing but these two, by their hashes, may run or be
/// loaded. Every value is escaped; rows are JSON that the script reads, and never HTML.
/// </summary>
/// <param name="writer">Where it is written.</param>
internal sealed class ReportPage(TextWriter writer)
{
    private static readonly string Script = Resource("report.js");
    private static readonly string Style = Resource("report.css");

    /// <summary>The policy that the page has.</summary>
    public static string Policy { get; } = $"default-src 'none'; script-src '{Hash(Script)}'; style-src '{Hash(Style)}'; base-uri 'none'; form-action 'none'";

    /// <summary>Begins the page.</summary>
    /// <param name="title">What it is of.</param>
    /// <param name="made">By what and when it was made.</param>
    public void Begin(string title, string made)
    {
        writer.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"");
        writer.Write(Encode(Policy));
        writer.Write("\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
        writer.Write(Encode(title));
        writer.Write("</title>\n<style>");
        writer.Write(Style);
        writer.Write("</style>\n</head>\n<body>\n");
        writer.Write($"<h1>{Encode(title)}</h1>\n<p class=\"dim\">{Encode(made)}</p>\n");

        // Not a noscript, which stays unseen where the script is kept from running by something else than the browser's own setting.
        writer.Write(
            "<p class=\"bad\" data-still>Scripts are off, or the page is still loading: only the first rows of each table are shown, and can't be sorted or "
                + "searched.</p>\n"
        );
    }

    /// <summary>Ends the page.</summary>
    public void End()
    {
        writer.Write("<script>");
        writer.Write(Script);
        writer.Write("</script>\n</body>\n</html>\n");
    }

    /// <summary>Begins a section; what it is about stands above it.</summary>
    public void BeginSection(string title) => writer.Write($"<section data-section>\n<h2>{Encode(title)}</h2>\n");

    /// <summary>Ends a section.</summary>
    public void EndSection() => writer.Write("</section>\n");

    /// <summary>A heading within a section.</summary>
    public void Heading(string text) => writer.Write($"<h3>{Encode(text)}</h3>\n");

    /// <summary>A sentence.</summary>
    public void Paragraph(string text, ReportTone tone = ReportTone.Plain) => writer.Write($"<p{Class(tone)}>{Encode(text)}</p>\n");

    /// <summary>A text as it is, such as a query.</summary>
    public void Verbatim(string text) => writer.Write($"<pre>{Encode(text)}</pre>\n");

    /// <summary>Facts with their names; those that are not known are left out.</summary>
    public void Facts(IEnumerable<(string Name, string? Value)> facts)
    {
        writer.Write("<dl>\n");
        foreach (var (name, value) in facts.Where(fact => !string.IsNullOrEmpty(fact.Value)))
        {
            writer.Write($"<dt>{Encode(name)}</dt><dd>{Encode(value!)}</dd>\n");
        }

        writer.Write("</dl>\n");
    }

    /// <summary>A small table that is only read.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        writer.Write("<div class=\"wide\"><table>\n<thead><tr>");
        foreach (var column in columns)
        {
            writer.Write($"<th>{Encode(column)}</th>");
        }

        writer.Write("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            Row(row);
        }

        writer.Write("</tbody>\n</table></div>\n");
    }

    /// <summary>Begins a table of rows: its columns, and the rows that are shown before it is sorted or searched.</summary>
    public void BeginRows(IReadOnlyList<(string Name, string Type)> columns, IEnumerable<IReadOnlyList<string?>> first)
    {
        writer.Write("<div data-table>\n<div class=\"bar\" hidden><input type=\"search\" aria-label=\"Search the rows\" placeholder=\"Search the rows\">");
        writer.Write(
            "<button type=\"button\" data-back disabled>Previous</button><button type=\"button\" data-on>Next</button><span class=\"dim\" data-count>"
        );
        writer.Write("</span></div>\n<div class=\"wide\"><table>\n<thead><tr>");
        foreach (var (name, type) in columns)
        {
            writer.Write($"<th data-type=\"{Encode(type)}\" title=\"{Encode(type)}\"><button type=\"button\">{Encode(name)}</button></th>");
        }

        writer.Write("</tr></thead>\n<tbody>\n");
        foreach (var row in first)
        {
            Row(row);
        }

        writer.Write("</tbody>\n</table></div>\n<script type=\"application/json\">[");
    }

    /// <summary>A row of JSON, in which no sign can end the script's element.</summary>
    public void JsonRow(StringBuilder json, bool isFirst)
    {
        if (!isFirst)
        {
            writer.Write(",\n");
        }

        writer.Write(json.Replace("<", "\\u003c"));
    }

    /// <summary>Ends a table of rows.</summary>
    public void EndRows() => writer.Write("]</script>\n</div>\n");

    private void Row(IReadOnlyList<string?> cells)
    {
        writer.Write("<tr>");
        foreach (var cell in cells)
        {
            writer.Write($"<td>{(cell is null ? string.Empty : Encode(cell))}</td>");
        }

        writer.Write("</tr>\n");
    }

    /// <summary>A text in which is named what is unseen, or would turn the direction of what is read; lines and tabs stay.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        var lines = text.Replace("\r\n", "\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var cells = lines[i].Split('\t');
            visible.Append(i == 0 ? string.Empty : "\n").Append(string.Join("\t", cells.Select(TerminalSafeText.Line)));
        }

        return visible.ToString();
    }

    private static string Encode(string text) =>
        new StringBuilder(Visible(text))
            .Replace("&", "&amp;")
            .Replace("<", "&lt;")
            .Replace(">", "&gt;")
            .Replace("\"", "&quot;")
            .Replace("'", "&#39;")
            .ToString();

    private static string Class(ReportTone tone) =>
        tone switch
        {
            ReportTone.Good => " class=\"good\"",
            ReportTone.Bad => " class=\"bad\"",
            ReportTone.Dim => " class=\"dim\"",
            _ => string.Empty,
        };

    private static string Hash(string text)
    {
        using var sha256 = SHA256.Create();
        return $"sha256-{Convert.ToBase64String(sha256.ComputeHash(Encoding.UTF8.GetBytes(text)))}";
    }

    // A browser hashes what it has read, with its line ends as LF.
    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!, Encoding.UTF8);
        return $"\n{reader.ReadToEnd().Replace("\r\n", "\n")}";
    }
}

/// <summary>How a sentence is set.</summary>
internal enum ReportTone
{
    /// <summary>As any other.</summary>
    Plain,

    /// <summary>As what is in order.</summary>
    Good,

    /// <summary>As what is not.</summary>
    Bad,

    /// <summary>As what matters less.</summary>
    Dim,
}
