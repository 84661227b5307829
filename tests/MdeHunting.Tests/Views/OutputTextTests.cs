using System.Text.RegularExpressions;
using MdeHunting.TestKit;
using MdeHunting.Tests.Connections;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>What Export-Csv writes of the module's outputs, of which nobody picked the properties.</summary>
public sealed partial class OutputTextTests(ForeignConnectionTests.Connected connected) : IClassFixture<ForeignConnectionTests.Connected>
{
    // Each with the .NET type that it is about.
    private static readonly (string Type, string Script)[] Outputs =
    [
        ("MdeHunting.MdeConnection", "Get-MdeConnection Here"),
        ("MdeHunting.MdeTokenInfo", "Get-MdeTokenInfo"),
        ("MdeHunting.MdeHuntingRight", "(Get-MdeTokenInfo).CanHunt"),
        ("MdeHunting.MdeQuota", "Get-MdeQuota Here"),
        ("MdeHunting.MdeApplication", $"Register-MdeApplication {TestLab.Seed} Hunting -DeviceCode -Environment $environment"),
        ("System.String", $"(Register-MdeApplication {TestLab.Seed} Hunting -AsScript -Environment $environment)"),
        ("MdeHunting.MdeTableSchema", "Get-MdeHuntingSchema"),
        ("MdeHunting.MdeColumnSchema", "Get-MdeHuntingSchema DeviceInfo"),
        ("MdeHunting.MdeHuntingResult", "Invoke-MdeHuntingQuery Types -AsResult"),
        ("MdeHunting.MdeHuntingResult", "Invoke-MdeHuntingQuery Numbers -AsResult -MaxRows 2"),
        ("MdeHunting.MdeHuntingColumn", "(Invoke-MdeHuntingQuery Types -AsResult).Schema"),
        ("MdeHunting.MdeHuntingCall", "(Invoke-MdeHuntingQuery Types -AsResult).Calls"),
        ("MdeHunting.MdeMissingWindow", "(Invoke-MdeHuntingQuery Numbers -AsResult -MaxRows 2).Missing"),
        ("MdeHunting.MdeHuntingStatistics", "(Invoke-MdeHuntingQuery Types -AsResult).Statistics"),
        ("MdeHunting.MdeOutputFile", $"(Invoke-MdeHuntingQuery Types -OutputPath '{Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())}')"),
        (
            "MdeHunting.MdeIndicator",
            """
            ('{"type":"indicator","spec_version":"2.1","pattern_type":"stix","confidence":1500,"labels":["a","b"],"valid_from":"2026-11-01T00:00:00.5Z",
            "pattern":"[domain-name:value = ''evil.example'']"}' | ConvertTo-MdeIndicator)
            """
        ),
        ("MdeHunting.MdeIndicatorHit", "[MdeHunting.Tests.Views.SweepSamples]::Hit"),
        ("MdeHunting.MdeIndicatorLedgerEntry", "[MdeHunting.Tests.Views.SweepSamples]::Entry"),
        ("MdeHunting.MdeIndicatorPlan", "[MdeHunting.Tests.Views.SweepSamples]::Plan"),
        ("MdeHunting.MdePackQuery", $"(Import-MdeHuntingPack '{PackOfParameters()}')"),
        ("MdeHunting.MdePackParameter", $"(Import-MdeHuntingPack '{PackOfParameters()}').Parameters"),
        ("MdeHunting.MdePackResult", $"(Invoke-MdeHuntingPack -Path '{PackOfParameters()}' -Parameter @{{ device = 'a'; timeRange = '1d' }} 3>$null)"),
        ("MdeHunting.MdePackPlan", $"(Invoke-MdeHuntingPack -Path '{PackOfParameters()}' -PlanOnly)"),
        ("MdeHunting.MdeQueryFinding", "(Test-MdeHuntingQuery 'DeviceEvents | where FileName == \"A\"')"),
        ("MdeHunting.MdeEvidence", $"({Recorded()} | ForEach-Object {{ Get-MdeEvidence $_ }})"),
        ("MdeHunting.MdeEvidenceTest", $"({Recorded()} | ForEach-Object {{ Test-MdeEvidence $_ }})"),
        ("MdeHunting.MdeEvidenceCheck", $"({Recorded()} | ForEach-Object {{ (Test-MdeEvidence $_).Checks }})"),
        ("System.Boolean", $"({Recorded()} | ForEach-Object {{ Test-MdeEvidence $_ -Quiet }} | Select-Object @{{ n = 'Passed'; e = {{ $_ }} }})"),
        ("MdeHunting.MdeEvidenceComparison", $"({Recorded()} | ForEach-Object {{ Compare-MdeEvidence $_ -Connection Here }})"),
        ("MdeHunting.MdeEvidenceBag", $"({Recorded()} | ForEach-Object {{ Stop-MdeEvidence $_ }})"),
        ("MdeHunting.Row", "Invoke-MdeHuntingQuery Types"),
        ("System.Data.DataTable", "(Invoke-MdeHuntingQuery Types -AsDataTable)"),
    ];

