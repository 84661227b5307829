using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using MdeHunting.Isolation;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Isolation;

public class IsolationTests
{
    [Fact]
    public void MSAL_and_what_it_needs_live_in_the_modules_own_context()
    {
        var service = ServiceLoader.Service.GetType().Assembly;
        var context = AssemblyLoadContext.GetLoadContext(service)!;

        foreach (var name in new[] { "Microsoft.Identity.Client", "Microsoft.Identity.Client.Extensions.Msal", "Microsoft.IdentityModel.Abstractions" })
        {
            var loaded = context.LoadFromAssemblyName(new System.Reflection.AssemblyName(name));
            Assert.Same(context, AssemblyLoadContext.GetLoadContext(loaded));
            Assert.Equal(Path.Combine(ModuleSetup.ModuleFolder, "private", name + ".dll"), loaded.Location);
        }

        Assert.Equal("MdeHunting", context.Name);
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, a => a.GetName().Name == "Microsoft.Identity.Client");
    }

    [Fact]
    public void The_public_assembly_is_one_and_the_same_on_both_sides()
    {
        var service = ServiceLoader.Service.GetType().Assembly;

        var seen = AssemblyLoadContext.GetLoadContext(service)!.LoadFromAssemblyName(typeof(ServiceLoader).Assembly.GetName());

        Assert.Same(typeof(ServiceLoader).Assembly, seen);
    }

    [Fact]
    public void The_public_assembly_of_PowerShell_7_references_the_engine_and_the_base_library_alone() => Assert.All(
        References("net8.0"),
        name => Assert.True(name is "System.Management.Automation" || File.Exists(Path.Combine(BaseLibrary, name + ".dll")), name));

    [Fact]
    public void The_public_assembly_of_Windows_PowerShell_references_the_engine_and_the_framework_alone() => Assert.All(
        References("net472"),
        name => Assert.Contains(name, new[] { "mscorlib", "System", "System.Core", "System.Data", "System.Management.Automation" }));

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void The_private_folder_has_no_public_assembly_and_nothing_for_one_system_only(string edition)
    {
        var folder = Path.Combine(ModuleSetup.EditionFolder(edition), "private");

        Assert.True(File.Exists(Path.Combine(folder, "MdeHunting.Service.dll")));
        Assert.True(File.Exists(Path.Combine(folder, "Microsoft.IdentityModel.Abstractions.dll")));
        Assert.False(File.Exists(Path.Combine(folder, "MdeHunting.dll")));
        Assert.Empty(Directory.GetDirectories(folder));
    }

    private static string BaseLibrary => Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static List<string> References(string edition)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(ModuleSetup.EditionFolder(edition), "MdeHunting.dll")));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
