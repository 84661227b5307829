using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Pipeline;

/// <summary>Paths of PowerShell's providers are what they say.</summary>
[Collection("Process environment")]
public sealed class FilePathTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();
    private readonly string _processFolder = Environment.CurrentDirectory;

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        Environment.CurrentDirectory = _processFolder;
        return _lab.DisposeAsync();
    }

    [Theory]
    [InlineData("env:HOME")]
    [InlineData("Env:\\HOME")]
    [InlineData("variable:HOME")]
    [InlineData("function:HOME")]
    [InlineData("Microsoft.PowerShell.Core\\Environment::HOME")]
    public void A_path_of_another_provider_is_refused_although_a_file_of_that_name_is_in_the_processs_folder(string path)
    {
        _lab.Connect().ThrowIfFailed();
        var planted = Path.GetDirectoryName(_lab.Write("Owner", "HOME"))!;
        Environment.CurrentDirectory = planted;

        Assert.Equal("QueryFileUnreadable", Run("Invoke-MdeHuntingQuery -Path $args[0]", path).ErrorId);
        Assert.Equal("QueryFileUnreadable", Run("Invoke-MdeHuntingQuery -LiteralPath $args[0]", path).ErrorId);
        Assert.Equal("PathOfAnotherProvider", Run($"Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -Environment $args[0]", path).ErrorId);
        Assert.Equal("PathOfAnotherProvider", Run($"Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -CertificatePath $args[0]", path).ErrorId);
        Assert.Equal("PathOfAnotherProvider", Run($"Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -FederatedTokenFile $args[0]", path).ErrorId);
        Assert.DoesNotContain(_lab.Lab.State.Requests, request => request.HasBearer);
    }

    [Theory]
    [InlineData("env:*")]
    [InlineData("variable:H*")]
    public void So_is_a_pattern_of_one(string pattern)
    {
        _lab.Connect().ThrowIfFailed();

        var result = Run("Invoke-MdeHuntingQuery -Path $args[0]", pattern);

        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, error => Assert.StartsWith("QueryFileUnreadable,", error.FullyQualifiedErrorId));
    }

    [Fact]
    public void A_drive_of_ones_own_and_the_providers_name_lead_to_the_file()
    {
        _lab.Connect().ThrowIfFailed();
        var file = _lab.Write("Owner", "hunt.kql");
        _lab.Shell.Run("$null = New-PSDrive Hunts FileSystem $args[0] -Scope Global", Path.GetDirectoryName(file)).ThrowIfFailed();

        foreach (var path in new[] { "Hunts:\\hunt.kql", $"FileSystem::{file}", $"Microsoft.PowerShell.Core\\FileSystem::{file}", "Hunts:\\h*.kql" })
        {
            Assert.Equal("contoso", Run("(Invoke-MdeHuntingQuery -Path $args[0]).Name", path).ThrowIfFailed().Output.Single().ToString());
        }

        Assert.Equal(
            "contoso",
            Run("Set-Location Hunts:; (Invoke-MdeHuntingQuery -LiteralPath hunt.kql).Name; Set-Location FileSystem::/", file)
                .ThrowIfFailed()
                .Output.Single()
                .ToString()
        );
    }

    private ShellResult Run(string script, string path) => _lab.Shell.Run(script, path);
}
