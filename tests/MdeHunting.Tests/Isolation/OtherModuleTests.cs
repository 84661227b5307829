using System.Diagnostics;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Isolation;

/// <summary>
/// Beside another module that has loaded an MSAL of its own into the default context, before us or after: both sign in, both go on. In a process of its own
/// each, since what is loaded stays.
/// </summary>
public sealed class OtherModuleTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-other-").FullName;
    private LabServer _lab = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabServer.StartAsync(new LabOptions { Tenants = TestLab.Tenants, ApproveSignIns = true });
        await _lab.WriteEnvironmentFileAsync(Path.Combine(_folder, "lab.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "root.pem"), _lab.RootCertificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<string, string, string> Orders =>
        [
            .. Cases.Of(
                new (string, string, string)[]
                {
                    ("4.61.3", "6.35.0", "before"),
                    ("4.61.3", "6.35.0", "after"),
                    ("4.78.0", "8.14.0", "before"),
                    ("4.92.0", "8.14.0", "before"),
                    ("4.92.0", "8.14.0", "after"),
                    ("4.92.0", "8.23.0", "before"),
                    ("4.92.0", "8.23.0", "after"),
                },
                0,
                4
            ),
        ];

    public static TheoryData<string> Folders => Cases.Theory(["with spaces", "it's [bracketed]", "Jyväskylä 東京 `$x"], 2);

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Both_sign_in_and_both_go_on(string msal, string abstractions, string order)
    {
        var said = await RunAsync(
            ModuleSetup.Manifest,
            order,
            Library("microsoft.identitymodel.abstractions", abstractions),
            Library("microsoft.identity.client", msal)
        );

        var other = $"other: {TestLab.Responder} by MSAL {msal} and Abstractions {abstractions}, logged";
        string[] expected = [.. order == "before" ? new[] { other } : [], "own: 42", other, "own: 42", "contexts: Default, MdeHunting.service"];
        Assert.Equal(expected, said);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task It_runs_from_a_folder_of_any_name_and_writes_nothing_there(string name)
    {
        var folder = Path.Combine(_folder, name, "MdeHunting");
        foreach (var file in Directory.GetFiles(ModuleSetup.PackageFolder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(ModuleSetup.PackageFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            File.SetAttributes(copy, FileAttributes.ReadOnly);
        }

        var before = Listing(folder);
        Assert.Equal(["own: 42"], await RunAsync(Path.Combine(folder, "MdeHunting.psd1"), "alone"));
        Assert.Equal(before, Listing(folder));
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }
    }

    private static string Listing(string folder) =>
        string.Join(
            "\n",
            new DirectoryInfo(folder)
                .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .Select(file => $"{file.FullName} {file.LastWriteTimeUtc:O}")
                .Order(StringComparer.Ordinal)
        );

    private async Task<string[]> RunAsync(string manifest, string order, params string[] files)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                ModuleSetup.Metadata("OtherModule", typeof(OtherModuleTests).Assembly),
                manifest,
                Path.Combine(_folder, "lab.json"),
                new Uri(_lab.BaseAddress, TestLab.Contoso).AbsoluteUri,
                Path.Combine(_folder, "root.pem"),
                order,
            },
        };
        foreach (var file in files)
        {
            start.ArgumentList.Add(file);
        }

        var ended = await ChildProcess.RunAsync(start);
        Assert.True(ended.ExitCode == 0, $"{ended.Output}\n{ended.Error}");
        return ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    // As its package has it for the newest framework that the engine's process is.
    private static string Library(string package, string version)
    {
        var files = Path.Combine(ModuleSetup.Metadata("Packages"), package, version, "lib");
        return new[] { "net8.0", "net6.0", "netstandard2.0" }
            .Select(framework =>
                Directory
                    .GetFiles(Path.Combine(files), "*.dll", SearchOption.AllDirectories)
                    .FirstOrDefault(file => Path.GetFileName(Path.GetDirectoryName(file)) == framework)
            )
            .OfType<string>()
            .First();
    }
}
