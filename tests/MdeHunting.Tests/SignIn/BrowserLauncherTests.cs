using System.Diagnostics;
using MdeHunting.Service.SignIn;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>What is started to open a browser: never what lies in the folder that PowerShell happens to be in.</summary>
public sealed class BrowserLauncherTests : IDisposable
{
    private static readonly Uri Page = new("https://identity.example/authorize?a=1&b=2");
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-launch-").FullName;
    private readonly List<ProcessStartInfo> _started = [];
    private readonly Dictionary<string, string> _variables = new() { ["DISPLAY"] = ":0" };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_lies_in_the_processs_folder_is_not_run_whatever_PATH_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "These are programs of Linux.");
        var log = Path.Combine(_folder, "ran.log");
        foreach (var name in new[] { "xdg-open", "gnome-open", "kfmclient", "microsoft-edge", "wslview", "planted" })
        {
            Plant(_folder, name, $"echo {name} >> '{log}'");
            Plant(Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName, name, $"echo bin/{name} >> '{log}'");
        }

        string[] browsers = [string.Empty, "planted", "./planted", "bin/planted", $"../{Path.GetFileName(_folder)}/planted"];
        var result = await InstalledShell.RunAsync(
            "foreach ($browser in $args[2..6]) { $env:BROWSER = $browser; try { Connect-MdeTenant $args[0] $args[1] } catch { $_.FullyQualifiedErrorId } }",
            [TestLab.Contoso, TestLab.ClientId, .. browsers],
            new Dictionary<string, string?>
            {
                ["DISPLAY"] = ":0",
                ["BROWSER"] = null,
                ["PATH"] = ":.::bin:",
            },
            _folder
        );

        var errors = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(browsers.Length, errors.Length);
        Assert.All(errors, error => Assert.Contains(nameof(SignInFailure.BrowserUnavailable), error));
        Assert.False(File.Exists(log));
    }

    [Fact]
    public async Task A_program_is_started_by_its_full_path_in_the_home_and_searches_full_paths_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "These are programs of Linux.");
        var program = Plant(_folder, "xdg-open", "true");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "first")).FullName, "xdg-open"), "not a program");
        Directory.CreateDirectory(Path.Combine(_folder, "second", "xdg-open"));
        _variables["PATH"] = $":.:relative:{_folder}/first:{_folder}/second:{_folder}";

        await Launcher().OpenAsync(Page);

        var start = Assert.Single(_started);
        Assert.Equal(program, start.FileName);
        Assert.Equal($"\"{Page.AbsoluteUri}\"", start.Arguments);
        Assert.Equal(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), start.WorkingDirectory);
        Assert.Equal($"{_folder}/first:{_folder}/second:{_folder}", start.Environment["PATH"]);
        Assert.False(start.UseShellExecute);
    }

    [Fact]
    public async Task BROWSER_names_a_program_in_full_or_one_in_PATH()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Programs have other names there.");
        var program = Plant(_folder, "my-browser", "true");
        _variables["PATH"] = _folder;
        foreach (var named in new[] { program, "my-browser" })
        {
            _variables["BROWSER"] = named;
            await Launcher().OpenAsync(Page);
        }

        Assert.Equal([program, program], _started.Select(start => start.FileName));
    }

    [Theory]
    [InlineData("./my-browser")]
    [InlineData("bin/my-browser")]
    [InlineData("my-browser")]
    [InlineData(".")]
    [InlineData("~/my-browser")]
    [InlineData("/nowhere/my-browser")]
    public async Task A_BROWSER_that_is_not_there_or_not_named_in_full_is_said_and_nothing_is_started(string named)
    {
        _variables["BROWSER"] = named;

        var failure = await Assert.ThrowsAsync<SignInException>(() => Launcher().OpenAsync(Page));

        Assert.Equal(SignInFailure.BrowserUnavailable, failure.Failure);
        Assert.Contains("BROWSER", failure.Message);
        Assert.Contains(named, failure.Message);
        Assert.Empty(_started);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://identity.example/")]
    public async Task What_is_not_https_is_not_opened(string address)
    {
        Plant(_folder, "xdg-open", "true");
        _variables["PATH"] = _folder;

        await Assert.ThrowsAsync<SignInException>(() => Launcher().OpenAsync(new Uri(address)));

        Assert.Empty(_started);
    }

    private BrowserLauncher Launcher() =>
        new(
            _variables.GetValueOrDefault,
            start =>
            {
                _started.Add(start);
                return true;
            }
        );

    private static string Plant(string folder, string name, string command)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, $"#!/bin/sh\n{command}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return file;
    }
}
