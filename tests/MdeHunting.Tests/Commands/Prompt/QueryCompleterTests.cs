using System.Management.Automation;
using MdeHunting.Commands.Prompt;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Commands.Prompt;

/// <summary>Tab at the prompt, as PowerShell's own completion asks for it.</summary>
public sealed class QueryCompleterTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery 'DevicePro¦", "'DeviceProcessEvents")]
    [InlineData("Invoke-MdeHuntingQuery 'DevicePro¦'", "'DeviceProcessEvents'")]
    [InlineData("Invoke-MdeHuntingQuery -Query 'AlertInfo | where Sev¦", "'AlertInfo | where Severity")]
    [InlineData("Invoke-MdeHuntingQuery \"AlertInfo | where Sev¦\"", "\"AlertInfo | where Severity\"")]
    [InlineData("Invoke-MdeHuntingQuery \"AlertInfo | where Title == `\"x`\" and Sev¦", "\"AlertInfo | where Title == `\"x`\" and Severity")]
    [InlineData("Invoke-MdeHuntingQuery \"AlertInfo`n| where Sev¦\"", "\"AlertInfo`n| where Severity\"")]
    [InlineData("Invoke-MdeHuntingQuery 'AlertInfo | where Title == ''it'' and Sev¦'", "'AlertInfo | where Title == ''it'' and Severity'")]
    [InlineData("Invoke-MdeHuntingQuery 'AlertInfo\n| where Sev¦", "'AlertInfo\n| where Severity")]
    [InlineData("Invoke-MdeHuntingQuery DevicePro¦", "DeviceProcessEvents")]
    [InlineData("'x' | Invoke-MdeHuntingQuery 'AlertInfo | where Sev¦' -MaxRows 3 | Out-Null", "'AlertInfo | where Severity'")]
    public void The_whole_literal_comes_back_quoted_as_it_was(string typed, string expected) => Assert.Equal(expected, Assert.Single(Complete(typed)));

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery 'AlertInfo | where Title == ''x¦", "'AlertInfo | where Title == ''x")]
    [InlineData("Invoke-MdeHuntingQuery 'AlertInfo | take 1¦'", "'AlertInfo | take 1'")]
    public void Where_nothing_can_be_suggested_the_query_stays_and_no_file_takes_its_place(string typed, string expected) =>
        Assert.Equal(expected, Assert.Single(Complete(typed)));

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery \"Device$x | where a¦\"")]
    [InlineData("Invoke-MdeHuntingQuery \"$(1) Dev¦\"")]
    public void A_string_with_variables_is_left_alone(string typed) =>
        Assert.DoesNotContain(Complete(typed), text => text.Contains("Device", StringComparison.Ordinal));

    [Fact]
    public void Names_of_an_odd_kind_are_quoted_twice_over()
    {
        var literal = new PromptLiteral("'T | where ", System.Management.Automation.Language.StringConstantType.SingleQuoted);
        var open = new PromptLiteral("\"T | where ", System.Management.Automation.Language.StringConstantType.DoubleQuoted);

        Assert.Equal("'T | where [''Url Host'']", literal.Replace(11, 0, "['Url Host']"));
        Assert.Equal("\"T | where [`\"a`$b`\"]", open.Replace(11, 0, "[\"a$b\"]"));
    }

    [Theory]
    [InlineData("$q = @'\nDev¦\n'@", "Dev")]
    [InlineData("$q = @\"\nAlertInfo\n| where $x == 1 and Sev¦", "AlertInfo\n| where $x == 1 and Sev")]
    [InlineData("Invoke-MdeHuntingQuery \"Alert$x | wh¦ere\"", "Alert$x | wh")]
    [InlineData("Invoke-MdeHuntingQuery 'it''s Dev¦' -MaxRows 1", "it's Dev")]
    [InlineData("f 'a', 'De¦'", "De")]
    [InlineData("Get-Chi¦", null)]
    [InlineData("f 'abc'¦", null)]
    [InlineData("f 'abc' ¦", null)]
    [InlineData("¦", null)]
    public void The_key_handler_finds_the_query_that_the_cursor_is_in(string typed, string? expected)
    {
        var cursor = typed.IndexOf('¦', StringComparison.Ordinal);

        Assert.Equal(expected, PromptLine.At(typed.Remove(cursor, 1), cursor)?.Query);
    }

    [Fact]
    public void The_key_handler_does_nothing_without_PSReadLine() => _shell.Run("[MdeHunting.QueryKeyHandler]::Complete()").ThrowIfFailed();

    [Fact]
    public void Application_ids_come_from_the_environment()
    {
        var before = Environment.GetEnvironmentVariable("MDEHUNTING_CLIENT_ID");
        Environment.SetEnvironmentVariable("MDEHUNTING_CLIENT_ID", "12345678-0000-0000-0000-000000000000");
        try
        {
            Assert.Equal(["12345678-0000-0000-0000-000000000000"], Complete("Connect-MdeTenant x -ClientId 12¦"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("MDEHUNTING_CLIENT_ID", before);
        }
    }

    private List<string> Complete(string typed)
    {
        var cursor = typed.IndexOf('¦', StringComparison.Ordinal);
        using var shell = PowerShell.Create(_shell.Runspace);
        return [.. CommandCompletion.CompleteInput(typed.Remove(cursor, 1), cursor, null, shell).CompletionMatches.Select(match => match.CompletionText)];
    }
}
