using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Commands.Prompt;

/// <summary>Tab behind a parameter, and behind a command in a pipeline.</summary>
public sealed class ArgumentCompletionTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void No_file_is_offered_for_a_value_that_is_none()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "zzfile.txt"), "{}");

        var offered = _shell.Run(
            """
            Set-Location -LiteralPath $args[0]
            foreach ($command in Get-Command *-Mde*) {
                foreach ($parameter in $command.Parameters.Values) {
                    if ($parameter.ParameterType -eq [switch] -or $parameter.Name -match 'Path$|^Environment$|^FederatedTokenFile$') { continue }
                    if ([System.Management.Automation.Cmdlet]::CommonParameters -contains $parameter.Name -or $parameter.Name -in 'WhatIf', 'Confirm') { continue }
                    foreach ($typed in '', 'zz') {
                        $line = "$command -$($parameter.Name) $typed"
                        if ((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -match 'zzfile') { $line }
                    }
                }
            }
            """,
            folder
        );

        Assert.Empty(offered.ThrowIfFailed().Output.Select(line => line.ToString()));
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo | select ", "OSPlatform", "RowCount")]
    [InlineData("Invoke-MdeHuntingQuery 'DeviceInfo | summarize Devices = count() by OSPlatform' | Sort-Object D", "Devices", "DeviceName")]
    [InlineData("Invoke-MdeHuntingQuery 'DeviceInfo | project DeviceName' | Where-Object { $_.D", "DeviceName", "DeviceId")]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo -AsResult | select ", "IsComplete", "OSPlatform")]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo -OutputPath x | select ", "FullName", "OSPlatform")]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo -Connection A, B | select ", "MdeConnection", "MdeQuery")]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo, AlertInfo -QueryColumn Hunt | select ", "Hunt", "MdeConnection")]
    [InlineData("$q = 'DeviceInfo | distinct OSPlatform'; Invoke-MdeHuntingQuery $q -AsDataTable | select ", "TableName", "OSPlatform")]
    [InlineData("Find-MdeIndicator x -PlanOnly | select ", "Query", "Grade")]
    [InlineData("Find-MdeIndicator x | select ", "Grade", "FullName")]
    [InlineData("Invoke-MdeHuntingPack -Path x | select ", "Status", "Order")]
    [InlineData("Get-MdeHuntingSchema | select ", "RetiredOn", "Type")]
    [InlineData("Get-MdeHuntingSchema DeviceInfo | select ", "Type", "RetiredOn")]
    public void Behind_a_query_its_columns_are_offered_and_nothing_else(string line, string offered, string another)
    {
        // What an earlier line had is no more.
        Complete("Invoke-MdeHuntingQuery 'AlertInfo | project DeviceId, RowCount = 1, OSPlatform = 2, DeviceName = 3' | select ");

        var found = Complete(line);

        Assert.Contains(offered, found);
        Assert.DoesNotContain(another, found);
        Assert.DoesNotContain("MdeText", found);
    }

    [Fact]
    public void Behind_a_file_of_a_query_its_columns_are_offered()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "hunt.kql");
        File.WriteAllText(file, "DeviceInfo | project Mine = DeviceName");

        Assert.Equal(["Mine"], Complete($"Invoke-MdeHuntingQuery -Path '{file}' | select M"));
    }

    [Fact]
    public void Behind_evidence_nothing_is_offered_that_rows_may_not_have() => Assert.Empty(Complete("Import-MdeEvidence x | select "));

    [Fact]
    public void A_cloud_without_hunting_is_not_offered() =>
        Assert.Equal(["DoD", "GCC", "GCCHigh", "Public"], Complete("Connect-MdeTenant x -Cloud ").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo -StartTime ", "(Get-Date).AddDays(-7)")]
    [InlineData("Invoke-MdeHuntingQuery DeviceInfo -MaxQuotaWait ", "15m")]
    public void Times_are_offered(string line, string offered) => Assert.Contains(offered, Complete(line));

    private List<string> Complete(string line) =>
        [
            .. _shell
                .Run("(TabExpansion2 $args[0] $args[0].Length).CompletionMatches.ListItemText", line)
                .ThrowIfFailed()
                .Output.Select(text => text?.ToString() ?? string.Empty)
                .Where(text => text.Length > 0),
        ];
}