    private static string PackOfParameters()
    {
        var path = Path.Combine(Path.GetTempPath(), "mdehunting-output-pack.kql");
        File.WriteAllText(path, "// T1003\nDeviceInfo | where DeviceName == '{device}' and Timestamp > ago({time})");
        return path;
    }

    // Gives the path of a bag that it has filled.
    private static string Recorded() =>
        $"'{Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())}' | ForEach-Object {{ $null = Invoke-MdeHuntingQuery Types -EvidencePath $_; $_ }}";

    public static TheoryData<string> Scripts => [.. Outputs.Select(output => output.Script)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void No_cell_holds_the_name_of_a_type_or_a_value_of_a_culture(string script)
    {
        var cells = connected
            .Lab.Shell.Run(
                $$"""
                [cultureinfo]::CurrentCulture = 'de-DE'
                try {
                    foreach ($line in {{script}} | ConvertTo-Csv | ConvertFrom-Csv) { foreach ($cell in $line.PSObject.Properties) { [pscustomobject]@{ Name = $cell.Name; Text = $cell.Value } } }
                } finally { [cultureinfo]::CurrentCulture = '' }
                """
            )
            .ThrowIfFailed()
            .Output;

        Assert.NotEmpty(cells);
        Assert.All(cells, cell => Assert.DoesNotMatch(TypeName(), $"{cell.Properties["Text"].Value}"));
        if (!script.Contains("DataTable", StringComparison.Ordinal))
        {
            Assert.All(cells, cell => Assert.DoesNotMatch(GermanTimeOrNumber(), $"{cell.Properties["Text"].Value}"));
        }
    }

    [Fact]
    public void Every_output_of_every_cmdlet_is_among_them() => Assert.Empty(DeclaredOutputs.Names.Except(Outputs.Select(output => output.Type)));

    /// <summary>ConvertTo-Json reads a .NET object's own properties, and writes an enumeration's value as a number.</summary>
    [Theory]
    [InlineData("Get-MdeConnection Here", "Api", nameof(MdeApi.Graph))]
    [InlineData("Get-MdeConnection Here", "Method", nameof(SignInMethod.DeviceCode))]
    [InlineData("Get-MdeTokenInfo", "Kind", nameof(TokenKind.Delegated))]
    [InlineData("(Get-MdeTokenInfo).CanHunt[0]", "Api", nameof(MdeApi.Graph))]
    [InlineData("(Get-MdeQuota Here)[0]", "Api", nameof(MdeApi.Graph))]
    [InlineData("(Get-MdeQuota Here)[0]", "Unit", nameof(MdeQuotaUnit.Calls))]
    [InlineData("Register-MdeApplication {0} NamedApi -DeviceCode -Environment $environment", "Api", nameof(MdeApi.Graph))]
    [InlineData("Register-MdeApplication {0} NamedKind -DeviceCode -Environment $environment", "PermissionKind", nameof(TokenKind.Delegated))]
    [InlineData("Invoke-MdeHuntingQuery Types -AsResult", "Api", nameof(MdeApi.Graph))]
    [InlineData("('10.0.0.1' | ConvertTo-MdeIndicator)", "Type", nameof(MdeIndicatorType.IPv4))]
    [InlineData("('10.0.0.1' | ConvertTo-MdeIndicator)", "Skipped", nameof(MdeIndicatorSkip.ReservedAddress))]
    [InlineData("[MdeHunting.Tests.Views.SweepSamples]::Hit", "Grade", nameof(MdeIndicatorGrade.SameHost))]
    [InlineData("[MdeHunting.Tests.Views.SweepSamples]::Entry", "Status", nameof(MdeIndicatorStatus.Partial))]
    public void What_is_one_of_a_few_names_is_that_name_in_JSON_in_Clixml_and_to_a_script(string script, string property, string name)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var result = connected
            .Lab.Shell.Run(
                $$"""
                $live = {{script.Replace("{0}", TestLab.Seed, StringComparison.Ordinal)}}
                try {
                    $live | Export-Clixml '{{path}}'
                    $json = $live | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json
                    foreach ($one in $live, (Import-Clixml '{{path}}'), $json) {
                        $one.{{property}}
                        $one.{{property}} -eq '{{name.ToUpperInvariant()}}'
                        switch ($one.{{property}}) { {{name}} { 'it is' } default { 'it is not' } }
                    }
                    @($live | Where-Object {{property}} -EQ {{name}}).Count
                } finally { Remove-Item '{{path}}' }
                """
            )
            .ThrowIfFailed();

        Assert.Equal([name, true, "it is", name, true, "it is", name, true, "it is", 1], result.Output.Select(one => one.BaseObject));
    }

