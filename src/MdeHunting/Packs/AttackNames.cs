using System.Text.RegularExpressions;

namespace MdeHunting.Packs;

/// <summary>The names of techniques and tactics of MITRE ATT&amp;CK, https://attack.mitre.org, in texts.</summary>
internal static class AttackNames
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);
    private static readonly Regex Technique = new(@"(?<![A-Za-z0-9])[Tt](\d{4})(?:[./](\d{3}))?(?!\d)", RegexOptions.CultureInvariant, MostTime);

    private static readonly string[] All =
    [
        "Reconnaissance",
        "ResourceDevelopment",
        "InitialAccess",
        "Execution",
        "Persistence",
        "PrivilegeEscalation",
        "DefenseEvasion",
        "CredentialAccess",
        "Discovery",
        "LateralMovement",
        "Collection",
        "CommandAndControl",
        "Exfiltration",
        "Impact",
        // Of industrial control systems, https://attack.mitre.org/tactics/ics/, and of before: Microsoft Sentinel's rules have these too.
        "ImpairProcessControl",
        "InhibitResponseFunction",
        "PreAttack",
    ];

    // https://attack.mitre.org/tactics/enterprise/
    private static readonly Dictionary<string, string> ById = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TA0043"] = "Reconnaissance",
        ["TA0042"] = "ResourceDevelopment",
        ["TA0001"] = "InitialAccess",
        ["TA0002"] = "Execution",
        ["TA0003"] = "Persistence",
        ["TA0004"] = "PrivilegeEscalation",
        ["TA0005"] = "DefenseEvasion",
        ["TA0006"] = "CredentialAccess",
        ["TA0007"] = "Discovery",
        ["TA0008"] = "LateralMovement",
        ["TA0009"] = "Collection",
        ["TA0011"] = "CommandAndControl",
        ["TA0010"] = "Exfiltration",
        ["TA0040"] = "Impact",
        ["TA0106"] = "ImpairProcessControl",
        ["TA0107"] = "InhibitResponseFunction",
    };

    private static readonly Regex TacticId = new(@"(?<![A-Za-z0-9])TA\d{4}(?!\d)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, MostTime);

    // A table may have the number of a subtechnique in a cell of its own, behind that of the technique.
    private static readonly Regex InCells = new(
        @"(?<![A-Za-z0-9])(T\d{4})\s*\|\s*\.?(\d{3})\s*(?=\|)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        MostTime
    );

    private static readonly Dictionary<string, string> ByLetters = All.ToDictionary(Letters, StringComparer.Ordinal);

    /// <summary>The ids of techniques in texts, each once.</summary>
    public static IReadOnlyList<string> TechniquesIn(IEnumerable<string> texts) =>
        [
            .. texts
                .SelectMany(text => Technique.Matches(InCells.Replace(text, "$1.$2")).Cast<Match>())
                .Select(match => $"T{match.Groups[1].Value}{(match.Groups[2].Success ? $".{match.Groups[2].Value}" : string.Empty)}")
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The tactics that texts name: each text is one, or a list or a table's row of them.</summary>
    public static IReadOnlyList<string> TacticsIn(IEnumerable<string> texts) =>
        [
            .. texts
                .SelectMany(text =>
                    TacticId
                        .Matches(text)
                        .Cast<Match>()
                        .Select(match => ById.TryGetValue(match.Value, out var tactic) ? tactic : null)
                        .Concat(
                            text.Split('|', ',', ';', '/', '\n', ':', '#')
                                .Prepend(text)
                                .Select(piece => ByLetters.TryGetValue(Letters(piece), out var tactic) ? tactic : null)
                        )
                )
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The letters of a name in lower case, by which "Initial access" and initial-access are the same.</summary>
    public static string Letters(string name) => new([.. name.Where(char.IsLetter).Select(char.ToLowerInvariant)]);
}
