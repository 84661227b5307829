using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using MdeHunting.Connections;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Kql;
using MdeHunting.Tests.Hosting;
using MdeHunting.Tests.Hunting.Windows;
using MdeHunting.Tests.Lab.Hosting;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>What a person sees of the module's objects.</summary>
public sealed class ViewTests : IAsyncLifetime
{
    private const string Hostile = "\u001b[2J\u001b]0;owned\u0007evil\u202Eexe.pdf\r\nforged line";

    private readonly LabShell _lab = new() { Options = new LabOptions { Tenants = [TestLab.Tenants[1] with { Name = "Contoso", Data = Tables }] } };

    public static TheoryData<string> OutputTypes() => new(typeof(ConnectMdeTenantCommand).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetCustomAttributes<OutputTypeAttribute>()).SelectMany(attribute => attribute.Type).Select(type => type.Name)
        .Where(name => name.StartsWith("MdeHunting.", StringComparison.Ordinal)).Distinct());

    public async ValueTask InitializeAsync()
    {
        await _lab.InitializeAsync();
        _lab.Connect("-Name Contoso").ThrowIfFailed();
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [MemberData(nameof(OutputTypes))]
    public void Everything_that_a_cmdlet_gives_has_a_view(string type)
    {
        var views = System.Xml.Linq.XDocument.Load(Path.Combine(ModuleSetup.PackageFolder, "Views", "MdeHunting.Format.ps1xml")).Descendants("TypeName").Select(name => name.Value);

        Assert.Contains(type, views);
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

        var shown = string.Join("\n", [_lab.Shell.Screen.Text, .. result.Warnings, .. result.Verbose, .. result.Errors.Select(Shown), result.Thrown is IContainsErrorRecord thrown ? Shown(thrown.ErrorRecord) : ""]);

        Assert.DoesNotMatch(@"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]", shown);
        Assert.DoesNotMatch(@"(?m)^forged line", shown);
        Assert.Contains("<U+001B>[2J", shown);
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

        var failure = Assert.IsType<MdeHunting.Hunting.HuntingException>(error.Exception);
        Assert.Contains("\u001b[31m", failure.ServiceMessage);
        Assert.Contains("<U+001B>[31m", failure.Message);
        Assert.Equal("AlertInfo | where \u001b[31m", error.TargetObject);
    }

    [Theory]
    [InlineData("fi-FI")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    public void Times_are_UTC_and_say_so_in_every_culture(string culture)
    {
        InCulture.Of(culture, () => _lab.Shell.Run("Invoke-MdeHuntingQuery 'AlertInfo | project Timestamp, Severity' | Out-Default; Get-MdeConnection | Out-Default").ThrowIfFailed());

        Assert.Contains("2026-11-20T01:02:03.1234567Z High", _lab.Shell.Screen.Text);
        Assert.Matches(@"ExpiresOn +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", _lab.Shell.Screen.Text);
    }

    [Fact]
    public void The_header_of_rows_stands_once_and_again_for_rows_of_another_shape()
    {
        _lab.Shell.Run("& { Invoke-MdeHuntingQuery 'AlertInfo | project Severity, Timestamp | union (AlertInfo | project Severity, Timestamp)'; Invoke-MdeHuntingQuery 'AlertInfo | project Severity' } | Out-Default").ThrowIfFailed();

        Assert.Equal(2, Regex.Count(_lab.Shell.Screen.Text, @"(?m)^Severity\b"));
        Assert.Equal(3, Regex.Count(_lab.Shell.Screen.Text, @"(?m)^High\b"));
    }

    [Fact]
    public void In_a_constrained_session_the_views_are_the_same()
    {
        _lab.Shell.Runspace.SessionStateProxy.LanguageMode = PSLanguageMode.ConstrainedLanguage;

        _lab.Shell.Run("Invoke-MdeHuntingQuery 'AlertInfo | project Timestamp, Severity' | Out-Default; Get-MdeConnection | Out-Default; Get-MdeQuota | Out-Default; Get-MdeTokenInfo | Out-Default").ThrowIfFailed();

        Assert.Contains("2026-11-20T01:02:03.1234567Z High", _lab.Shell.Screen.Text);
        Assert.Matches("Name +: Contoso", _lab.Shell.Screen.Text);
        Assert.Matches("CanHunt +: Graph: yes", _lab.Shell.Screen.Text);
    }

    private static string Shown(ErrorRecord error) => error.ErrorDetails?.Message ?? error.Exception.Message;

    private static KqlDatabase Tables(DateTime now) => new(
        new Dictionary<string, KqlTable>
        {
            ["AlertInfo"] = new(
                "AlertInfo",
                [new("Timestamp", KqlType.DateTime), new("Severity", KqlType.String), new("Title", KqlType.String)],
                [[new DateTime(2026, 11, 20, 1, 2, 3, DateTimeKind.Utc).AddTicks(1_234_567), "High", Hostile]]),
        },
        new DateTime(2026, 11, 27, 0, 0, 0, DateTimeKind.Utc));
}