    [Fact]
    public void No_output_has_a_property_that_JSON_would_write_as_a_number_in_place_of_a_name() =>
        Assert.DoesNotContain(
            typeof(MdeOutput)
                .Assembly.GetExportedTypes()
                .Where(type => type.IsSubclassOf(typeof(MdeOutput)))
                .SelectMany(type => type.GetProperties())
                .SelectMany(property =>
                    property.PropertyType.GenericTypeArguments.Append(property.PropertyType.GetElementType()).Append(property.PropertyType)
                ),
            type => type is { IsEnum: true }
        );

    /// <summary>ConvertTo-Json writes one as an object of fifteen lines.</summary>
    [Fact]
    public void No_output_has_a_time_span() =>
        Assert.DoesNotContain(
            typeof(MdeOutput).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(MdeOutput))).SelectMany(type => type.GetProperties()),
            property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(TimeSpan)
        );

    [Fact]
    public void A_list_of_quotas_has_its_numbers_in_words()
    {
        var list = string.Join('\n', connected.Lab.Shell.Run("Get-MdeQuota Here | Format-List | Out-String").ThrowIfFailed().Output);

        var table = string.Join('\n', connected.Lab.Shell.Run("(Get-MdeQuota Here | Out-String -Stream) -match 'Calls +minute'").ThrowIfFailed().Output);

        Assert.Matches(@" [\d,]+ +\d+ {1,10}[\d,]+", table);
        Assert.Matches(@"(?m)^Period +: minute\r?$", list);
        Assert.Matches(@"(?m)^Limit +: [\d,]+(\.\d)?\r?$", list);
        Assert.Matches(@"(?m)^FreesAt +:( \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)?\s*$", list);
    }

    [Fact]
    public void To_a_script_the_properties_are_still_what_they_are()
    {
        var result = connected
            .Lab.Shell.Run(
                """
                $c = Get-MdeConnection Here
                $c.ExpiresOn -is [datetime]
                $c.ExpiresOn -gt [datetime]::UtcNow.AddDays(-1)
                $c.Scopes -is [array]
                $c.Scopes.Count -eq @($c.Scopes | ForEach-Object { $_ }).Count
                $c.Scopes -contains $c.Scopes[0]
                $q = (Get-MdeQuota Here)[0]
                $q.Limit -is [double]
                $q.Limit * 2 -eq $q.Limit + $q.Limit
                $r = Invoke-MdeHuntingQuery Types -AsResult
                $r.Rows.Count
                $r.Rows[0].PSTypeNames[0]
                @($r.Rows | Select-Object -First 1).Count
                $r.Schema[0].Name
                ($r | ConvertTo-Csv | ConvertFrom-Csv).Rows
                ($r | ConvertTo-Csv | ConvertFrom-Csv).Schema.Substring(0, 9)
                """
            )
            .ThrowIfFailed();

        Assert.Equal(
            [true, true, true, true, true, true, true, 2, "MdeHunting.Row", 1, "S", "2 rows", "S: String"],
            result.Output.Select(one => one.BaseObject)
        );
    }

    [Fact]
    public void Times_of_outputs_cross_to_another_process_with_their_text()
    {
        var result = connected
            .Lab.Shell.Run(
                """
                $r = Invoke-MdeHuntingQuery Types -AsResult
                $there = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($r, 2))
                $there.StartedAt -is [datetime]
                $there.StartedAt.ToString() -eq ($r | ConvertTo-Csv | ConvertFrom-Csv).StartedAt
                $there.Rows[0].PSTypeNames[0]
                (@($there.Rows | ConvertTo-Csv) -join ' ') -eq (@($r.Rows | ConvertTo-Csv) -join ' ')
                "$($there.Api)"
                """
            )
            .ThrowIfFailed();

        Assert.Equal([true, true, "MdeHunting.Row", true, "Graph"], result.Output.Select(one => one.BaseObject));
    }

    /// <summary>Jobs and remoting ask for one level only.</summary>
    [Fact]
    public void A_results_rows_and_columns_are_objects_after_a_job()
    {
        var result = connected
            .Lab.Shell.Run(
                """
                $r = Invoke-MdeHuntingQuery Types -AsResult
                $there = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($r, 1))
                $there.Rows[0].PSTypeNames[0]
                $there.Schema[0].PSTypeNames[0]
                $there.Schema[0].Name
                $there.Calls[0].RowCount
                """
            )
            .ThrowIfFailed();

        Assert.Equal(["MdeHunting.Row", "Deserialized.MdeHunting.MdeHuntingColumn", "S", 2], result.Output.Select(one => one.BaseObject));
    }

    [Theory]
    [InlineData("$r.MdeView.Safe")]
    [InlineData("$r | Select-Object *")]
    [InlineData("$r.MdeView.Safe | Select-Object *")]
    public void Lists_of_a_copy_have_their_text_in_a_csv(string copy)
    {
        var result = connected
            .Lab.Shell.Run(
                $$"""
                $r = Invoke-MdeHuntingQuery Types -AsResult
                $live, $copied = ($r | ConvertTo-Csv | ConvertFrom-Csv), ({{copy}} | ConvertTo-Csv | ConvertFrom-Csv)
                foreach ($name in 'Rows', 'Schema', 'Missing', 'Calls', 'Notes', 'Statistics') { $copied.$name -ceq $live.$name }
                ({{copy}}).Schema.Count
                ({{copy}}).Rows[0] -is [Management.Automation.PSCustomObject]
                """
            )
            .ThrowIfFailed();

        Assert.Equal([true, true, true, true, true, true], result.Output.Take(6).Select(one => one.BaseObject));
        Assert.True((int)result.Output[6].BaseObject > 1);
        Assert.Equal(true, result.Output[7].BaseObject);
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery Types -AsResult")]
    [InlineData("Invoke-MdeHuntingQuery Numbers -AsResult -MaxRows 2")]
    [InlineData("Get-MdeConnection Here")]
    [InlineData("Get-MdeTokenInfo")]
    [InlineData("Get-MdeHuntingSchema AlertInfo, AlertEvidence")]
    public void Outputs_that_crossed_have_the_same_csv_where_the_module_is(string script)
    {
        var result = connected
            .Lab.Shell.Run(
                $$"""
                $here = @({{script}})
                $there = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($here, 2))
                ($here | ConvertTo-Csv) -join ' '
                ($there | ConvertTo-Csv) -join ' '
                """
            )
            .ThrowIfFailed();

        Assert.Equal(result.Output[0].BaseObject, result.Output[1].BaseObject);
    }

    [GeneratedRegex(@"\b(System|MdeHunting|Microsoft)\.\w+(\.\w+)*[`\[]|^(System|MdeHunting)\.[A-Z][\w.]+$")]
    private static partial Regex TypeName();

    // 28.11.2026 or 0,5, as a whole cell.
    [GeneratedRegex(@"^\d{2}\.\d{2}\.\d{4}|^-?\d+,\d+$")]
    private static partial Regex GermanTimeOrNumber();
}
