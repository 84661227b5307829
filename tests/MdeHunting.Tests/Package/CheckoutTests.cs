using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Package;

/// <summary>The manifest of a checkout, which differs from the package's in what it says before a build.</summary>
public sealed class CheckoutTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting checkout [1] ").FullName;
    private readonly Shell _shell = new();

    public void Dispose()
    {
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_import_before_a_build_says_what_to_do_and_imports_nothing()
    {
        Copy("MdeHunting.psd1");
        Copy("src/MdeHunting.Package/MdeHunting.Checkout.ps1");
        foreach (var view in Directory.GetFiles(Path.Combine(ModuleSetup.RepositoryRoot, "src/MdeHunting/Views")))
        {
            Copy($"src/MdeHunting/Views/{Path.GetFileName(view)}");
        }

        _shell.Run("Remove-Module MdeHunting").ThrowIfFailed();
        var result = _shell.Run("Import-Module -Name ([wildcardpattern]::Escape($args[0]))", Path.Combine(_folder, "MdeHunting.psd1"));

        Assert.Equal("ModuleNotBuilt", result.ErrorId);
        Assert.Contains("./build.ps1", result.Error.Exception.Message);
        Assert.Contains(_folder, result.Error.Exception.Message);
        Assert.Empty(_shell.Run("Get-Module").Output);
    }

    [Fact]
    public void An_import_after_a_build_gives_the_same_cmdlets_as_the_package_and_leaves_nothing_behind()
    {
        const string State = "(Get-Command -Module MdeHunting).Name; (Get-Item variable:).Count";
        var package = _shell.Run(State).Output.Select(one => one.ToString()).ToList();

        _shell.Run("Remove-Module MdeHunting; Import-Module -Name $args[0]", Path.Combine(ModuleSetup.RepositoryRoot, "MdeHunting.psd1")).ThrowIfFailed();

        Assert.Equal(package, _shell.Run(State).Output.Select(one => one.ToString()));
    }

    private void Copy(string file)
    {
        var copy = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(Path.Combine(ModuleSetup.RepositoryRoot, file), copy);
    }
}
