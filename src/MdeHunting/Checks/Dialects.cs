using System.Text.RegularExpressions;
using MdeHunting.Kql;
using MdeHunting.Kql.Binding;

namespace MdeHunting.Checks;

/// <summary>Which other language a text is in, by how such texts begin. A text that can be read as KQL and whose tables are known is none.</summary>
internal static class Dialects
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // A text that is long begins no other way than a short one.
    private const int Beginning = 4000;

    private static readonly (string Name, Regex Sign, string Instead)[] All =
    [
        (
            "SQL",
            Of(@"\A(\s|--.*$|/\*[^*]*\*/)*(with\s+\w+\s+as\s*\(\s*)?(select\s+[^\s|;]|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|exec(ute)?\s+\w)"),
            "Start with the table: DeviceEvents | where … | project …."
        ),
        (
            "ES|QL",
            Of(@"\A\s*(from\s+[\w*""][\w*.:,""-]*(\s*,\s*[\w*""][\w*.:""-]*)*(\s+metadata\s+[\w, ]+?)?\s*(\||\z)|row\s+\w+\s*=)"),
            "Start with the table: DeviceEvents | where … | project …."
        ),
        (
            "EQL",
            Of(@"\A\s*(sequence(\s+(by|with)\s+[\w.=,\s]+)?\s*\[|(any|process|file|network|registry|dns|library|driver|authentication)\s+where\s)"),
            "Start with the table: DeviceProcessEvents | where … | project …."
        ),
        (
            "XQL",
            Of(@"\A\s*(config\s+\w+\s*=[^|]*\|\s*)?((datamodel\s+)?dataset|preset)\s*(=|\s+in\s*\()"),
            "Start with a table in place of dataset: DeviceProcessEvents | where … | summarize count() by …."
        ),
        (
            "HTML",
            Of(@"\A\s*(<!doctype\s|<!--|</?(html|head|body|div|span|p|pre|code|script|style|meta|link|title|h[1-6]|ul|ol|br|a|table)(\s[^<>]*)?/?>(?!\s*\|))"),
            "Specify the query alone. Of a web page, copy the query, or save the raw file."
        ),
        ("JSON", Of(@"\A\s*(\{\s*(""[^""]*""\s*:|\})|\[\s*(\{|""[^""]*""\s*,))"), "Specify the query alone, such as the value of the field that has it."),
        (
            "Sigma",
            Of(@"\A(?=[\s\S]*^\s*logsource\s*:)(?=[\s\S]*^\s*detection\s*:)"),
            "Convert the rule to KQL, for example with pySigma's backend for Microsoft XDR."
        ),
        (
            "SPL",
            Of(
                @"\A\s*(search\s+)?(index|sourcetype|source|host|eventtype|tag)\s*=\s*[^\s=]|\A\s*\|\s*(tstats|inputlookup|makeresults|from\s|rest\s|datamodel)\b|\A\s*`\w"
            ),
            "Start with a table in place of index: DeviceProcessEvents | where … | summarize count() by …."
        ),
        (
            "PowerShell",
            Of(
                @"\A\s*(\$[a-z_]\w*\s*(=|\.|\|)|(get|set|invoke|new|import|export|connect|select|where|foreach|write|start|stop|add|remove|test)-[a-z]+\b|param\s*\(|function\s+[\w-]+\s*[{(]|powershell(\.exe)?\s+-)"
            ),
            "Specify the query itself, as a string or with -Path."
        ),
        (
            "Lucene",
            Of(@"\A\s*(not\s+)?\(*\s*[a-z_@][\w.@-]*\s*:\s*(""|\(|\[|\*|[\w/\\])[^|]*\z"),
            "Name a table and compare with operators: DeviceProcessEvents | where FileName =~ \"cmd.exe\" and ProcessCommandLine has \"whoami\"."
        ),
    ];

    /// <summary>The language of a text; null for KQL, and for what is none that is known.</summary>
    public static Dialect? Of(TokenTree query, BoundQuery bound)
    {
        if (bound.Parsed.Fault is null && !bound.Problems.Any(problem => problem.Kind == BindProblemKind.UnknownTable))
        {
            return null;
        }

        var first = query.Text.Significant[0];
        var text = query.Text.Source.Substring(first.Start, Math.Min(Beginning, query.Text.Source.Length - first.Start));
        foreach (var (name, sign, instead) in All)
        {
            try
            {
                if (sign.IsMatch(text))
                {
                    return new Dialect(name, instead, first.Start, first.Length);
                }
            }
            catch (RegexMatchTimeoutException)
            {
                // It is no short text of another language.
            }
        }

        return null;
    }

    private static Regex Of(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline, Limit);
}

/// <summary>Another language that a text is in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Instead">What to do.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long the first word is.</param>
internal sealed record Dialect(string Name, string Instead, int Start, int Length);
