using System.Text.RegularExpressions;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;
using Xunit;

namespace MdeHunting.TestKit;

/// <summary>
/// A lab, a PowerShell session with the module, and a person who reads the session's screen and signs in on the lab's page as a browser would.
/// </summary>
public sealed partial class LabShell : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-tests-").FullName;
    private HttpClient _browser = null!;
    private string _account = TestLab.Responder;

    /// <summary>How the lab is to run.</summary>
    internal LabOptions Options { get; init; } = new() { Tenants = TestLab.Tenants, RunQuery = TinyEngine.Run };

    internal LabServer Lab { get; private set; } = null!;

    internal Shell Shell { get; private set; } = null!;

    /// <summary>The lab's environment file.</summary>
    internal string EnvironmentFile { get; private set; } = string.Empty;

    /// <summary>What the person does when a code is shown; approves, unless a test says otherwise.</summary>
    internal Func<BrowserUser, Uri, string, Task> OnCode { get; set; } = (person, page, code) => person.ApproveAsync(page, code);

    /// <summary>What the person ended with.</summary>
    internal Task Person { get; private set; } = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        Lab = await LabServer.StartAsync(Options);
        _browser = Lab.CreateClient();
        EnvironmentFile = Path.Combine(_folder, "lab.json");
        await Lab.WriteEnvironmentFileAsync(EnvironmentFile);
        Shell = NewShell();
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        _browser.Dispose();
        await Lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Another session of the same person.</summary>
    internal Shell NewShell()
    {
        var shell = new Shell();
        shell.Screen.OnLine = Read;
        return shell;
    }

    /// <summary>Writes another environment file.</summary>
    internal string Write(string json, string name = "other.json")
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, json);
        return file;
    }

    /// <summary>What an account of the lab does in a browser of its own.</summary>
    internal async Task AsAsync(string account, Func<BrowserUser, Task> act)
    {
        using var browser = Lab.CreateClient();
        await act(new BrowserUser(browser, account));
    }

    /// <summary>Signs in; the options come behind.</summary>
    internal ShellResult Connect(string options = "", string tenant = TestLab.Contoso, Shell? shell = null)
    {
        _account = tenant == TestLab.Seed ? "JonathanGlass@HalfFullofSecurity.onmicrosoft.com" : TestLab.Responder;
        return (shell ?? Shell).Run(ConnectCommand(tenant) + options, EnvironmentFile);
    }

    /// <summary>The command that signs in; its argument is the environment file.</summary>
    internal static string ConnectCommand(string tenant = TestLab.Contoso) =>
        $"Connect-MdeTenant -TenantId {tenant} -ClientId {TestLab.ClientId} -DeviceCode -Environment $args[0] ";

    [GeneratedRegex(@"open the page (\S+) and enter the code (\S+)")]
    private static partial Regex Message();

    private void Read(string line)
    {
        var read = Message().Match(line);
        if (read.Success)
        {
            var page = new Uri(read.Groups[1].Value);
            Person = Task.Run(() => OnCode(new BrowserUser(_browser, _account), page, read.Groups[2].Value));

            // A quick person: done before the first poll, so that no test waits for a second one.
            ((IAsyncResult)Person).AsyncWaitHandle.WaitOne();
        }
    }
}
