using System.Diagnostics;
using System.Globalization;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Hosting;

/// <summary>The lab as a program that is told to end by a signal.</summary>
public class LabSignalTests
{
    /// <summary>SIGHUP is what a program gets whose terminal is closed.</summary>
    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    public async Task A_lab_that_is_told_to_end_takes_its_files_with_it(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        var (file, folder) = (Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "MdeHunting.Lab.dll"), "serve", "--environment-file", file, "--secrets-folder", folder]
        )
        {
            RedirectStandardOutput = true,
        };
        var token = TestContext.Current.CancellationToken;
        using var lab = Process.Start(start)!;
        try
        {
            while (await lab.StandardOutput.ReadLineAsync(token) is { } line && !line.StartsWith("Ctrl+C", StringComparison.Ordinal)) { }

            Assert.True(File.Exists(file));
            Assert.NotEmpty(System.IO.Directory.GetFiles(folder));

            Assert.Equal(
                0,
                (await ChildProcess.RunAsync(new ProcessStartInfo("kill", [$"-{signal}", lab.Id.ToString(CultureInfo.InvariantCulture)]))).ExitCode
            );
            await lab.WaitForExitAsync(token);

            Assert.Equal(0, lab.ExitCode);
            Assert.False(File.Exists(file));
            Assert.False(System.IO.Directory.Exists(folder));
        }
        finally
        {
            if (!lab.HasExited)
            {
                lab.Kill();
            }
        }
    }
}
