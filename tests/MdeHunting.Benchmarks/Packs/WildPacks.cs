using System.Globalization;
using System.Text;

namespace MdeHunting.Benchmarks.Packs;

/// <summary>
/// Files of queries in the proportions in which people publish them: of 2,200 that were counted in six repositories in 2026, 57 % were YAML, 33 % Markdown
/// (mostly with the query twice, for Defender and for Sentinel), 9 % text, and the rest JSON.
/// </summary>
internal static class WildPacks
{
    /// <summary>Writes them.</summary>
    /// <returns>How many queries they have.</returns>
    public static int Write(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        var queries = 0;
        for (var number = 0; number < count; number++)
        {
            var (name, text, has) = (number % 100) switch
            {
                < 57 => ($"{number}.yaml", Yaml(number), 1),
                < 90 => Markdown(number),
                < 99 => ($"{number}.kql", Text(number), 1),
                _ => ($"{number}.json", Json(number), 3),
            };
            File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));
            queries += has;
        }

        return queries;
    }

    private static string Query(int number, string time = "Timestamp") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            let threshold = {{number % 50}};
            let suspects = dynamic(["powershell.exe", "pwsh.exe", "cmd.exe", "wscript.exe", "tool{{number}}.exe"]);
            DeviceProcessEvents
            | where {{time}} > ago(30d)
            | where FileName in~ (suspects) or ProcessCommandLine has_any ("-enc", "downloadstring", "marker{{number}}")
            | extend Parent = tolower(InitiatingProcessFileName)
            | join kind=leftouter (
                DeviceNetworkEvents
                | where {{time}} > ago(30d)
                | summarize Remotes = dcount(RemoteIP), Last = max({{time}}) by DeviceId, InitiatingProcessId
            ) on DeviceId, $left.ProcessId == $right.InitiatingProcessId
            | where Remotes > threshold
            | project {{time}}, DeviceName, AccountName, FileName, ProcessCommandLine, Parent, Remotes, Last
            | sort by {{time}} desc
            """
        );

    private static string Yaml(int number) =>
        $"""
            id: {new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)}
            name: Hunt {number}
            description: |
              What a query finds, in two
              lines of text.
            requiredDataConnectors:
            - connectorId: MicrosoftThreatProtection
              dataTypes:
              - DeviceProcessEvents
              - DeviceNetworkEvents
            tactics:
            - Execution
            - Persistence
            relevantTechniques:
            - T1059.001
            - T1105
            query: |
            {Indented(Query(number))}
            entityMappings:
            - entityType: Host
              fieldMappings:
              - identifier: FullName
                columnName: DeviceName
            version: 1.0.{number}
            """;

    private static (string Name, string Text, int Queries) Markdown(int number)
    {
        var isTwice = number % 4 != 0;
        var sentinel = isTwice ? $"\n## Sentinel\n```KQL\n{Query(number, "TimeGenerated")}\n```\n" : string.Empty;
        return (
            $"{number}.md",
            $"""
            # Hunt {number}

            ## Query Information

            #### MITRE ATT&CK Technique(s)

            | Technique ID | Title | Link |
            | --- | --- | --- |
            | T1059.001 | PowerShell | https://attack.mitre.org/techniques/T1059/001/ |

            #### Description
            What a query finds, and how to look at what it finds. Some false positives.

            ## Defender XDR
            ```KQL
            {Query(number)}
            ```
            {sentinel}
            """,
            isTwice ? 2 : 1
        );
    }

    private static string Text(int number) =>
        $"// Hunt {number}\n// What a query finds. MITRE: T1059.001, T1105\n// https://example.org/{number}\n{Query(number)}\n";

    private static string Json(int number) =>
        System.Text.Json.JsonSerializer.Serialize(
            Enumerable
                .Range(0, 3)
                .Select(part => new
                {
                    Name = $"Hunt {number}.{part}",
                    Query = Query((number * 3) + part),
                    Source = "somebody",
                    ResultCount = 0,
                })
        );

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => $"  {line}"));
}
