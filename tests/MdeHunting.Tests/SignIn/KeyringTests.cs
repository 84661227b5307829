using System.Diagnostics;
using System.Runtime.InteropServices;
using MdeHunting.Contract;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>
/// The Linux keyring, for real: a gnome-keyring in a D-Bus session of its own. The test that needs it runs in a process inside of that session,
/// since a process keeps the session that it began with.
/// </summary>
public sealed class KeyringTests
{
    private const string Inside = "MDEHUNTING_TEST_KEYRING";

    [Fact]
    public async Task Accounts_are_kept_in_the_keyring_between_processes()
    {
        var missing = new[] { "dbus-run-session", "gnome-keyring-daemon" }.Where(program => !IsInstalled(program)).ToList();
        if (!OperatingSystem.IsLinux() || missing.Count > 0 || !NativeLibrary.TryLoad("libsecret-1.so.0", out _))
        {
            Assert.Skip($"Needs Linux with libsecret, dbus-run-session and gnome-keyring-daemon; not here: {string.Join(", ", missing)}.");
        }

        var home = Directory.CreateTempSubdirectory("mdehunting-keyring-");
        try
        {
            var tests = Path.ChangeExtension(typeof(KeyringTests).Assembly.Location, ".dll");
            var start = new ProcessStartInfo("dbus-run-session")
            {
                ArgumentList =
                {
                    "--",
                    "sh",
                    "-c",
                    "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec dotnet \"$0\" -class \"$1\" -explicit only",
                    tests,
                    typeof(KeyringTests).FullName!,
                },
                Environment =
                {
                    ["HOME"] = home.FullName,
                    ["XDG_DATA_HOME"] = home.FullName,
                    ["XDG_RUNTIME_DIR"] = home.FullName,
                    [Inside] = "1",
                },
            };
            var session = await ChildProcess.RunAsync(start);
            var said = session.Output + session.Error;

            Assert.True(session.ExitCode == 0 && said.Contains("Failed: 0, Skipped: 0, Not Run: 1", StringComparison.Ordinal), said);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact(Explicit = true)]
    public async Task Inside_the_session_an_account_is_found_again_and_is_in_no_file()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Inside) is null, "Runs inside of a keyring's session, from the test above.");
        var lab = new LabSignIn();
        await lab.InitializeAsync();
        await using var _ = lab;
        (await lab.ConnectAsync(lab.NewService(), lab.Request(LabSignIn.DeviceCode(persistence: CachePersistence.Encrypted)))).Dispose();

        using var later = await lab.ConnectAsync(
            lab.NewService(),
            lab.Request(LabSignIn.DeviceCode(mayPrompt: false, persistence: CachePersistence.Encrypted))
        );

        Assert.Empty(lab.Warnings);
        Assert.Equal(1, lab.Prompts);
        Assert.Equal("contoso", await lab.OwnerAsync(later));
        Assert.All(Directory.GetFiles(lab.CacheFolder), file => Assert.DoesNotContain("refresh", File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
