using System.Management.Automation;
using System.Runtime.Loader;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Isolation;

/// <summary>The module in sessions that are not the plainest: imported again, taken out, in two runspaces at once, constrained.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("Import-Module -Name $args[0] -Force -ErrorAction Stop")]
    [InlineData("Remove-Module MdeHunting; Import-Module -Name $args[0] -ErrorAction Stop")]
    [InlineData("Remove-Module MdeHunting; $null = Get-Command Get-MdeConnection -ErrorAction Stop")]
    public void Imported_again_it_keeps_its_connections_and_hunts(string again)
    {
        _lab.Connect("-Name Kept").ThrowIfFailed();

        _lab.Shell.Run(again, ModuleSetup.Manifest).ThrowIfFailed();

        Assert.Equal("contoso", _lab.Shell.Run("Invoke-MdeHuntingQuery 'Owner' -Connection Kept").ThrowIfFailed().Output[0].Properties["Name"].Value);
        Assert.Single(
            AssemblyLoadContext.All,
            context =>
                context.Name == "MdeHunting.service"
                && context.Assemblies.Any(assembly => assembly.Location.StartsWith(ModuleSetup.PackageFolder, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Taken_out_it_leaves_no_command_behind()
    {
        _lab.Shell.Run("$PSModuleAutoLoadingPreference = 'None'; Remove-Module MdeHunting").ThrowIfFailed();

        Assert.Empty(_lab.Shell.Run("Get-Command *-Mde* -ErrorAction Ignore").Output);
    }

    [Fact]
    public void A_session_that_has_not_imported_it_finds_it_by_its_name()
    {
        using var runspace = System.Management.Automation.Runspaces.RunspaceFactory.CreateRunspace(
            System.Management.Automation.Runspaces.InitialSessionState.CreateDefault2()
        );
        runspace.Open();
        using var shell = PowerShell.Create(runspace);

        Assert.Equal(66, shell.AddScript("Get-MdeHuntingSchema").Invoke().Count);
    }

    [Fact]
    public async Task Two_runspaces_at_once_have_connections_of_their_own()
    {
        using var other = _lab.NewShell();
        _lab.Connect("-Name Mine").ThrowIfFailed();
        _lab.Connect("-Name Yours", TestLab.Seed, other).ThrowIfFailed();

        var owners = await Task.WhenAll(
            Task.Run(() => _lab.Shell.Run("1..20 | ForEach-Object { (Invoke-MdeHuntingQuery 'Owner').Name }")),
            Task.Run(() => other.Run("1..20 | ForEach-Object { (Invoke-MdeHuntingQuery 'Owner').Name }"))
        );

        Assert.All(owners[0].ThrowIfFailed().Output, owner => Assert.Equal("contoso", owner.ToString()));
        Assert.All(owners[1].ThrowIfFailed().Output, owner => Assert.Equal("seed", owner.ToString()));
        Assert.Equal("ConnectionNotFound", other.Run("Invoke-MdeHuntingQuery 'Owner' -Connection Mine").ErrorId);
    }

    [Fact]
    public void In_constrained_language_the_cmdlets_work()
    {
        _lab.Shell.Runspace.SessionStateProxy.LanguageMode = PSLanguageMode.ConstrainedLanguage;
        _lab.Connect("-Name Bound").ThrowIfFailed();

        var result = _lab.Shell.Run(
            """
            $connection = Get-MdeConnection Bound
            (Invoke-MdeHuntingQuery 'Owner').Name
            (Invoke-MdeHuntingQuery 'Owner' -Connection Bound).Name
            (Invoke-MdeHuntingQuery 'Owner' -Connection $connection -AsResult).RowCount
            'Owner' | Invoke-MdeHuntingQuery -Connection $connection, Bound[0] -ErrorAction Ignore | Out-Null
            (Get-MdeTokenInfo).CanHunt.Count
            (Get-MdeHuntingSchema AlertInfo -Column Title).Type
            (Get-MdeQuota)[0].Api
            Disconnect-MdeTenant Bound
            """
        );

        Assert.Equal(["contoso", "contoso", "1", "3", "string", "Graph"], result.Output.Select(one => one.ToString()).Take(6));
        Assert.Null(result.Thrown);
    }
}
