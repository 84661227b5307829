using System.Management.Automation;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Reports;

/// <summary>Writes objects of the pipeline: each result of -AsResult by itself, and all other objects as one table.</summary>
/// <param name="page">The page.</param>
/// <param name="budget">What is left of the report's limits.</param>
internal sealed class ObjectReport(ReportPage page, ReportBudget budget)
{
    /// <summary>Writes them.</summary>
    public void Write(IEnumerable<PSObject> objects)
    {
        var others = new List<PSObject>();
        foreach (var one in objects)
        {
            if (one.BaseObject is MdeHuntingResult result)
            {
                Write(result);
            }
            else
            {
                others.Add(one);
            }
        }

        if (others.Count > 0)
        {
            page.BeginSection("Rows");
            page.Paragraph(
                "The report has no query and no hash of these rows. To include them, use -AsResult, or record evidence and use -EvidencePath.",
                ReportTone.Dim
            );
            WriteRows(others, Columns(others));
            page.EndSection();
        }
    }

    private void Write(MdeHuntingResult result)
    {
        page.BeginSection(result.Name ?? "Query");
        page.Paragraph(result.IsComplete ? "Complete." : "Not complete.", result.IsComplete ? ReportTone.Good : ReportTone.Bad);
        foreach (var missing in result.Missing)
        {
            page.Paragraph(missing.ToString(), ReportTone.Bad);
        }

        page.Facts([
            ("Connection", result.Connection),
            ("Tenant", result.TenantId),
            ("Account", result.Account),
            ("Service", $"{result.Api}, {result.Cloud}, {result.HuntingHost}"),
            (
                "Time range",
                result is { StartTime: { } start, EndTime: { } end } ? $"{UtcText.Millisecond(start)} to {UtcText.Millisecond(end)}" : "the query's own"
            ),
            ("Started", UtcText.Millisecond(result.StartedAt)),
            ("Finished", UtcText.Millisecond(result.FinishedAt)),
            ("Rows", FormattableString.Invariant($"{result.RowCount:N0}")),
            ("Notes", string.Join("\n", result.Notes)),
            ("Module", $"MdeHunting {result.ModuleVersion}"),
        ]);
        page.Heading("Query as specified");
        page.Verbatim(result.Query);
        page.Heading("Responses");
        page.Table(
            ["Request ID", "Sent", "Rows", "Bytes", "SHA-256 of the JSON", "Query as sent"],
            result.Calls.Select(call =>
                (string?[])
                    [
                        call.RequestId,
                        UtcText.Millisecond(call.StartedAt),
                        FormattableString.Invariant($"{call.RowCount:N0}"),
                        FormattableString.Invariant($"{call.Bytes:N0}"),
                        call.ContentSha256,
                        call.SentQuery,
                    ]
            )
        );
        WriteRows(result.Rows, [.. result.Schema.Select(column => (column.PropertyName, column.Type))]);
        page.EndSection();
    }

    private void WriteRows(IEnumerable<PSObject> objects, IReadOnlyList<(string Name, string Type)> columns)
    {
        var rows = new ReportRows(page, budget);
        rows.Begin(columns);
        foreach (var one in objects)
        {
            rows.Add([.. columns.Select(column => Text(one, column.Name))]);
        }

        rows.End("they're in the objects that were specified, and Export-Csv writes all of them to a file.");
    }

    private static IReadOnlyList<(string Name, string Type)> Columns(List<PSObject> objects)
    {
        var names = new List<(string Name, string Type)>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in objects.SelectMany(one => one.Properties))
        {
            if (known.Add(property.Name))
            {
                names.Add((property.Name, TypeOf(objects[0].Properties[property.Name])));
            }
        }

        return names;
    }

    private static string TypeOf(PSPropertyInfo? property) =>
        BareValue.Of(Value(property)) switch
        {
            DateTime => "DateTime",
            int or long => "Int64",
            double or decimal => "Double",
            _ => "String",
        };

    private static string? Text(PSObject one, string name) => Value(one.Properties[name]) is { } value ? ExactText.Of(value) : null;

    private static object? Value(PSPropertyInfo? property)
    {
        try
        {
            return property?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
