using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>A result as a list of what it is worth, without its rows.</summary>
internal static class ResultText
{
    private const int MostCharacters = 200;
    private const int MostQuery = 1000;

    /// <summary>The list's lines.</summary>
    public static IReadOnlyList<(string Name, string[] Texts)> Lines(PSObject result)
    {
        List<(string Name, string[] Texts)> lines =
        [
            ("Query", [Query(result)]),
            (nameof(MdeHuntingResult.RowCount), [Text(result, nameof(MdeHuntingResult.RowCount))]),
            (nameof(MdeHuntingResult.IsComplete), [Text(result, nameof(MdeHuntingResult.IsComplete))]),
            (nameof(MdeHuntingResult.Missing), Texts(result, nameof(MdeHuntingResult.Missing))),
            (nameof(MdeHuntingResult.Schema), [Names(result)]),
            (nameof(MdeHuntingResult.Connection), [Connection(result)]),
            (nameof(MdeHuntingResult.Path), Some(Text(result, nameof(MdeHuntingResult.Path)))),
            ("TimeRange", Range(result)),
            (nameof(MdeHuntingResult.StartedAt), [Moment(result, nameof(MdeHuntingResult.StartedAt))]),
            (nameof(MdeHuntingResult.FinishedAt), [Moment(result, nameof(MdeHuntingResult.FinishedAt))]),
            (nameof(MdeHuntingResult.RequestId), Some(Text(result, nameof(MdeHuntingResult.RequestId)))),
            (nameof(MdeHuntingResult.ContentSha256), Some(Text(result, nameof(MdeHuntingResult.ContentSha256)))),
            (nameof(MdeHuntingResult.Statistics), [$"{result.Properties[nameof(MdeHuntingResult.Statistics)]?.Value}{Took(result)}"]),
            (nameof(MdeHuntingResult.PortalUri), Some(Text(result, nameof(MdeHuntingResult.PortalUri)))),
            (nameof(MdeHuntingResult.Notes), Texts(result, nameof(MdeHuntingResult.Notes))),
        ];
        return lines.FindAll(line => line.Texts.Length > 0);
    }

    /// <summary>The query in one line. Line ends that nobody types stay visible.</summary>
    public static string Query(PSObject result, string property = nameof(MdeHuntingResult.Query))
    {
        var query = Regex.Replace(Text(result, property), @"[ \t\r\n]+", " ").Trim();
        if (IsWhole)
        {
            return TerminalSafeText.Line(query);
        }

        var text = TerminalSafeText.Start(query, MostQuery);
        return text.Length > MostCharacters ? $"{text.Substring(0, MostCharacters - 1)}…" : text;
    }

    /// <summary>The first names of its columns; all of them where nothing is cut.</summary>
    public static string Names(PSObject result)
    {
        var text = new System.Text.StringBuilder();
        var isWhole = IsWhole;
        foreach (var column in Items(result, nameof(MdeHuntingResult.Schema)))
        {
            var own = $"{PSObject.AsPSObject(column).Properties[nameof(MdeHuntingColumn.PropertyName)]?.Value}";
            var name = isWhole ? TerminalSafeText.Line(own) : TerminalSafeText.Start(own, MostCharacters);
            if (!isWhole && text.Length + name.Length > MostCharacters)
            {
                return text.Append(text.Length == 0 ? "…" : ", …").ToString();
            }

            text.Append(text.Length == 0 ? string.Empty : ", ").Append(name);
        }

        return text.ToString();
    }

    // Nothing is cut in a file or a text.
    private static bool IsWhole => ScreenWidth.Current == ScreenWidth.Unlimited;

    private static string Connection(PSObject result)
    {
        string[] parts =
        [
            Text(result, nameof(MdeHuntingResult.Api)),
            Text(result, nameof(MdeHuntingResult.Cloud)),
            Text(result, nameof(MdeHuntingResult.HuntingHost)),
            Text(result, nameof(MdeHuntingResult.TenantId)),
            Text(result, nameof(MdeHuntingResult.Account)),
        ];
        return $"{Text(result, nameof(MdeHuntingResult.Connection))} ({string.Join(", ", parts.Where(part => part.Length > 0))})";
    }

    // The query's own where it has none; the end is exclusive.
    private static string[] Range(PSObject result) =>
        Bare(result, nameof(MdeHuntingResult.StartTime)) is DateTime start && Bare(result, nameof(MdeHuntingResult.EndTime)) is DateTime end
            ? [$"{UtcText.Millisecond(start)} to {UtcText.Millisecond(end)}"]
            : [];

    // With what was waited for between the requests, such as the quota.
    private static string Took(PSObject result) =>
        Bare(result, nameof(MdeHuntingResult.StartedAt)) is DateTime start && Bare(result, nameof(MdeHuntingResult.FinishedAt)) is DateTime end
            ? FormattableString.Invariant($", {(end - start).TotalSeconds:N3} s in all")
            : string.Empty;

    /// <summary>A moment to the millisecond; empty where there is none.</summary>
    public static string Moment(PSObject result, string property) => Bare(result, property) is DateTime time ? UtcText.Millisecond(time) : string.Empty;

    private static string[] Some(string text) => text.Length == 0 ? [] : [text];

    private static object? Bare(PSObject result, string property) => BareValue.Of(result.Properties[property]?.Value);

    private static string Text(PSObject result, string property) => Bare(result, property)?.ToString() ?? string.Empty;

    private static IEnumerable<object> Items(PSObject result, string property) => (Bare(result, property) as IEnumerable)?.Cast<object>() ?? [];

    private static string[] Texts(PSObject result, string property) => [.. Items(result, property).Select(item => item.ToString() ?? string.Empty)];
}
