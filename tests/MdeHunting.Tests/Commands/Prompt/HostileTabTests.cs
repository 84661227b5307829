using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Kql.Writing;
using MdeHunting.Pipeline;
using MdeHunting.TestKit;
using MdeHunting.Text;
using Xunit;

namespace MdeHunting.Tests.Commands.Prompt;

/// <summary>
/// Whatever a tenant's names hold, Tab gives the same one command with the same one argument, which is the text that was meant: by PowerShell's own completion
/// and parser.
/// </summary>
public sealed class HostileTabTests : IDisposable
{
    private static readonly string[] All = [.. HostileNames.Typable, .. HostileNames.Untypable];

    private readonly Shell _shell = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-tests-").FullName;

    public void Dispose()
    {
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("'", "'")]
    [InlineData("'", "")]
    [InlineData("\u2018", "\u2019")]
    [InlineData("\u201a", "\u201b")]
    [InlineData("\u201b", "")]
    [InlineData("\"", "\"")]
    [InlineData("\"", "")]
    [InlineData("\u201c", "\u201d")]
    [InlineData("\u201e", "\u201c")]
    [InlineData("\u201d", "")]
    public void A_column_within_a_quoted_query(string opening, string closing)
    {
        Connect([new("T", [.. All.Select(name => new KnownColumn(name, "string\u001b[2J"))])]);
        foreach (var (before, behind) in Commands().Where(_ => closing.Length > 0).Append(("Invoke-MdeHuntingQuery ", "")))
        {
            AssertCompletes(
                $"{before}{opening}T | where ",
                $"{closing}{behind}",
                [.. HostileNames.Typable.Select(name => $"T | where {KqlWriter.Name(name)}")],
                "T | where ['"
            );
            AssertCompletes(
                $"{before}{opening}T | where 1 == 1 and ",
                $"{closing}{behind}",
                [.. HostileNames.Typable.Select(name => $"T | where 1 == 1 and {KqlWriter.Name(name)}")],
                "T | where 1 == 1 and ['"
            );
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("'", "'")]
    [InlineData("\u201c", "")]
    public void A_table_where_the_query_begins(string opening, string closing)
    {
        Connect([.. All.Select(name => new KnownTable(name, []))]);

        AssertCompletes($"Invoke-MdeHuntingQuery {opening}", closing, [.. HostileNames.Typable.Select(KqlWriter.Name)], "['");
        AssertCompletes($"Invoke-MdeHuntingQuery -MaxRows 3 -Query {opening}", closing, [.. HostileNames.Typable.Select(KqlWriter.Name)], "['");
    }

    [Theory]
    [InlineData("let ['Dev\\'; Set-Variable pwned 1; \\''] = AlertInfo; union ", "['Dev\\'; Set-Variable pwned 1; \\'']")]
    [InlineData("let ['a\\tb'] = AlertInfo; let ['x$(1)\u201d'] = AlertInfo; union ", "['x$(1)\u201d']")]
    public void What_the_query_itself_names(string query, string expected)
    {
        foreach (var quote in new[] { "'", "\"", "\u2018", "\u201e" })
        {
            var kind = quote is "'" or "\u2018" ? StringConstantType.SingleQuoted : StringConstantType.DoubleQuoted;
            AssertCompletes($"Invoke-MdeHuntingQuery {quote}{PowerShellLiteral.Content(query, kind)}", quote, [query + expected], query + "['");
        }
    }

    [Theory]
    [InlineData("Get-MdeQuota -Connection ")]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -Connection a, ")]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -Connection:")]
    [InlineData("Get-MdeHuntingSchema -Live -Connection ")]
    [InlineData("Select-MdeConnection ")]
    [InlineData("Get-MdeConnection ")]
    [InlineData("Get-MdeTokenInfo -Connection ")]
    [InlineData("Disconnect-MdeTenant ")]
    public void A_connections_name(string command)
    {
        foreach (var name in All)
        {
            Add(new MdeConnection(name, null, new StubSession([], account: "mallory\u001b]0;x\u0007")));
        }

        AssertCompletes(command, "", HostileNames.Typable);
        if (!command.Contains(',', StringComparison.Ordinal))
        {
            AssertCompletes($"{command}'", "'", HostileNames.Typable);
            AssertCompletes($"{command}\u201c", "", HostileNames.Typable);
            AssertCompletes($"{command}'Dev''", "", [.. HostileNames.Typable.Where(name => name.StartsWith("Dev'", StringComparison.Ordinal))]);
        }
    }

    [Fact]
    public void A_tenant_or_an_application()
    {
        foreach (var name in All)
        {
            Add(new MdeConnection($"c {name}", null, new StubSession([], tenant: name)));
        }

        AssertCompletes("Connect-MdeTenant ", "", HostileNames.Typable);
        AssertCompletes("Connect-MdeTenant -TenantId \"", "\"", HostileNames.Typable);
    }

    [Theory]
    [InlineData("Get-MdeHuntingSchema ")]
    [InlineData("Get-MdeHuntingSchema -Table:")]
    [InlineData("Get-MdeHuntingSchema AlertInfo, ")]
    public void A_table_of_the_schema(string command)
    {
        Connect([.. All.Select(name => new KnownTable(name, []))]);

        AssertCompletes(command, "", HostileNames.Typable);
    }

    [Fact]
    public void A_column_of_the_schema_also_where_its_type_is_empty()
    {
        Connect([new("T", [.. All.Select(name => new KnownColumn(name, string.Empty))])]);

        AssertCompletes("Get-MdeHuntingSchema T -Column ", "", HostileNames.Typable);
        AssertCompletes("Get-MdeHuntingSchema T -Column 'it''", "'", ["it's"]);
    }

    [Fact]
    public void An_environment_file()
    {
        string[] names =
        [
            .. All.Where(name => !name.Contains('/', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal) && !name.Any(char.IsSurrogate))
                .Append("a[1]*?")
                .Append("b`[x"),
        ];
        foreach (var name in names)
        {
            File.WriteAllText(Path.Combine(_folder, $"e {name}.json"), "{}");
        }

        string[] expected = [.. names.Except(HostileNames.Untypable).Select(name => $"{_folder}/e {name}.json")];
        AssertCompletes($"Connect-MdeTenant x -Environment {_folder}/e", "", expected);
        AssertCompletes($"Connect-MdeTenant x -Environment '{_folder}/e ", "", expected);
        AssertCompletes($"Connect-MdeTenant x -Environment \"{_folder}/e \\'", "\"", []);
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -Timespan ", "7d")]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -Split ", "1d")]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -Split 'A", "Auto")]
    public void A_span_of_time(string command, string expected) => AssertCompletes(command, "", [expected]);

    [Fact]
    public void Of_two_literals_alike_the_one_at_hand_is_completed() =>
        AssertCompletes("Invoke-MdeHuntingQuery 'DeviceLogonE", "' -Connection 'DeviceLogonE", ["DeviceLogonEvents"]);

    /// <summary>PowerShell puts a completion behind the backtick, which then escapes its first quote.</summary>
    [Theory]
    [InlineData("Select-MdeConnection `", "")]
    [InlineData("Select-MdeConnection ` ", "")]
    [InlineData("Select-MdeConnection `", " -Verbose")]
    [InlineData("Get-MdeQuota -Connection:`", "")]
    [InlineData("Get-MdeQuota -Connection `", " | Out-Null")]
    [InlineData("Get-MdeQuota -Connection a,`", "")]
    [InlineData("Get-MdeQuota -Connection a, `", "")]
    [InlineData("Get-MdeQuota `\n -Connection `", "")]
    [InlineData("if ($true) { Get-MdeQuota -Connection `", "")]
    [InlineData("& Get-MdeTokenInfo -Connection `", "")]
    [InlineData("Connect-MdeTenant `", "")]
    [InlineData("Connect-MdeTenant x -Environment `", "")]
    [InlineData("Get-MdeHuntingSchema `", "")]
    [InlineData("Get-MdeHuntingSchema T -Column `", "")]
    [InlineData("Invoke-MdeHuntingQuery `", "")]
    [InlineData("Invoke-MdeHuntingQuery -Query `", " -MaxRows 3")]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -Split `", "")]
    public void Nothing_is_put_behind_a_backtick(string before, string behind)
    {
        Connect([new("T", [new("A;b", "string")])]);
        Add(new MdeConnection("a;Set-Variable pwned 1 #", null, new StubSession([], tenant: "b;Set-Variable pwned 1 #")));
        using var shell = PowerShell.Create(_shell.Runspace);

        Assert.Empty(CommandCompletion.CompleteInput(before + behind, before.Length, null, shell).CompletionMatches);
    }

    [Theory]
    [InlineData("Get-MdeQuota `\n -Connection ")]
    [InlineData("$x = \"a`tb\"; Get-MdeQuota -Connection ")]
    [InlineData("'`' | Get-MdeQuota -Connection ")]
    public void A_backtick_elsewhere_is_in_nobodys_way(string command)
    {
        Add(new MdeConnection("it's", null, new StubSession([])));

        AssertCompletes(command, "", ["it's"]);
    }

    private static IEnumerable<(string Before, string Behind)> Commands() =>
        [
            ("Invoke-MdeHuntingQuery -Query ", " -MaxRows 3"),
            ("Invoke-MdeHuntingQuery -Query:", " -Connection 'x'"),
            ("'x' | Invoke-MdeHuntingQuery ", " | Out-Null"),
            ("if ($true) { Invoke-MdeHuntingQuery ", " }"),
        ];

    private void Connect(IReadOnlyList<KnownTable> tables)
    {
        var connection = new MdeConnection("hostile", null, new StubSession(tables));
        connection.Schema.DiscoverAsync(SendingOptions.Default, null!, CancellationToken.None).GetAwaiter().GetResult();
        Add(connection);
    }

    private void Add(MdeConnection connection)
    {
        var before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = _shell.Runspace;
        try
        {
            RunspaceConnections.Current.Add(connection);
        }
        finally
        {
            Runspace.DefaultRunspace = before;
        }
    }

    // Each completion is put in its place, and PowerShell's parser reads what came of the line. All that is meant must be among them, and nothing else that
    // begins so.
    private void AssertCompletes(string before, string behind, string[] meant, string? beginning = null)
    {
        using var shell = PowerShell.Create(_shell.Runspace);
        var completed = CommandCompletion.CompleteInput(before + behind, before.Length, null, shell);
        var values = new List<string>();
        foreach (
            var match in completed.CompletionMatches.Where(match =>
                match.ResultType is not CompletionResultType.ProviderItem || before.Contains("-Environment", StringComparison.Ordinal)
            )
        )
        {
            var line = (before + behind)
                .Remove(completed.ReplacementIndex, completed.ReplacementLength)
                .Insert(completed.ReplacementIndex, match.CompletionText);
            Assert.Equal(TerminalSafeText.Line(match.ListItemText), match.ListItemText);
            Assert.Equal(TerminalSafeText.Line(match.ToolTip), match.ToolTip);

            // With a plain word in its place, the line is the same but for that one argument.
            var plain = (before + behind).Remove(completed.ReplacementIndex, completed.ReplacementLength).Insert(completed.ReplacementIndex, "plain");
            var isClosed = Errors(line).Length == 0;
            Assert.True(isClosed || Errors(line).SequenceEqual(Errors(before + behind)), HostileNames.Show(line));
            var (of, than) = (Argument(line, completed.ReplacementIndex), Argument(plain, completed.ReplacementIndex));
            Assert.True(isClosed ? of.Around == than.Around : of.Count == than.Count, HostileNames.Show(line));
            Assert.Equal(StringConstantOf(of.Found), of.Found.GetType());
            values.Add(((StringConstantExpressionAst)of.Found).Value);
        }

        foreach (var value in meant)
        {
            Assert.True(values.Contains(value), $"{HostileNames.Show(value)} is not among {string.Join(" ", values.Select(HostileNames.Show))}");
        }

        if (beginning is not null)
        {
            Assert.Equal(
                meant.Where(value => value.StartsWith(beginning, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
                values.Where(value => value.StartsWith(beginning, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            );
        }
    }

    private static Type StringConstantOf(Ast found) => found is StringConstantExpressionAst ? found.GetType() : typeof(StringConstantExpressionAst);

    private static string[] Errors(string line)
    {
        Parser.ParseInput(line, out _, out var errors);
        return [.. errors.Select(error => error.ErrorId)];
    }

    private static (Ast Found, string Around, int Count) Argument(string line, int start)
    {
        var nodes = Parser.ParseInput(line, out _, out _).FindAll(_ => true, searchNestedScriptBlocks: true).ToList();
        var found = nodes.Last(node =>
            node.Extent.StartOffset == start && node is StringConstantExpressionAst or ConstantExpressionAst or ExpandableStringExpressionAst
        );
        return (found, string.Join(" ", nodes.Select(node => node.GetType().Name)) + line.Remove(start, found.Extent.EndOffset - start), nodes.Count);
    }
}
