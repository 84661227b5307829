using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MdeHunting.Internal;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Package;

/// <summary>The package's folder is what a gallery takes and a user installs.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_manifest_exports_the_cmdlets_of_the_assembly_by_name_and_nothing_else()
    {
        var manifest = Manifest();

        Assert.Equal(CmdletsOf(typeof(MdeHunting.MdeHuntingResult).Assembly), ((object[])manifest["CmdletsToExport"]!).Cast<string>().Order());
        Assert.All(new[] { "FunctionsToExport", "VariablesToExport", "AliasesToExport" }, member => Assert.Empty((object[])manifest[member]!));
    }

    [Fact]
    public void The_manifest_and_the_assemblies_have_one_version()
    {
        var version = (string)Manifest()["ModuleVersion"]!;
        var own = Files().Where(file => IsOwn(Path.GetFileName(file))).ToList();

        Assert.Equal(version, Path.GetFileName(ModuleSetup.PackageFolder));
        Assert.Equal(8, own.Count);
        Assert.All(
            own,
            file =>
            {
                Assert.Equal(version, FileVersionInfo.GetVersionInfo(Full(file)).ProductVersion);
                Assert.Equal(version, AssemblyName.GetAssemblyName(Full(file)).Version!.ToString(3));
            }
        );
    }

    [Fact]
    public void The_manifest_passes_PowerShells_own_test() => _shell.Run("Test-ModuleManifest $args[0]", ModuleSetup.Manifest).ThrowIfFailed();

    /// <summary>
    /// PSResourceGet runs a manifest as a data file, without a command. https://github.com/PowerShell/PSResourceGet, TryReadPSDataFile in
    /// src/code/Utils.cs.
    /// </summary>
    [Fact]
    public void The_manifest_is_one_that_Publish_PSResource_reads()
    {
        var text = File.ReadAllText(ModuleSetup.Manifest);
        ScriptBlock.Create(text).CheckRestrictedLanguage([], [], allowEnvironmentVariables: false);
        _shell.Runspace.SessionStateProxy.LanguageMode = PSLanguageMode.ConstrainedLanguage;

        Assert.IsType<Hashtable>(_shell.Run(text).ThrowIfFailed().Output[0].BaseObject);
    }

    [Fact]
    public void The_manifest_says_what_the_gallery_shows()
    {
        var manifest = Manifest();
        var gallery = (Hashtable)((Hashtable)manifest["PrivateData"]!)["PSData"]!;

        Assert.All(
            new[] { "Author", "CompanyName", "Copyright", "Description", "GUID" },
            member => Assert.False(string.IsNullOrWhiteSpace((string?)manifest[member]), member)
        );
        Assert.Equal(new object[] { "Desktop", "Core" }, manifest["CompatiblePSEditions"]);
        Assert.Equal("4.7.2", manifest["DotNetFrameworkVersion"]);
        Assert.All(new[] { "ProjectUri", "LicenseUri" }, member => Assert.Equal("https", new Uri((string)gallery[member]!).Scheme));
        Assert.StartsWith((string)manifest["ModuleVersion"]!, (string)gallery["ReleaseNotes"]!);
        Assert.All((object[])gallery["Tags"]!, tag => Assert.DoesNotContain(' ', (string)tag));
    }

    /// <summary>
    /// PowerShell reads a manifest without running it to find commands, and where it cannot, only one of several runspaces that look at once finds them;
    /// Import-PowerShellDataFile runs none. https://github.com/PowerShell/PowerShell, AnalyzeManifestModule in engine/Modules/ModuleIntrinsics.cs.
    /// </summary>
    [Fact]
    public void The_manifest_is_read_without_being_run()
    {
        var manifest = Manifest();

        Assert.Equal("bin/MdeHunting.dll", manifest["RootModule"]);
        Assert.Equal("5.1", manifest["PowerShellVersion"]);
    }

    [Theory]
    [InlineData(6, 2)]
    [InlineData(7, 0)]
    [InlineData(7, 3)]
    public void An_older_PowerShell_is_told_which_one_it_takes(int major, int minor)
    {
        var refusal = Assert.Throws<RuntimeException>(() => ModuleImport.Require(new Version(major, minor, 11, 500)));

        Assert.Equal("PowerShellTooOld", refusal.ErrorRecord.FullyQualifiedErrorId);
        Assert.Contains($"This is PowerShell {major}.{minor}.", refusal.Message);
        Assert.Contains("7.4 or later", refusal.Message);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(7, 4)]
    [InlineData(7, 6)]
    [InlineData(8, 0)]
    public void PowerShell_since_7_4_does_and_so_does_Windows_PowerShell(int major, int minor) =>
        Assert.Null(Record.Exception(() => ModuleImport.Require(new Version(major, minor, 0, 500))));

    [Theory]
    [InlineData("RootModule")]
    [InlineData("RequiredAssemblies")]
    [InlineData("FormatsToProcess")]
    [InlineData("TypesToProcess")]
    [InlineData("ScriptsToProcess")]
    [InlineData("NestedModules")]
    public void What_the_manifest_names_is_there(string member)
    {
        var named = Manifest()[member] switch
        {
            null => [],
            string one => [one],
            object[] many => many.Cast<string>().ToList(),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

        Assert.All(named, file => Assert.Contains(file, Files()));
    }

    [Fact]
    public void Every_file_is_one_that_is_needed() =>
        Assert.All(
            Files(),
            file =>
                Assert.True(
                    file is "MdeHunting.psd1" or "LICENSE" or "THIRD-PARTY-NOTICES.txt" or "en-US/MdeHunting.dll-Help.xml"
                        || IsIn(file, "en-US/", ".help.txt")
                        || IsIn(file, "Views/", ".ps1xml")
                        || file is "bin/MdeHunting.dll"
                        || IsIn(file, "bin/net472/private/service/", ".dll")
                        || IsIn(file, "bin/net8.0/private/service/", ".dll")
                        || IsIn(file, "bin/net472/private/formats/", ".dll")
                        || IsIn(file, "bin/net8.0/private/formats/", ".dll")
                        || IsIn(file, "bin/net472/private/signing/", ".dll")
                        || IsIn(file, "bin/net8.0/private/signing/", ".dll"),
                    file
                )
        );

    /// <summary>What this build made may be newer than what lies here from another one; a test that runs on it would prove nothing.</summary>
    [Theory]
    [InlineData("bin")]
    [InlineData("en-US")]
    [InlineData("Views")]
    public void It_holds_what_the_checkout_has(string folder)
    {
        var (built, packaged) = (Path.Combine(ModuleSetup.RepositoryRoot, folder), Full(folder));

        Assert.NotEmpty(Names(built));
        Assert.Equal(Names(built), Names(packaged));
        Assert.All(
            Names(built),
            name => Assert.True(File.ReadAllBytes(Path.Combine(built, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(packaged, name))), name)
        );

        static IEnumerable<string> Names(string folder) =>
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void The_manifest_is_the_checkouts_own() =>
        Assert.Equal(File.ReadAllText(Path.Combine(ModuleSetup.RepositoryRoot, "MdeHunting.psd1")), File.ReadAllText(ModuleSetup.Manifest));

    [Fact]
    public void The_notices_name_every_assembly_that_is_not_ours_with_its_licence()
    {
        var notices = File.ReadAllText(Full("THIRD-PARTY-NOTICES.txt"));
        var others = Files()
            .Where(file => file.EndsWith(".dll", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file))
            .Where(name => !IsOwn(name))
            .Distinct()
            .ToList();

        Assert.Contains("Microsoft.Identity.Client.dll", others);
        Assert.All(others, name => Assert.Matches($@"\([^)]*\b{Regex.Escape(name)}[,)]", notices));
        Assert.Contains("Copyright (c) .NET Foundation and Contributors", notices);
        Assert.Contains("Redistribution and use in source and binary forms", notices);
        Assert.Matches(@"Microsoft\.Identity\.Client \d[\s\S]*?© Microsoft Corporation[\s\S]*?Permission is hereby granted", notices);
    }

    [Fact]
    public void No_file_names_the_folder_that_it_was_built_in() =>
        Assert.All(
            Files(),
            file =>
                Assert.All(
                    new[] { Encoding.UTF8, Encoding.Unicode },
                    encoding => Assert.Equal(-1, File.ReadAllBytes(Full(file)).AsSpan().IndexOf(encoding.GetBytes(ModuleSetup.RepositoryRoot)))
                )
        );

    [Fact]
    public void The_help_is_well_formed() => Assert.Equal("helpItems", XDocument.Load(Full("en-US/MdeHunting.dll-Help.xml")).Root!.Name.LocalName);

    private static bool IsOwn(string name) => name is "MdeHunting.dll" or "MdeHunting.Service.dll" or "MdeHunting.Formats.dll" or "MdeHunting.Signing.dll";

    private static IEnumerable<string> CmdletsOf(Assembly assembly) =>
        assembly
            .GetExportedTypes()
            .Select(type => type.GetCustomAttribute<CmdletAttribute>())
            .OfType<CmdletAttribute>()
            .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}")
            .Order();

    private static bool IsIn(string file, string folder, string ending) =>
        file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal);

    private static string Full(string file) => Path.Combine(ModuleSetup.PackageFolder, file);

    private static List<string> Files() =>
        [
            .. Directory
                .GetFiles(ModuleSetup.PackageFolder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(ModuleSetup.PackageFolder, file).Replace('\\', '/')),
        ];

    private static Hashtable Manifest()
    {
        var manifest = Parser.ParseFile(ModuleSetup.Manifest, out _, out var errors).Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false);
        Assert.Empty(errors);
        return Assert.IsType<Hashtable>(manifest.SafeGetValue());
    }
}
