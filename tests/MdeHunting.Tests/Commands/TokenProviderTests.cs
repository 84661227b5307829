using System.Management.Automation;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Tokens;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>The script block of -TokenProvider in a session.</summary>
public sealed class TokenProviderTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("{ param($Resource, $TenantId, $Claims) Note $Resource $TenantId $Claims; $token }")]
    [InlineData("{ param($Claims, $TenantId, $Resource) Note $Resource $TenantId $Claims; $token }")]
    [InlineData("{ param($One, $Two, $Three) Note $One $Two $Three; $token }")]
    [InlineData("{ Note @args; $token }")]
    [InlineData("{ [CmdletBinding()] param([string] $TenantId, [string] $Resource) Note $Resource $TenantId $null; $token }")]
    [InlineData("{ param($Resource, $TenantId) Note $Resource $TenantId $null; ConvertTo-SecureString $token -AsPlainText -Force }")]
    [InlineData(
        "{ param($Resource, $TenantId) Note $Resource $TenantId $null; [pscustomobject]@{ Token = $token; ExpiresOn = [DateTimeOffset]::FromUnixTimeSeconds(4102444800) } }"
    )]
    [InlineData(
        "{ param($Resource, $TenantId) Note $Resource $TenantId $null; [pscustomobject]@{ Token = (ConvertTo-SecureString $token -AsPlainText -Force); TenantId = 'x' } }"
    )]
    [InlineData("{ param($Resource, $TenantId) Note $Resource $TenantId $null; @{ access_token = $token; expires_on = '4102444800' } }")]
    [InlineData("{ param($Resource, $TenantId) Note $Resource $TenantId $null; [pscustomobject]@{ AccessToken = \"Bearer $token\" } }")]
    public void It_gets_resource_and_tenant_and_may_return_a_token_in_any_usual_form(string block)
    {
        var result = Connect(block).ThrowIfFailed();

        var connection = (MdeConnection)result.Output.Single().BaseObject;
        Assert.Equal(nameof(SignInMethod.TokenProvider), connection.Method);
        Assert.Equal(TestLab.Contoso, connection.TenantId);
        Assert.Equal("contoso", _lab.Shell.Run("(Invoke-MdeHuntingQuery Owner).Name").ThrowIfFailed().Output.Single().ToString());
        Assert.Equal([$"https://graph.microsoft.com {TestLab.Contoso} "], Notes());
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("{ }", "returned nothing")]
    [InlineData("{ $null }", "returned nothing")]
    [InlineData("{ 'one'; 'two' }", "returned 2 objects (String, String)")]
    [InlineData("{ '' }", "returned an empty token")]
    [InlineData("{ 42 }", "an object of the type Int32, without a token")]
    [InlineData("{ [pscustomobject]@{ Name = 'x' } }", "an object of the type PSCustomObject, without a token")]
    [InlineData("{ @{ Token = 42 } }", "whose property Token is a Int32")]
    [InlineData("{ [pscredential]::new('u', (ConvertTo-SecureString $token -AsPlainText -Force)) }", "property Password")]
    public void What_is_no_token_is_told_as_what_it_is(string block, string said)
    {
        var result = Connect(block);

        Assert.Equal("TokenProviderWithoutToken", result.ErrorId);
        Assert.Equal(ErrorCategory.InvalidResult, result.Error.CategoryInfo.Category);
        Assert.Contains(said, result.Error.ToString());
        Assert.Contains("a string, a SecureString, or an object with a property Token", result.Error.ToString());
        Assert.DoesNotContain(_lab.Lab.State.Requests, request => request.HasBearer);
    }

    [Theory]
    [InlineData("{ throw 'The vault is locked.' }", "The token provider failed: The vault is locked. It failed at line 2, character ")]
    [InlineData("{ Get-Item /nowhere -ErrorAction Stop }", "/nowhere")]
    [InlineData("{ [int]::Parse('x') }", "The token provider failed: ")]
    [InlineData("{ Get-NoSuchCommand }", "Get-NoSuchCommand")]
    public void What_it_throws_is_told_as_its_own_with_its_place(string block, string said)
    {
        var result = Connect(block);

        Assert.Equal("TokenProviderFailed", result.ErrorId);
        Assert.Contains(said, result.Error.ToString());
        Assert.Contains(" line 2, character ", result.Error.ToString());
        Assert.NotNull(result.Error.Exception.InnerException);
        Assert.Empty(_lab.Shell.Run("Get-MdeConnection").ThrowIfFailed().Output);
    }

    [Theory]
    [InlineData("break")]
    [InlineData("continue")]
    [InlineData("break outer")]
    public void What_would_end_the_loop_around_the_command_is_told(string statement)
    {
        var result = Connect($"{{ {statement} }}");

        Assert.Equal("TokenProviderFailed", result.ErrorId);
        Assert.Contains("The token provider failed: It used break or continue outside a loop. Use return instead.", result.Error.ToString());
    }

    [Fact]
    public void An_error_that_it_writes_instead_of_a_token_is_its_failure()
    {
        var result = Connect("{ Write-Error 'The vault is locked.' }");

        Assert.Equal("TokenProviderFailed", result.ErrorId);
        Assert.Contains("The token provider failed: The vault is locked. Correct", result.Error.ToString());
    }

    [Fact]
    public void An_error_that_it_goes_on_after_is_a_warning()
    {
        var result = Connect("{ Write-Error 'No cache.'; $token }").ThrowIfFailed();

        Assert.Equal("The token provider wrote an error: No cache.", Assert.Single(result.Warnings));
    }

    [Fact]
    public void It_runs_on_the_thread_of_the_pipeline_and_sees_the_session()
    {
        Connect(
                "{ $global:seen = \"$([Environment]::CurrentManagedThreadId -eq $thread) $session\"; $token }",
                before: "$thread = [Environment]::CurrentManagedThreadId; $session = 'mine'"
            )
            .ThrowIfFailed();

        Assert.Equal("True mine", _lab.Shell.Run("$seen").Output.Single().ToString());
    }

    [Fact]
    public void The_queries_of_one_batch_that_are_challenged_share_one_run_of_it()
    {
        Connect("{ param($Resource, $TenantId, $Claims) Note $Resource $TenantId $Claims; & $next }").ThrowIfFailed();
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge());

        var rows = _lab.Shell.Run("'Owner', 'Owner', 'Owner', 'Owner' | Invoke-MdeHuntingQuery -ThrottleLimit 4").ThrowIfFailed();

        Assert.Equal(4, rows.Output.Count);
        Assert.Equal(2, Notes().Count());
        Assert.Contains("access_token", Notes().Last());
    }

    [Fact]
    public void A_failure_in_the_middle_is_one_error_and_the_next_command_asks_again()
    {
        Connect("{ if ($global:locked) { throw 'Locked.' }; & $next }").ThrowIfFailed();
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge());

        var locked = _lab.Shell.Run("$global:locked = $true; Invoke-MdeHuntingQuery Owner");
        Assert.Equal("TokenProviderFailed", locked.ErrorId);

        Assert.Single(_lab.Shell.Run("$global:locked = $false; Invoke-MdeHuntingQuery Owner").ThrowIfFailed().Output);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_while_it_runs()
    {
        using var entered = new ManualResetEventSlim();
        using var shell = _lab.Shell.Prepare(
            $"$signal = $args[1]; Connect-MdeTenant {TestLab.Contoso} -Environment $args[0] -TokenProvider {{ $signal.Set(); Wait-Event -SourceIdentifier Never }}",
            _lab.EnvironmentFile,
            entered
        );

        var running = shell.InvokeAsync();
        entered.Wait(TestContext.Current.CancellationToken);
        await shell.StopAsync(null, null);

        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        Assert.Empty(_lab.Shell.Run("Get-MdeConnection").ThrowIfFailed().Output);
    }

    [Fact]
    public void One_that_hunts_over_its_own_connection_is_told_so()
    {
        Connect("{ if ($global:again) { Invoke-MdeHuntingQuery Owner -ErrorAction Stop }; & $next }").ThrowIfFailed();
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge(), new LabChallenge());

        var result = _lab.Shell.Run("$global:again = $true; Invoke-MdeHuntingQuery Owner");

        Assert.Equal("TokenProviderFailed", result.ErrorId);
        Assert.Contains("uses the connection that waits for its token", result.Error.ToString());
    }

    [Fact]
    public void In_another_runspace_a_copy_of_it_runs()
    {
        var connection = Connect("{ $global:ran = $true; & $next }").ThrowIfFailed().Output.Single();
        using var other = _lab.NewShell();
        other.Run("$source = $args[0]; $next = { $source.Invoke() }", (Func<string>)Token).ThrowIfFailed();
        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge());
        _lab.Shell.Run("$global:ran = $false").ThrowIfFailed();

        Assert.Single(other.Run("Invoke-MdeHuntingQuery Owner -Connection $args[0]", connection).ThrowIfFailed().Output);
        Assert.Equal("True", other.Run("$ran").Output.Single().ToString());
        Assert.Equal("False", _lab.Shell.Run("$ran").Output.Single().ToString());
    }

    [Fact]
    public void Get_MdeTokenInfo_explains_its_token()
    {
        Connect("{ $token }").ThrowIfFailed();

        Assert.Equal(TestLab.Responder, _lab.Shell.Run("(Get-MdeTokenInfo).Account").ThrowIfFailed().Output.Single().ToString());
    }

    private ShellResult Connect(string block, string before = "")
    {
        _lab.Shell.Run(
                """
                $global:notes = [Collections.Generic.List[string]]::new()
                function global:Note { $global:notes.Add("$($args[0]) $($args[1]) $($args[2])") }
                $global:source = $args[0]
                $global:next = { $global:source.Invoke() }
                $global:token = & $global:next
                """,
                (Func<string>)Token
            )
            .ThrowIfFailed();
        return _lab.Shell.Run($"{before}\nConnect-MdeTenant {TestLab.Contoso} -Environment $args[0] -TokenProvider {block}", _lab.EnvironmentFile);
    }

    private IEnumerable<string> Notes() => _lab.Shell.Run("$notes").ThrowIfFailed().Output.Select(note => note.ToString());

    private string Token()
    {
        var tenant = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Contoso));
        return _lab.Lab.State.CreateAccessToken(
            new TokenGrant(tenant, LabApplications.Hunting, tenant.Accounts[0], "https://graph.microsoft.com", ["ThreatHunting.Read.All"], [], ["cp1"]),
            TimeSpan.FromHours(1)
        );
    }
}
