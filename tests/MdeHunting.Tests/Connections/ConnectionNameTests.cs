using MdeHunting.TestKit;
using MdeHunting.Tests.Running;
using Xunit;

namespace MdeHunting.Tests.Connections;

/// <summary>How a connection is named: by its name, a pattern of names, its tenant's id or domain.</summary>
public sealed class ConnectionNameTests(QueryBatchTests.TwoTenants tenants) : IClassFixture<QueryBatchTests.TwoTenants>
{
    private readonly Shell _shell = tenants.Lab.Shell;

    [Theory]
    [InlineData("Cont*", "contoso")]
    [InlineData("*", "contoso seed")]
    [InlineData("Seed, *", "seed contoso")]
    [InlineData("contoso.example", "contoso")]
    [InlineData(TestLab.Seed, "seed")]
    [InlineData("'{11111111-1111-1111-1111-111111111111}'", "seed")]
    public void A_query_runs_where_a_pattern_or_a_tenant_says(string given, string owners) =>
        Assert.Equal(
            owners,
            string.Join(' ', _shell.Run($"(Invoke-MdeHuntingQuery Owner -Connection {given}).Name").ThrowIfFailed().Output.Select(owner => owner.ToString()))
        );

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery Owner -Name Seed")]
    [InlineData("Get-MdeQuota -Name Seed")]
    [InlineData("Get-MdeTokenInfo -Name Seed")]
    [InlineData("Select-MdeConnection -Name Seed")]
    [InlineData("Disconnect-MdeTenant -Name Seed -WhatIf")]
    [InlineData("Get-MdeConnection HalfFullofSecurity.onmicrosoft.com")]
    public void Name_is_understood_where_a_connection_is_meant(string command) => _shell.Run(command).ThrowIfFailed();

    [Fact]
    public void Quotas_are_of_all_that_a_pattern_means() =>
        Assert.Equal(
            ["Contoso", "Seed"],
            _shell.Run("(Get-MdeQuota *).Connection | Select-Object -Unique").ThrowIfFailed().Output.Select(name => name.ToString())
        );

    [Fact]
    public void Where_one_connection_is_needed_several_are_named()
    {
        var result = _shell.Run("Select-MdeConnection *");

        Assert.Equal("ConnectionAmbiguous", result.ErrorId);
        Assert.Contains("'Contoso', 'Seed'", result.Error.ToString());
    }

    [Fact]
    public void A_misspelled_name_gets_the_near_one() =>
        Assert.Contains("Did you mean 'Contoso'?", _shell.Run("Invoke-MdeHuntingQuery Owner -Connection Contosso").Error.ToString());
}
