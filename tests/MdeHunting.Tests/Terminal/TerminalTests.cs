using System.Text.Json;
using System.Text.RegularExpressions;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using MdeHunting.Tests.Tokens;
using MdeHunting.Tests.Views;
using Xunit;

namespace MdeHunting.Tests.Terminal;

/// <summary>
/// What reaches a terminal: every kind of output, in every display that is the module's own, with hostile texts wherever a text can come from elsewhere.
/// </summary>
public sealed partial class TerminalTests : IAsyncLifetime
{
    // Control characters, a clearing of the screen, and line ends.
    private static readonly string[] Texts = Cases.Of(HostileTexts.All, 8, 1, 9);

    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-terminal-").FullName;
    private LabServer _lab = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabServer.StartAsync(new LabOptions { ApproveSignIns = true, Tenants = [TestLab.Tenants[1] with { Name = "Contoso", Data = Tables }] });
        await _lab.WriteEnvironmentFileAsync(Path.Combine(_folder, "lab.json"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "texts.json"), JsonSerializer.Serialize(Texts));
        await File.WriteAllTextAsync(Path.Combine(_folder, "tokens.json"), JsonSerializer.Serialize(Texts.Select(Token)));
    }

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task No_output_in_any_display_does_anything_to_a_terminal()
    {
        var received = await InstalledShell.RunInTerminalAsync(Walk, columns: 120, [_folder, TestLab.Contoso, TestLab.ClientId]);

        var parts = Part().Split(received);
        Assert.True(parts.Length > 1 && received.Contains("@@end@@", StringComparison.Ordinal), received);
        var shown = new Dictionary<string, string>();
        var harm = new List<string>();
        for (var i = 1; i + 1 < parts.Length; i += 2)
        {
            shown[parts[i]] = shown.GetValueOrDefault(parts[i]) + parts[i + 1];
            if (TerminalBytes.FindHarm(parts[i + 1]) is { } found)
            {
                harm.Add($"{parts[i]}: {found}");
            }
        }

        Assert.True(harm.Count == 0, string.Join('\n', harm));

        // It has walked where it was to walk: over all types, and over rows with their texts.
        // Of a tenant's own tables, with all texts only: few of these may stand in a table's name.
        string[] left = Cases.AreAll ? [] : [typeof(MdeTableSchema).FullName!, typeof(MdeColumnSchema).FullName!];
        Assert.Empty(OutputTypes().Except(shown.Keys.Select(part => part.Split('|')[0])).Except(left));
        Assert.All(
            Texts.Select((_, i) => i),
            i =>
                Assert.All(
                    new[] { "default", "table", "list", "custom", "string", "group", "behind", "mixed", "safe" },
                    display => Assert.Contains("<U+", shown[$"MdeHunting.Row|{display}|{i}"].Replace("\r\n", "", StringComparison.Ordinal))
                )
        );
        Assert.All(new[] { "default", "table", "custom", "host" }, display => Assert.Contains("\u001b[32;1mTimestamp ", shown[$"MdeHunting.Row|{display}|1"]));
        Assert.All(
            new[] { "concise", "normal", "detailed", "category", "geterror", "properties" },
            display => Assert.Contains("<U+001B>", Blanks().Replace(shown[$"error|{display}|1"], ""))
        );
    }

    /// <summary>What the cmdlets say that they give, and what is in it.</summary>
    private static IEnumerable<string> OutputTypes()
    {
        var names = DeclaredOutputs.Names.Where(name => name.StartsWith("MdeHunting.", StringComparison.Ordinal)).ToHashSet();
        var open = new Queue<Type>(names.Select(typeof(MdeConnection).Assembly.GetType).OfType<Type>());
        while (open.TryDequeue(out var type))
        {
            foreach (
                var part in type.GetProperties()
                    .SelectMany(property =>
                        property.PropertyType.GetGenericArguments().Append(property.PropertyType.GetElementType()).Append(property.PropertyType)
                    )
            )
            {
                if (part is { IsClass: true, IsArray: false } && part.Assembly == typeof(MdeConnection).Assembly && names.Add(part.FullName!))
                {
                    open.Enqueue(part);
                }
            }
        }

        return names;
    }

    private static string Token(string text)
    {
        var said = JsonSerializer.Serialize(text);
        return TokenTests.Token(
            $$"""{"typ":{{said}}}""",
            $$"""
            {"aud":{{said}},"iss":{{said}},"tid":{{said}},"appid":{{said}},"app_displayname":{{said}},"upn":{{said}},"oid":{{said}},"scp":{{said}},"roles":[{{said}}],
             "amr":[{{said}}],"tenant_region_scope":{{said}},"ver":{{said}},{{said}}:{{said}},"iat":1646594420,"exp":1646598320}
            """
        );
    }

    // Each hostile text in a value, in a dynamic value, in a column's and in a table's name.
    private static KqlDatabase Tables(DateTime now)
    {
        var tables = Texts.SelectMany((text, i) => new[] { Table($"Rows{i}", text, now), Table($"{text}{i}_CL", text, now) });
        return new KqlDatabase(tables.ToDictionary(table => table.Name), now);
    }

    private static KqlTable Table(string name, string text, DateTime now) =>
        new(
            name,
            [new("Timestamp", KqlType.DateTime), new("FileName", KqlType.String), new("Bag", KqlType.Dynamic), new(text, KqlType.String)],
            [
                [
                    now.AddHours(-1),
                    text,
                    System.Text.Json.Nodes.JsonNode.Parse($$"""[{{JsonSerializer.Serialize(text)}},{{{JsonSerializer.Serialize(text)}}:1}]"""),
                    text,
                ],
                [now.AddHours(-2), text, null, null],
            ]
        );

    private const string Walk = """
        param($Folder, $TenantId, $ClientId)
        $ProgressPreference = 'SilentlyContinue'
        $PSStyle.OutputRendering = 'Ansi'
        $texts = Get-Content -Raw -LiteralPath "$Folder/texts.json" | ConvertFrom-Json
        $tokens = Get-Content -Raw -LiteralPath "$Folder/tokens.json" | ConvertFrom-Json
        $connect = @{ Environment = "$Folder/lab.json"; TenantId = $TenantId; ClientId = $ClientId; DeviceCode = $true }
        $null = Connect-MdeTenant @connect -Name Walk 6> $null

        function Show([string] $Type, [string] $Display, [int] $Number, [scriptblock] $Script) {
            [Console]::Out.Write("`n@@$Type|$Display|$Number@@`n")
            & $Script
        }

        $displays = [ordered]@{
            default = { $shown | Out-Default }
            table   = { $shown | Format-Table | Out-Default }
            wrapped = { $shown | Format-Table -AutoSize -Wrap | Out-Default }
            list    = { $shown | Format-List | Out-Default }
            wide    = { $shown | Format-Wide | Out-Default }
            custom  = { $shown | Format-Custom | Out-Default }
            host    = { $shown | Out-Host }
            string  = { [Console]::Out.Write(($shown | Out-String)) }
            narrow  = { [Console]::Out.Write(($shown | Out-String -Width 30)) }
            file    = { $shown > "$Folder/out.txt"; [Console]::Out.Write([IO.File]::ReadAllText("$Folder/out.txt")) }
            group   = { $shown | Group-Object { 'all' } | Out-Default; $shown | Group-Object { 'all' } | Format-List | Out-Default }
            text    = { $shown | ForEach-Object { Write-Host "$_" } }
            behind  = { & { 'text'; [timespan]::Zero; $shown } | Out-Default }
            mixed   = { & { Get-MdeQuota -Connection Walk | Select-Object -First 1; $rows | Select-Object -First 1; $shown; $first.Statistics; $shown } | Out-Default }
            safe    = { $shown.MdeView.Safe | Out-Default }
            safelist = { $shown.MdeView.Safe | Format-List * | Out-Default }
            safetable = { $shown.MdeView.Safe | Format-Table * | Out-Default }
            safecustom = { $shown.MdeView.Safe | Format-Custom | Out-Default }
            safegroup = { $shown.MdeView.Safe | Group-Object { $_.PSObject.Properties.Value | Select-Object -First 4 } | Out-Default }
        }

        $first = Invoke-MdeHuntingQuery Rows0 -Connection Walk -AsResult
        for ($i = 0; $i -lt $texts.Count; $i++) {
            $text = $texts[$i]
            $rows = Invoke-MdeHuntingQuery "Rows$i" -Connection Walk
            $wide = Invoke-MdeHuntingQuery "Rows$i | extend A=1,B=2,C=3,D=4,E=5,F=6,G=7" -Connection Walk
            $result = Invoke-MdeHuntingQuery "Rows$i // $($text -replace '[\r\n]', '>')" -Connection Walk -AsResult -MaxRows 1
            $token = Get-MdeTokenInfo (ConvertTo-SecureString $tokens[$i] -AsPlainText)
            $named = Connect-MdeTenant @connect -Name $text 6> $null
            $written = Invoke-MdeHuntingQuery "Rows$i // $($text -replace '[\r\n]', '>')" -Connection $named -OutputPath "$Folder/$i$($text -replace '[/\0]')"
            $indicator = [pscustomobject]@{ Value = $text; Type = 'filename'; Description = $text } | ConvertTo-MdeIndicator -IncludeUnread
            $sought = [pscustomobject]@{ Value = $text; Type = 'FileName' }
            $hit = $sought | Find-MdeIndicator -Connection Walk -Table "Rows$i", EmailAttachmentInfo
            $entry = Get-MdeIndicatorLedger
            $plan = $sought | Find-MdeIndicator -Connection Walk -Table "Rows$i" -PlanOnly
            $safe = $text -replace '[\r\n\0]', '>'
            Set-Content -LiteralPath "$Folder/pack$i.kql" -Value "// Name: $safe`n// Description: $safe`nDeviceInfo | where DeviceName == '{device}'" -Encoding utf8
            $pack = Import-MdeHuntingPack -LiteralPath "$Folder/pack$i.kql" 3> $null
            # All of Unicode's line ends end a comment of KQL; what stands behind one would be the query.
            Set-Content -LiteralPath "$Folder/hunt$i.kql" -Value "// Name: $($safe -replace '[\u0085\u2028\u2029]', '>')`nRows$i | take 1" -Encoding utf8
            $hunted = Invoke-MdeHuntingPack -LiteralPath "$Folder/hunt$i.kql" -Connection Walk 3> $null
            $hunts = Invoke-MdeHuntingPack -LiteralPath "$Folder/hunt$i.kql" -Connection Walk -PlanOnly
            Set-Content -LiteralPath "$Folder/check$i$($text -replace '[/\\\0]').kql" -Value "Rows$i | where '$safe' == $safe" -Encoding utf8
            $finding = Get-ChildItem "$Folder/check$i*" | Test-MdeHuntingQuery | Select-Object -First 1
            $bag = "$Folder/bag$i"
            $null = Invoke-MdeHuntingQuery "Rows$i // $($text -replace '[\r\n]', '>')" -Connection $named -EvidencePath $bag -CaseId $text -Operator $text
            $evidence = Get-MdeEvidence $bag
            $tested = Test-MdeEvidence $bag
            $sealed = Stop-MdeEvidence $bag
            $compared = Compare-MdeEvidence $bag -Connection $named
            $quota = Get-MdeQuota -Connection $named
            $application = Register-MdeApplication $TenantId "Walk $i" -DeviceCode -Environment "$Folder/lab.json" 6> $null
            $schema = Get-MdeHuntingSchema -Connection Walk -Live | Where-Object Name -like "*[!0-9]$($i)_CL" | Select-Object -First 1
            $objects = @(
                , $rows; , $wide; $result; $result.Schema[3]; $result.Missing[0]; $result.Calls[0]; $result.Statistics; $token; $token.CanHunt[0]; $named; $written; $indicator; $evidence; $tested; $tested.Checks[2]; $sealed; $compared; $pack; $pack.Parameters[0]; $hunted; $hunts; $finding; $hit; $entry; $entry.NotSearched; $plan; $quota[0]; $application; $schema; $schema.Columns[3]
            )
            foreach ($shown in $objects) {
                if ($null -eq $shown) { continue }
                $type = @($shown)[0].PSTypeNames[0]
                foreach ($display in $displays.GetEnumerator()) {
                    Show $type $display.Key $i $display.Value
                }
            }

            Show rows differ $i { & { $wide; $rows; $wide } | Out-Default }
            foreach ($query in "['$($text -replace "[\\']", '' -replace '[\r\n]', '>')']", "$text | take 1") {
                $Error.Clear()
                foreach ($view in 'ConciseView', 'NormalView', 'DetailedView', 'CategoryView') {
                    $ErrorView = $view
                    Show error ($view -replace 'View').ToLowerInvariant() $i { Invoke-MdeHuntingQuery $query -Connection Walk 2>&1 | Out-Default }
                }

                Show error geterror $i { Get-Error | Out-Default }
                Show error properties $i { $Error[0].Exception | Format-List * -Force | Out-Default; $Error[0] | Format-List * -Force | Out-Default }
                Show error text $i { $Error[0].Exception.ToString() | Out-Default; "$($Error[0].TargetObject)"; "$($Error[0].CategoryInfo)" }
            }

            $ErrorView = 'ConciseView'
            Show refused names $i {
                Get-MdeHuntingSchema $text 2>&1 | Out-Default
                Select-MdeConnection $text 2>&1 | Out-Default
                Get-MdeConnection "$text." 2>&1 | Out-Default
                Invoke-MdeHuntingQuery -LiteralPath "$Folder/$text.kql" -Connection Walk 2>&1 | Out-Default
                Connect-MdeTenant -TenantId $text -ClientId $ClientId -DeviceCode -Environment "$Folder/lab.json" 2>&1 | Out-Default
                Connect-MdeTenant -TenantId $TenantId -ClientId $ClientId -DeviceCode -Environment "$Folder/$text.json" 2>&1 | Out-Default
                Get-Error -Newest 6 | Out-Default
            }
            Show streams all $i { Invoke-MdeHuntingQuery "Rows$i | where FileName == @'$($text -replace "[']", '' -replace '[\r\n]', '>')'" -Connection $named -Verbose -Debug -WhatIf *>&1 | Out-Default }
            Show streams run $i { $null = Invoke-MdeHuntingQuery "Rows$i // $($text -replace '[\r\n]', '>')" -Connection $named -Verbose -Debug }
            Show completion all $i {
                foreach ($line in 'Get-MdeConnection ', 'Invoke-MdeHuntingQuery Rows0 -Connection ', 'Get-MdeHuntingSchema -Live ', 'Invoke-MdeHuntingQuery "', "Invoke-MdeHuntingQuery 'Rows$i | where ") {
                    $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)
                    $found.CompletionMatches | ForEach-Object { [Console]::Out.Write("$($_.ListItemText)`n$($_.ToolTip)`n") }
                }
            }
            Disconnect-MdeTenant -Connection $named
        }

        [Console]::Out.Write("`n@@end@@`n")
        """;

    [GeneratedRegex(@"@@([^@|\r\n]+\|[^@|\r\n]+\|\d+|end)@@")]
    private static partial Regex Part();

    [GeneratedRegex(@"\s+|\u001b\[[0-9;]*m")]
    private static partial Regex Blanks();
}
