using MdeHunting.Indicators;
using MdeHunting.Running;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Journal;

/// <summary>What people name, or what stands in their folders, and is no file: nobody waits for it.</summary>
public sealed class InputFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-pipe-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_is_refused_also_behind_a_link(bool isLink)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder of Windows has no pipes.");
        var (pipe, path) = (Path.Combine(_folder, "pipe"), Path.Combine(_folder, isLink ? "link" : "pipe"));
        await ChildProcess.MakePipeAsync(pipe);
        if (isLink)
        {
            File.CreateSymbolicLink(path, pipe);
        }

        var (content, indicators) = IndicatorFile.Open(path);

        Assert.Null(content);
        Assert.Contains("pipe", indicators?.Message);
        Assert.Contains("pipe", WarningListFile.Read(path, CancellationToken.None).Failure?.Message);
        Assert.Contains("pipe", Assert.Throws<HuntingException>(() => QueryFile.Read(path)).Message);
    }

    [Fact]
    public void A_device_that_never_ends_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such device.");

        Assert.Contains("device", IndicatorFile.Open("/dev/zero").Failure?.Message);
    }
}
