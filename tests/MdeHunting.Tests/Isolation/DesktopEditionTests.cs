using System.Diagnostics;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Isolation;

/// <summary>
/// The Windows PowerShell edition of the package, run on Mono where that is installed: its own files, loaded by its own loader, against a lab.
/// </summary>
public class DesktopEditionTests
{
    [Fact]
    public async Task It_signs_in_and_reads_responses_on_Mono()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "mono"))))
        {
            Assert.Skip("Mono is not installed.");
        }

        var folder = Directory.CreateTempSubdirectory("mdehunting-mono-").FullName;
        await using var lab = await LabServer.StartAsync(
            new LabOptions { ApproveSignIns = true, UsesRsaCertificates = true },
            TestContext.Current.CancellationToken
        );
        var environment = Path.Combine(folder, "lab.json");
        await lab.WriteEnvironmentFileAsync(environment, TestContext.Current.CancellationToken);
        var ended = await ChildProcess.RunAsync(
            new ProcessStartInfo(
                "mono",
                [
                    ModuleSetup.Metadata("DesktopTests", typeof(DesktopEditionTests).Assembly),
                    ModuleSetup.PackageFolder,
                    environment,
                    ModuleSetup.Metadata("DesktopFacades", typeof(DesktopEditionTests).Assembly),
                ]
            )
        );
        Directory.Delete(folder, recursive: true);

        Assert.True(!ended.Output.Contains("FAILED", StringComparison.Ordinal), ended.Output);
        Assert.Equal((0, 9), (ended.ExitCode, ended.Output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal))));
    }
}
