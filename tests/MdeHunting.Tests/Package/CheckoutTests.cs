using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Package;

/// <summary>The manifest of a checkout, which is the package's: the same folders lie beside it.</summary>
public sealed class CheckoutTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void An_import_gives_the_same_cmdlets_as_the_package_and_leaves_nothing_behind()
    {
        const string State = "(Get-Command -Module MdeHunting).Name; (Get-Item variable:).Count";
        var package = _shell.Run(State).Output.Select(one => one.ToString()).ToList();

        _shell.Run("Remove-Module MdeHunting; Import-Module -Name $args[0]", Path.Combine(ModuleSetup.RepositoryRoot, "MdeHunting.psd1")).ThrowIfFailed();

        Assert.Equal(package, _shell.Run(State).Output.Select(one => one.ToString()));
    }
}
