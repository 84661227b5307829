using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using MdeHunting.Isolation;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Isolation;

public class IsolationTests
{
    // Of a PE file: https://learn.microsoft.com/windows/win32/debug/pe-format
    private const int OffsetOfHeader = 0x3C;
    private const int SizeOfSignature = 4;
    private const ushort MachineOfNoSystem = 0xEC20;

    [Fact]
    public void MSAL_and_what_it_needs_live_in_the_modules_own_context()
    {
        var service = ServiceLoader.Service.GetType().Assembly;
        var context = AssemblyLoadContext.GetLoadContext(service)!;

        foreach (var name in new[] { "Microsoft.Identity.Client", "Microsoft.Identity.Client.Extensions.Msal", "Microsoft.IdentityModel.Abstractions" })
        {
            var loaded = context.LoadFromAssemblyName(new AssemblyName(name));
            Assert.Same(context, AssemblyLoadContext.GetLoadContext(loaded));
            var compiled = Path.Combine(ModuleSetup.PrivateFolder, System, name + ".dll");
            Assert.Equal(File.Exists(compiled) ? compiled : Path.Combine(ModuleSetup.PrivateFolder, name + ".dll"), loaded.Location);
        }

        Assert.Equal("MdeHunting.service", context.Name);
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
    public void The_public_assembly_references_the_engine_and_what_both_editions_have_alone()
    {
        using var file = new PEReader(File.OpenRead(ModuleSetup.PublicAssembly));
        var metadata = file.GetMetadataReader();

        var references = metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name));

        Assert.Equal(["System.Management.Automation", "netstandard"], references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_private_part_has_the_files_of_its_folder_and_none_of_another()
    {
        // Not deleted at the end: what is loaded stays open.
        var folders = new[] { "one", "other" }.Select(part => Path.Combine(AppContext.BaseDirectory, "parts", part)).ToArray();
        foreach (var (folder, file) in folders.Zip(["MdeHunting.Service.dll", "Microsoft.IdentityModel.Abstractions.dll"]))
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
            File.Copy(Path.Combine(ModuleSetup.PrivateFolder, file), Path.Combine(folder, file), overwrite: true);
        }

        var one = PrivateContext.Load(folders[0], Path.Combine(folders[0], "MdeHunting.Service.dll"));
        var other = PrivateContext.Load(folders[1], Path.Combine(folders[1], "Microsoft.IdentityModel.Abstractions.dll"));

        Assert.Equal([one], AssemblyLoadContext.GetLoadContext(one)!.Assemblies);
        Assert.Equal([other], AssemblyLoadContext.GetLoadContext(other)!.Assemblies);
        Assert.Throws<FileNotFoundException>(() => PrivatePart<object>.Load("none", "MdeHunting.None.Part"));
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void The_private_folder_has_no_public_assembly_and_is_whole_without_what_is_for_one_system_only(string edition)
    {
        var folder = ModuleSetup.PrivateFolderOf(edition);

        Assert.Contains(Path.Combine(folder, "MdeHunting.Service.dll"), Directory.GetFiles(folder));
        Assert.Contains(Path.Combine(folder, "Microsoft.IdentityModel.Abstractions.dll"), Directory.GetFiles(folder));
        Assert.Empty(Directory.GetFiles(folder, "MdeHunting.dll", SearchOption.AllDirectories));
        Assert.All(Directory.GetFiles(folder), file => Assert.True(IsPortable(file), file));
        Assert.All(
            Directory.GetDirectories(folder).SelectMany(Directory.GetFiles),
            file => Assert.Contains(Path.Combine(folder, Path.GetFileName(file)), Directory.GetFiles(folder))
        );
    }

    [Fact]
    public void What_is_compiled_for_this_system_is_loaded_in_the_place_of_the_portable_file()
    {
        var precompiled = Directory.GetFiles(Path.Combine(ModuleSetup.PrivateFolder, System));

        Assert.Equal(["MdeHunting.Service.dll", "Microsoft.Identity.Client.dll"], precompiled.Select(Path.GetFileName).Order());
        Assert.All(precompiled, file => Assert.False(IsPortable(file), file));
        var context = AssemblyLoadContext.GetLoadContext(ServiceLoader.Service.GetType().Assembly)!;
        Assert.All(precompiled, file => Assert.Equal(file, context.LoadFromAssemblyName(AssemblyName.GetAssemblyName(file)).Location));
    }

    [Theory]
    [InlineData("MdeHunting.Service.dll", "for another system")]
    [InlineData("Microsoft.Identity.Client.dll", "for another system")]
    [InlineData("Microsoft.Identity.Client.dll", "damaged")]
    public void Where_a_compiled_file_is_unfit_the_portable_ones_do(string file, string how)
    {
        // Not deleted at the end: what is loaded stays open.
        var folder = Path.Combine(AppContext.BaseDirectory, "unfit", file, how);
        Directory.CreateDirectory(Path.Combine(folder, System));
        foreach (var good in Directory.GetFiles(ModuleSetup.PrivateFolder, "*", SearchOption.AllDirectories))
        {
            File.Copy(good, Path.Combine(folder, Path.GetRelativePath(ModuleSetup.PrivateFolder, good)), overwrite: true);
        }

        var image = File.ReadAllBytes(Path.Combine(ModuleSetup.PrivateFolder, System, file));
        if (how == "damaged")
        {
            Array.Clear(image);
        }
        else
        {
            BitConverter.TryWriteBytes(image.AsSpan(BitConverter.ToInt32(image, OffsetOfHeader) + SizeOfSignature), MachineOfNoSystem);
        }

        File.WriteAllBytes(Path.Combine(folder, System, file), image);

        var service = PrivateContext.Load(folder, Path.Combine(folder, "MdeHunting.Service.dll"));

        var msal = AssemblyLoadContext.GetLoadContext(service)!.LoadFromAssemblyName(new AssemblyName("Microsoft.Identity.Client"));
        Assert.Equal(
            [Path.Combine(folder, "MdeHunting.Service.dll"), Path.Combine(folder, "Microsoft.Identity.Client.dll")],
            new[] { service.Location, msal.Location }
        );
        Assert.NotEmpty(service.GetTypes());
    }

    private static string System => ModuleSetup.Metadata("System", typeof(IsolationTests).Assembly);

    // A file with code for one machine says so; portable ones say that they have none.
    private static bool IsPortable(string file)
    {
        using var reader = new PEReader(File.OpenRead(file));
        return reader.PEHeaders.CorHeader!.Flags.HasFlag(CorFlags.ILOnly) && reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size == 0;
    }
}
