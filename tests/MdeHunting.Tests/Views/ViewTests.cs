using System.Management.Automation;
using System.Text.RegularExpressions;
using MdeHunting.Commands;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using MdeHunting.Tests.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>What a person sees of the module's objects.</summary>
public sealed class ViewTests : IAsyncLifetime
{
    private const string Hostile = "\u001b[2J\u001b]0;owned\u0007evil\u202Eexe.pdf\r\nforged line";

    private readonly LabShell _lab = new() { Options = new LabOptions { Tenants = [TestLab.Tenants[1] with { Name = "Contoso", Data = Tables }] } };

    public static TheoryData<string> OutputTypes() => new(DeclaredOutputs.Names.Where(name => name.StartsWith("MdeHunting.", StringComparison.Ordinal)));

    public async ValueTask InitializeAsync()
    {
        await _lab.InitializeAsync();
        _lab.Connect("-Name Contoso").ThrowIfFailed();
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("Test-MdeHuntingQuery 'DeviceInfo | where Nope == 1' -Severity Error", "RuleId", "MDE002")]
    [InlineData("Get-MdeHuntingPack -Name LSASS* | Select-Object -First 1 | Invoke-MdeHuntingPack -PlanOnly", "Connection", "Contoso")]
    [InlineData("Get-MdeHuntingPack -Name LSASS* | Select-Object -First 1 | Invoke-MdeHuntingPack", "Connection", "Contoso")]
    public void A_list_has_a_line_for_each_property(string command, string first, string value)
    {
        var lines = _lab
            .Shell.Run($"{command} | Format-List | Out-String -Width 200")
            .ThrowIfFailed()
            .Output.Single()
            .ToString()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Matches($"^{first} +: {value}$", lines[0]);
        Assert.True(lines.Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\w+ +:")) > 8, string.Join('\n', lines));
    }

    [Theory]
    [MemberData(nameof(OutputTypes))]
    public void Everything_that_a_cmdlet_gives_has_a_view(string type)
    {
        var views = System
            .Xml.Linq.XDocument.Load(Path.Combine(ModuleSetup.PackageFolder, "Views", "MdeHunting.Format.ps1xml"))
            .Descendants("TypeName")
            .Select(name => name.Value);

        Assert.Contains(type, views);
    }

    [Theory]
    [MemberData(nameof(OutputTypes))]
    public void What_is_an_objects_own_crosses_to_another_process_and_nothing_that_a_view_computes(string type)
    {
        if (typeof(ConnectMdeTenantCommand).Assembly.GetType(type) is not { } own)
        {
            return;
        }

        var types = System.Xml.Linq.XDocument.Load(Path.Combine(ModuleSetup.PackageFolder, "Views", "MdeHunting.Types.ps1xml")).Descendants("Type");
        var crossing = types
            .Single(one => one.Element("Name")!.Value == type)
            .Descendants("PropertySet")
            .Single(set => set.Element("Name")!.Value == "PropertySerializationSet");

        Assert.Equal(
            own.GetProperties().Select(property => property.Name).Order(),
            crossing.Element("ReferencedProperties")!.Elements("Name").Select(name => name.Value).Order()
        );
        Assert.Contains(types, one => one.Element("Name")!.Value == $"Deserialized.{own.BaseType}");
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery 'AlertInfo' | Out-Default")]
    [InlineData("Invoke-MdeHuntingQuery 'AlertInfo | project Title' | Out-Default")]
    [InlineData("Invoke-MdeHuntingQuery 'AlertInfo | extend a=1,b=2,c=3,d=4,e=5,f=6,g=7,h=8 | project-away Timestamp' | Out-Default")]
    [InlineData("$WarningPreference = 'Continue'; Invoke-MdeHuntingQuery $args[0].Split(\"`r\")[0] -Verbose -ErrorAction Continue")]
    [InlineData("Invoke-MdeHuntingQuery ('AlertInfo | where Title == \"' + $args[0] + '\"') -AsResult | Out-Default")]
    [InlineData("Invoke-MdeHuntingQuery ('AlertInfo | take 1 //' + $args[0].Split(\"`r\")[0]) -WhatIf")]
    [InlineData("Connect-MdeTenant -TenantId $args[0] -ClientId 22222222-2222-2222-2222-222222222222 -DeviceCode")]
    [InlineData("Get-MdeHuntingSchema $args[0]; Select-MdeConnection $args[0]")]
    public void No_escape_sequence_and_no_forged_line_reaches_the_screen(string command)
    {
        var result = _lab.Shell.Run(command, Hostile);

        var shown = string.Join(
            "\n",
            [
                _lab.Shell.Screen.Text,
                .. result.Warnings,
                .. result.Verbose,
                .. result.Errors.Select(Shown),
                result.Thrown is IContainsErrorRecord thrown ? Shown(thrown.ErrorRecord) : "",
            ]
        );

        Assert.DoesNotMatch(@"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]", shown);
        Assert.DoesNotMatch(@"(?m)^forged line", shown);
        Assert.Contains("<U+001B>[2J", shown);
    }

    [Theory]
    [InlineData("$rows | Format-Table | Out-Default", @"(?m)^Timestamp +Severity +Title")]
    [InlineData("$rows | Format-List | Out-Default", @"Row : Timestamp : 2026-11-20T01:02:03\.1234567Z\s+Severity +: High")]
    [InlineData("$rows | Format-Wide | Out-Default", "2026-11-20 01:02:03Z <U")]
    [InlineData("$rows | Select-Object -First 1 | Format-Wide -Column 1 | Out-Default", @"(?m)^2026-11-20 01:02:03Z <U(?!.*#[0-9a-f]{32})")]
    [InlineData("Get-MdeConnection | Add-Member -TypeName Own -PassThru | Out-Default; Write-Host $rows[0]", @"(?m)^\* Name +Account")]
    [InlineData("$rows | Format-Custom | Out-Default", @"(?m)^Timestamp +Severity +Title")]
    [InlineData("& { Get-MdeConnection; $rows } | Out-Default", @"(?ms)^\* Name +Account.*^Timestamp +Severity.*^2026-11-20 01:02:03Z +High")]
    [InlineData("& { $rows; Get-MdeQuota; $rows } | Format-Table | Out-Default", @"(?ms)^Timestamp +Severity.*^Connection +Api.*^Timestamp +Severity")]
    [InlineData(
        "& { Invoke-MdeHuntingQuery 'AlertInfo' -AsResult; $rows; Get-MdeHuntingSchema AlertInfo } | Out-Default",
        @"(?ms)^RowCount +: 1$.*^Timestamp +Severity.*^Table +Name +Type"
    )]
    [InlineData(
        "& { Invoke-MdeHuntingQuery 'AlertInfo' -OutputPath (Join-Path ([IO.Path]::GetTempPath()) (New-Guid)); $rows } | Out-Default",
        @"(?ms)^RowCount +Length +StartTime +EndTime +ErrorId +Name.*^ +1 .* rows\.csv.*^Timestamp +Severity"
    )]
    [InlineData("& { [timespan]::Zero; $rows } | Out-Default", @"MdeText : Timestamp : 2026-11-20T01:02:03\.1234567Z\s+Severity +: High")]
    [InlineData("& { $rows; (Get-MdeTokenInfo).CanHunt[0]; Get-MdeQuota } | Out-Default", @"(?m)^Contoso +Graph +Calls +minute +1,000,000 ")]
    [InlineData("$rows | Group-Object { 1 } | Out-Default", @"1 1 +\{2026-11-20T01:02:03\.1234567Z ")]
    [InlineData("Write-Host $rows[0]", "2026-11-20T01:02:03.1234567Z .*#[0-9a-f]{32}")]
    public void Every_bare_display_is_safe(string command, string expected)
    {
        _lab.Shell.Run($"$rows = @(Invoke-MdeHuntingQuery 'AlertInfo'); {command}").ThrowIfFailed();

        var shown = new System.Management.Automation.Internal.StringDecorated(_lab.Shell.Screen.Text).ToString(OutputRendering.PlainText);
        Assert.Matches(expected, shown);
        Assert.DoesNotMatch(
            @"[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\u001b(?!\[[0-9;]*m)|(?m)^forged line",
            _lab.Shell.Screen.Text
        );
    }

    [Theory]
    [InlineData("$rows | Out-String -Width 4096")]
    [InlineData("$rows | Format-Table | Out-String -Width 4096")]
    [InlineData("$rows | Format-List | Out-String -Width 4096")]
    [InlineData("& { $rows | Out-String -Width 4096 }")]
    [InlineData("$rows | Out-File $file -Width 4096; Get-Content -Raw $file")]
    [InlineData("$rows > $file; (Get-Content -Raw $file) -replace '\\r?\\n'")]
    [InlineData("& { $rows } | Out-File $file -Width 4096; Get-Content -Raw $file")]
    [InlineData("$rows | Tee-Object $file | Out-Null; (Get-Content -Raw $file) -replace '\\r?\\n'")]
    [InlineData("$rows | Tee-Object $file | Out-Default; (Get-Content -Raw $file) -replace '\\r?\\n'")]
    [InlineData("$null = $rows | Tee-Object $file; (Get-Content -Raw $file) -replace '\\r?\\n'")]
    public void What_goes_to_a_file_or_becomes_a_text_is_not_cut(string command)
    {
        var file = Path.GetTempFileName();
        var text = string.Join(
            "\n",
            _lab.Shell.Run(
                    $"$file = $args[0]; $rows = Invoke-MdeHuntingQuery \"AlertInfo | extend Long = strcat('{new string('y', 1000)}', '.'), Last = "
                        + $"'last'\"; {command}",
                    file
                )
                .ThrowIfFailed()
                .Output
        );
        File.Delete(file);

        Assert.Contains($"{new string('y', 1000)}.", text);
        Assert.Contains("last", text);
    }

    [Fact]
    public void What_Tee_Object_passes_on_fits_the_screen_in_one_table()
    {
        var file = Path.GetTempFileName();
        _lab.Shell.Run(
                $"$rows = Invoke-MdeHuntingQuery \"AlertInfo | extend Long = strcat('{new string('y', 1000)}', '.')\"; $rows, $rows | ForEach-Object {{ $_ }} "
                    + "| Tee-Object $args[0] | Out-Default",
                file
            )
            .ThrowIfFailed();
        var written = File.ReadAllText(file);
        File.Delete(file);

        Assert.DoesNotContain(new string('y', 1000), _lab.Shell.Screen.Text, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(_lab.Shell.Screen.Text, "Severity"));
        Assert.Single(Regex.Matches(written, "Severity"));
    }

    [Theory]
    [InlineData("Get-MdeConnection", @"(?m)^. Contoso +responder@contoso\.example +\S+ +Graph")]
    [InlineData("Get-MdeTokenInfo", "(?s)Scopes +: ThreatHunting.Read.All.*CanHunt +: Graph: yes")]
    [InlineData("Get-MdeQuota", "Contoso +Graph +Calls")]
    [InlineData("Get-MdeHuntingSchema AlertInfo -Column Title", "Title +string")]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -AsResult", "(?s)RowCount +: 1.*Schema +: Timestamp, Severity, Title")]
    [InlineData("(Invoke-MdeHuntingQuery AlertInfo -AsResult).Calls", "RowCount +: 1")]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo", "(?m)^2026-11-20 01:02:03Z +High")]
    public void What_came_from_another_process_is_shown_likewise(string command, string expected)
    {
        _lab.Shell.Run(
                $"$there = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(({command}), 4)); $there | "
                    + "Out-Default; $there | Format-Custom | Out-Default"
            )
            .ThrowIfFailed();

        Assert.Matches(expected, new System.Management.Automation.Internal.StringDecorated(_lab.Shell.Screen.Text).ToString(OutputRendering.PlainText));
        Assert.DoesNotMatch(@"[\u0000-\u0008\u001a\u202a-\u202e]|System\.Collections", _lab.Shell.Screen.Text);
    }

    [Fact]
    public void The_object_keeps_what_it_was_and_exports_nothing_of_the_view()
    {
        var row = Assert.Single(_lab.Shell.Run("Invoke-MdeHuntingQuery 'AlertInfo | project Title, Timestamp'").ThrowIfFailed().Output);

        Assert.Equal(Hostile, row.Properties["Title"].Value);
        Assert.Equal(["Title", "Timestamp"], row.Properties.Select(property => property.Name));
        Assert.Equal("MdeHunting.Row", row.TypeNames[0]);
        var safe = _lab.Shell.Run("($args[0]).MdeView.Safe", row).ThrowIfFailed().Output[0];
        Assert.StartsWith("<U+001B>[2J", (string)safe.Properties["Title"].Value);
        Assert.Equal("2026-11-20T01:02:03.1234567Z", safe.Properties["Timestamp"].Value);
    }

    [Fact]
    public void The_error_keeps_the_services_own_words()
    {
        var error = _lab.Shell.Run("Invoke-MdeHuntingQuery $args[0]", "AlertInfo | where \u001b[31m").Error;

        var failure = Assert.IsType<MdeHunting.HuntingException>(error.Exception);
        Assert.Contains("<U+001B>[31m", failure.ServiceMessage);
        Assert.Contains("\u001b[31m", failure.GetServiceMessage());
        Assert.Contains("<U+001B>[31m", failure.Message);
        Assert.Equal("AlertInfo | where <U+001B>[31m", error.TargetObject);
        Assert.Equal("AlertInfo | where \u001b[31m", failure.GetTarget());
    }

    [Theory]
    [InlineData("fi-FI")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    public void Times_are_UTC_and_say_so_in_every_culture(string culture)
    {
        InCulture.Of(
            culture,
            () =>
                _lab
                    .Shell.Run("Invoke-MdeHuntingQuery 'AlertInfo | project Timestamp, Severity' | Out-Default; Get-MdeConnection | Out-Default")
                    .ThrowIfFailed()
        );

        Assert.Matches("2026-11-20 01:02:03Z +High", _lab.Shell.Screen.Text);
        Assert.Matches(@"(?m)^. Contoso .* \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$", _lab.Shell.Screen.Text);
    }

    [Fact]
    public void The_header_of_rows_stands_once_and_again_for_rows_of_another_shape()
    {
        _lab.Shell.Run(
                "& { Invoke-MdeHuntingQuery 'AlertInfo | project Severity, Timestamp | union (AlertInfo | project Severity, Timestamp)'; "
                    + "Invoke-MdeHuntingQuery 'AlertInfo | project Severity' } | Out-Default"
            )
            .ThrowIfFailed();

        Assert.Equal(2, Regex.Count(_lab.Shell.Screen.Text, @"(?m)^Severity\b"));
        Assert.Equal(3, Regex.Count(_lab.Shell.Screen.Text, @"(?m)^High\b"));
    }

    [Fact]
    public void Connections_of_one_command_are_one_table_and_one_that_comes_alone_says_nothing_of_others()
    {
        _lab.Connect("-Name A-connection-whose-name-is-by-far-longer-than-those-of-the-others-that-this-session-has").ThrowIfFailed();
        _lab.Connect("-Name B").ThrowIfFailed();
        var before = _lab.Shell.Screen.Text.Length;

        _lab.Shell.Run("Get-MdeConnection | Out-Default; Select-MdeConnection B | Out-Default").ThrowIfFailed();

        var shown = new System.Management.Automation.Internal.StringDecorated(_lab.Shell.Screen.Text[before..]).ToString(OutputRendering.PlainText);
        Assert.Equal(2, Regex.Count(shown, @"(?m)^\* Name "));
        Assert.Equal(4, Regex.Count(shown, @"(?m)^[ *] (Contoso|A-con\S+|B) "));
        Assert.DoesNotContain("In these rows", shown[shown.LastIndexOf("Connections", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_row_is_right_below_the_header()
    {
        _lab.Shell.Run("Invoke-MdeHuntingQuery 'AlertInfo | project Timestamp, Severity' | Out-Default").ThrowIfFailed();

        Assert.Matches(@"2 columns\r?\n\r?\nTimestamp +Severity\r?\n-+ +-+\r?\n2026-11-20 01:02:03Z High", _lab.Shell.Screen.Text);
    }

    [Fact]
    public void What_is_said_of_all_rows_is_never_said_of_one_that_breaks_it()
    {
        _lab.Shell.Run(
                """
                $rows = Invoke-MdeHuntingQuery 'range N from 1 to 4 step 1 | extend Timestamp = datetime(2026-11-20), DeviceName = strcat("ws-", tostring(N)), ActionType = "Run",
                    FileName = "a.exe", A = 1, B = 2, C = 3, D = 4, RemoteIP = ""'
                $rows[2].ActionType = 'Changed'
                $rows[3] | Add-Member Own 5
                $rows | Out-Default
                $rows | Where-Object N -gt 3 | Out-Default
                """
            )
            .ThrowIfFailed();

        var shown = new System.Management.Automation.Internal.StringDecorated(_lab.Shell.Screen.Text)
            .ToString(OutputRendering.PlainText)
            .ReplaceLineEndings("\n");

        Assert.Matches(
            """
            (?ms)^3 of 10 columns\. For all: \| Format-List\. In these rows: ActionType 'Run'\. Empty: RemoteIP\.

            Timestamp +DeviceName +FileName
            -+ +-+ +-+
            \S+ \S+ +ws-1 +a\.exe
            \S+ \S+ +ws-2 +a\.exe

            3 of 10 columns\. For all: \| Format-List\. In these rows: FileName 'a.exe'\. Empty: RemoteIP\.

            Timestamp +DeviceName +ActionType
            -+ +-+ +-+
            \S+ \S+ +ws-3 +Changed

            3 of 11 columns\. For all: \| Format-List\. In these rows: ActionType 'Run'\. Empty: RemoteIP\.
            """.ReplaceLineEndings("\n"),
            shown
        );
    }

    [Fact]
    public void In_a_constrained_session_the_views_are_the_same()
    {
        _lab.Shell.Runspace.SessionStateProxy.LanguageMode = PSLanguageMode.ConstrainedLanguage;

        _lab.Shell.Run(
                "Invoke-MdeHuntingQuery 'AlertInfo | project Timestamp, Severity' | Out-Default; Get-MdeConnection | Out-Default; Get-MdeQuota | "
                    + "Out-Default; Get-MdeTokenInfo | Out-Default"
            )
            .ThrowIfFailed();

        Assert.Matches("2026-11-20 01:02:03Z +High", _lab.Shell.Screen.Text);
        Assert.Matches("(?m)^. Contoso +responder", _lab.Shell.Screen.Text);
        Assert.Matches("CanHunt +: Graph: yes", _lab.Shell.Screen.Text);
    }

    private static string Shown(ErrorRecord error) => error.ErrorDetails?.Message ?? error.Exception.Message;

    private static KqlDatabase Tables(DateTime now) =>
        new(
            new Dictionary<string, KqlTable>
            {
                ["AlertInfo"] = new(
                    "AlertInfo",
                    [new("Timestamp", KqlType.DateTime), new("Severity", KqlType.String), new("Title", KqlType.String)],
                    [
                        [new DateTime(2026, 11, 20, 1, 2, 3, DateTimeKind.Utc).AddTicks(1_234_567), "High", Hostile],
                    ]
                ),
            },
            new DateTime(2026, 11, 27, 0, 0, 0, DateTimeKind.Utc)
        );
}
