using System.Collections;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using MdeHunting.Commands;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.TestKit;
using Microsoft.PowerShell;
using Xunit;

namespace MdeHunting.Tests.Commands.Prompt;

/// <summary>The key of one's own, and Tab at a cursor, on a line as PSReadLine has it.</summary>
public sealed class QueryKeyHandlerTests : IDisposable
{
    private const string Hostile = "Dev\\'; Set-Variable pwned 1; \\'";

    private readonly Shell _shell = new();

    public QueryKeyHandlerTests()
    {
        Runspace.DefaultRunspace = _shell.Runspace;
        var connection = new MdeConnection(
            "hostile",
            null,
            new StubSession([
                new("T", [new("My Col", "string"), new("Only", "string"), new(Hostile, "string"), new("$(1)\u201d", "string"), new("a\nb", "string")]),
            ])
        );
        connection.Schema.DiscoverAsync(SendingOptions.Default, null!, CancellationToken.None).GetAwaiter().GetResult();
        RunspaceConnections.Current.Add(connection);
        PSConsoleReadLine.Done.Clear();
    }

    public void Dispose()
    {
        Runspace.DefaultRunspace = null;
        PSConsoleReadLine.Line = "¦";
        _shell.Dispose();
    }

    [Theory]
    [InlineData("$q = 'T | project-keep O¦'", "$q = 'T | project-keep Only¦'")]
    [InlineData("$q = @'\nT | project-keep O¦\n'@", "$q = @'\nT | project-keep Only¦\n'@")]
    [InlineData("$q = \"$x T | project-keep O¦\" -f 1", "$q = \"$x T | project-keep Only¦\" -f 1")]
    [InlineData("'DeviceProcessEv¦' | Invoke-MdeHuntingQuery", "'DeviceProcessEvents¦' | Invoke-MdeHuntingQuery")]
    [InlineData("f 'DeviceLogonE¦ | take 1'", "f 'DeviceLogonEvents¦ | take 1'")]
    public void The_only_suggestion_is_put_in(string typed, string expected) => Assert.Equal(expected, Press(typed));

    [Theory]
    [InlineData("$q = 'T | project-keep ¦'", "[''My Col'']", "[''Dev\\\\\\''; Set-Variable pwned 1; \\\\\\'''']", "[''$(1)\u201d'']")]
    [InlineData("$q = \"T | project-keep ¦\"", "['My Col']", "['Dev\\\\\\'; Set-Variable pwned 1; \\\\\\'']", "['`$(1)`\u201d']")]
    [InlineData("$q = @\"\nT | project-keep ¦\n\"@", "['My Col']", "['Dev\\\\\\'; Set-Variable pwned 1; \\\\\\'']", "['`$(1)`\u201d']")]
    [InlineData("$q = @'\nT | project-keep ¦\n'@", "['My Col']", "['Dev\\\\\\'; Set-Variable pwned 1; \\\\\\'']", "['$(1)\u201d']")]
    public void One_after_the_other_each_as_the_quotes_need_it(string typed, string first, string third, string fourth)
    {
        PSConsoleReadLine.Line = typed;
        foreach (var expected in new[] { first, "Only", third, fourth, first })
        {
            QueryKeyHandler.Complete();

            Assert.Equal(typed.Replace("¦", $"{expected}¦", StringComparison.Ordinal), PSConsoleReadLine.Line);
        }
    }

    [Theory]
    [InlineData("$q = 'T | project-keep Zzz¦'", "Ding")]
    [InlineData("$q = 'it'¦'s'", "TabCompleteNext")]
    [InlineData("Get-Chi¦", "TabCompleteNext")]
    public void Where_nothing_can_be_written_the_line_stays(string typed, string done)
    {
        Assert.Equal(typed, Press(typed));
        Assert.Equal([done], PSConsoleReadLine.Done);
    }

    [Fact]
    public void What_all_begin_with_comes_first() =>
        Assert.Equal(
            "'DeviceLogonEvents | where InitiatingProcessAccountO¦'",
            Press("'DeviceLogonEvents | where InitiatingProcessAccountO¦'").Replace("bjectId", string.Empty, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery 'T | project-keep O¦ | take 1'", "'T | project-keep Only | take 1'")]
    [InlineData("Invoke-MdeHuntingQuery \"T | project-keep O¦ | where x == `\"a`$b`\"\"", "\"T | project-keep Only | where x == `\"a`$b`\"\"")]
    [InlineData("Invoke-MdeHuntingQuery 'T | project-keep O¦ -MaxRows 3", "'T | project-keep Only -MaxRows 3")]
    [InlineData("Invoke-MdeHuntingQuery 'DeviceLogonEv¦' -Connection 'DeviceLogonEv", "'DeviceLogonEvents'")]
    public void Tab_completes_at_the_cursor(string typed, string expected)
    {
        PSConsoleReadLine.Line = typed;
        PSConsoleReadLine.GetBufferState(out var text, out var cursor);
        var command = (CommandAst)Parser.ParseInput(text, out _, out _).Find(found => found is CommandAst, searchNestedScriptBlocks: true);
        var argument = command
            .CommandElements.OfType<StringConstantExpressionAst>()
            .Single(found => found.Extent.StartOffset < cursor && cursor <= found.Extent.EndOffset);
        var quote = argument.StringConstantType is StringConstantType.SingleQuoted ? '\'' : '"';

        var found = new QueryCompleter().CompleteArgument("Invoke-MdeHuntingQuery", "Query", $"{quote}{argument.Value}{quote}", command, new Hashtable());

        Assert.Equal(expected, Assert.Single(found).CompletionText);
    }

    private static string Press(string typed)
    {
        PSConsoleReadLine.Line = typed;
        QueryKeyHandler.Complete();
        return PSConsoleReadLine.Line;
    }
}
