using System.Security.Cryptography;
using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Checks;

/// <summary>
/// Findings as a log in SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, of which GitHub's code scanning takes the subset at
/// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning.
/// </summary>
/// <param name="folder">The folder to which the files' addresses are relative.</param>
/// <param name="version">The module's version.</param>
internal sealed class SarifLog(string folder, string version)
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Home = "https://learn.microsoft.com/defender-xdr/advanced-hunting-query-language";

    private readonly StringBuilder _json = new();
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Writes the log.</summary>
    public string Write(IReadOnlyList<MdeQueryFinding> findings)
    {
        var rules = CheckRules.All;
        _json.Append("{\n  \"$schema\": ");
        Text(Schema);
        _json.Append(",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n      \"tool\": { \"driver\": { \"name\": \"MdeHunting\", \"version\": ");
        Text(version);
        _json.Append(", \"rules\": [");
        for (var i = 0; i < rules.Count; i++)
        {
            _json.Append(i == 0 ? "\n        " : ",\n        ");
            Rule(rules[i]);
        }

        _json.Append("\n      ] } },\n      \"columnKind\": \"utf16CodeUnits\",\n      \"results\": [");
        for (var i = 0; i < findings.Count; i++)
        {
            _json.Append(i == 0 ? "\n        " : ",\n        ");
            Result(findings[i], rules);
        }

        return _json.Append("\n      ]\n    }\n  ]\n}\n").ToString();
    }

    private void Rule(CheckRule rule)
    {
        _json.Append("{ \"id\": ");
        Text(rule.Id);
        _json.Append(", \"shortDescription\": { \"text\": ");
        Text(rule.Title);
        _json.Append(" }, \"fullDescription\": { \"text\": ");
        Text(rule.Why);
        _json.Append(" }, \"help\": { \"text\": ");
        Text($"{rule.Why} {rule.Fix}");
        _json.Append(" }, \"helpUri\": ");
        Text(Home);
        _json.Append(", \"defaultConfiguration\": { \"level\": ");
        Text(Level(rule.Severity));
        _json.Append(" } }");
    }

    private void Result(MdeQueryFinding finding, IReadOnlyList<CheckRule> rules)
    {
        _json.Append("{ \"ruleId\": ");
        Text(finding.RuleId);
        _json.Append(FormattableString.Invariant($", \"ruleIndex\": {Index(finding.RuleId, rules)}, \"level\": "));
        Text(Level(finding.Level));
        _json.Append(", \"message\": { \"text\": ");
        Text(finding.Suggestion is null ? finding.Message : $"{finding.Message} {finding.Suggestion}");
        _json.Append(" }, \"locations\": [");
        _json.Append("{ \"physicalLocation\": { \"artifactLocation\": { \"uri\": ");
        Text(Address(finding));
        _json.Append(" }, \"region\": { ");
        Region(finding);
        _json.Append(" } } }");

        _json.Append("], \"partialFingerprints\": { \"mdeHuntingFinding/v1\": ");
        Text(Fingerprint(finding));
        _json.Append(" } }");
    }

    private void Region(MdeQueryFinding finding)
    {
        if (!finding.IsPlaced)
        {
            _json.Append(FormattableString.Invariant($"\"startLine\": {finding.Line}"));
            return;
        }

        _json.Append(FormattableString.Invariant($"\"startLine\": {finding.Line}, \"startColumn\": {finding.Column}"));
        var ends = finding.Text.Count(c => c == '\n');
        if (finding.Length > 0 && ends == 0)
        {
            _json.Append(FormattableString.Invariant($", \"endLine\": {finding.Line}, \"endColumn\": {finding.Column + finding.Length}"));
        }
        else if (ends > 0)
        {
            _json.Append(
                FormattableString.Invariant($", \"endLine\": {finding.Line + ends}, ")
                    + FormattableString.Invariant($"\"endColumn\": {finding.Text.Length - finding.Text.LastIndexOf('\n') + finding.ColumnsAhead}")
            );
        }
    }

    // The same finding has it in the next run too, whatever lines have come ahead of it.
    private string Fingerprint(MdeQueryFinding finding)
    {
        var key = $"{finding.RuleId}\n{Address(finding)}\n{finding.Text}\n{finding.Message}";
        _seen.TryGetValue(key, out var before);
        _seen[key] = before + 1;
        using var hash = SHA256.Create();
        var bytes = hash.ComputeHash(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{key}\n{before}")));
        return string.Concat(bytes.Take(16).Select(one => one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    // A query that was given as text has a place as well, without which code scanning takes no result.
    private string Address(MdeQueryFinding finding) =>
        finding.File is { } file ? Relative(file)
        : finding.Query is { } name ? Uri.EscapeDataString(name)
        : FormattableString.Invariant($"query-{finding.Number}.kql");

    private string Relative(string file)
    {
        var path = file.Replace('\\', '/');
        var root = folder.Replace('\\', '/').TrimEnd('/') + "/";
        if (path.StartsWith(root, StringComparison.Ordinal))
        {
            return Escaped(path.Substring(root.Length));
        }

        // RFC 8089: file:///tmp/a.kql, file:///C:/a.kql, file://server/share/a.kql.
        return path.StartsWith("//", StringComparison.Ordinal) ? $"file:{Escaped(path)}"
            : path.Length > 1 && path[1] == ':' ? $"file:///{path.Substring(0, 2)}{Escaped(path.Substring(2))}"
            : $"file:///{Escaped(path.TrimStart('/'))}";
    }

    private static string Escaped(string path) => string.Join("/", path.Split('/').Select(Uri.EscapeDataString));

    private static int Index(string id, IReadOnlyList<CheckRule> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Level(MdeFindingSeverity severity) =>
        severity switch
        {
            MdeFindingSeverity.Error => "error",
            MdeFindingSeverity.Warning => "warning",
            _ => "note",
        };

    private void Text(string value) => JsonString.Write(_json, value);
}
