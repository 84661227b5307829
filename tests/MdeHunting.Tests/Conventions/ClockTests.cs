using System.Text.RegularExpressions;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Conventions;

/// <summary>
/// Time comes from a clock that whoever makes an object gives it, so that no test depends on the machine's clock or on how busy the machine is.
/// </summary>
public sealed partial class ClockTests
{
    // Where the machine's own clock is meant, by the reason.
    private static readonly (string Reason, string[] Files)[] Exceptions =
    [
        (
            "where the clock comes in",
            [
                "src/MdeHunting.Service/MdeService.cs",
                "src/MdeHunting/Commands/IndicatorCommand.cs",
                "src/MdeHunting/Commands/TestMdeHuntingQueryCommand.cs",
                "src/MdeHunting/Evidence/EvidenceBags.cs",
                "src/MdeHunting.Lab/Settings/LabOptions.cs",
            ]
        ),
        (
            "certificates that the system's TLS, MSAL or the module's check of files judges by the machine's clock, valid for hours around it",
            [
                "src/MdeHunting.Lab/Directory/ApplicationCredentials.cs",
                "src/MdeHunting.Lab/Tokens/SigningKey.cs",
                "src/MdeHunting.Lab/Hosting/LabCertificates.cs",
                "tests/MdeHunting.Tests/Evidence/SealingTests.cs",
                "tests/MdeHunting.Tests/Sending/LoopbackRootTrustTests.cs",
                "tests/MdeHunting.Tests/SignIn/ApplicationSignInTests.cs",
                "tests/MdeHunting.Tests/SignIn/CertificateFileTests.cs",
                "tests/MdeHunting.Tests/SignIn/CertificateSourceTests.cs",
            ]
        ),
        ("MSAL listens a moment after it has opened the browser, and tells nobody when", ["src/MdeHunting.Lab/Web/BrowserUser.cs"]),
        (
            "cmdlets and MSAL go by the machine's clock: days around it, with one to spare, or what was measured before and after",
            [
                "tests/MdeHunting.TestKit/SkewedTenants.cs",
                "tests/MdeHunting.Tests/Commands/ConnectTests.cs",
                "tests/MdeHunting.Tests/Tokens/TokenViewTests.cs",
                "tests/MdeHunting.Tests/Running/Time/LookBackTests.cs",
                "tests/MdeHunting.Tests/Results/ResultTests.cs",
                "tests/MdeHunting.Tests/Running/Windows/SplitCommandTests.cs",
                "tests/MdeHunting.Tests/Sweeps/LedgerTruthTests.cs",
                "tests/MdeHunting.Tests/SignIn/AccountTests.cs",
                "tests/MdeHunting.Tests/Views/OutputTextTests.cs",
            ]
        ),
        (
            "a clock of the test's that begins with the machine's time, since MSAL compares with that",
            [
                "tests/MdeHunting.Tests/Faults/ManyTenants.cs",
                "tests/MdeHunting.Tests/SignIn/BrowserSignInTests.cs",
                "tests/MdeHunting.Tests/SignIn/IdentityFaultTests.cs",
                "tests/MdeHunting.Tests/SignIn/IdentityRetryTests.cs",
                "tests/MdeHunting.Tests/Registration/RegistrationRetryTests.cs",
                "tests/MdeHunting.Tests/SignIn/LabRefusalSignInTests.cs",
            ]
        ),
        (
            "nothing of what is asserted depends on the time",
            [
                "tests/MdeHunting.Tests/Help/ExampleLab.cs",
                "tests/MdeHunting.Tests/Commands/TellingTests.cs",
                "tests/MdeHunting.Tests/Tokens/ContinuousAccessTests.cs",
                "tests/MdeHunting.Tests/Tokens/ExcessPermissionTests.cs",
                "tests/MdeHunting.Tests/Services/HuntingServiceTests.cs",
                "tests/MdeHunting.Tests/Responses/BoundedResponseTests.cs",
                "tests/MdeHunting.Tests/Hunting/StubService.cs",
                "tests/MdeHunting.Tests/SignIn/LabSignIn.cs",
                "tests/MdeHunting.Tests/SignIn/RefusalTests.cs",
                "tests/MdeHunting.BrowserTests/BrowserSignInTests.cs",
                "tests/MdeHunting.Fuzz/Responses/ResponseTarget.cs",
                "tests/MdeHunting.Benchmarks/Probes/PreparedLab.cs",
            ]
        ),
        (
            "a script that is written for somebody else, and waits where it runs",
            ["src/MdeHunting/Registration/RegistrationScript.cs", "tests/MdeHunting.Tests/Commands/RegisterApplicationTests.cs"]
        ),
        (
            "ends what would never end, after minutes",
            ["tests/MdeHunting.TestKit/EventClock.cs", "tests/MdeHunting.TestKit/ChildProcess.cs", "tests/TestLimitAttribute.cs"]
        ),
        ("programs that measure, and one that is told how long to run", ["tests/MdeHunting.Benchmarks/", "tests/MdeHunting.Fuzz/FuzzRun.cs"]),
    ];

    [Fact]
    public void The_machines_clock_is_read_where_there_is_a_reason_alone()
    {
        var excepted = Exceptions.SelectMany(exception => exception.Files).ToArray();
        var found = Reads().ToArray();
        var without = found.Where(file => !excepted.Any(one => file.StartsWith(one, StringComparison.Ordinal))).ToArray();
        var needless = excepted.Where(one => !found.Any(file => file.StartsWith(one, StringComparison.Ordinal))).ToArray();

        Assert.Empty(without);
        Assert.Empty(needless);
    }

    [Theory]
    [InlineData("var now = DateTime.UtcNow;", true)]
    [InlineData("DateTimeOffset.Now.AddDays(1)", true)]
    [InlineData("Thread.Sleep(1)", true)]
    [InlineData("await Task.Delay(pause, token);", true)]
    [InlineData("stop.CancelAfter(5)", true)]
    [InlineData("await done.Task.WaitAsync(TimeSpan.FromSeconds(5));", true)]
    [InlineData("new CancellationTokenSource(TimeSpan.FromSeconds(5))", true)]
    [InlineData("[Fact(Timeout = 5_000)]", true)]
    [InlineData("using var ticks = new PeriodicTimer(pause);", true)]
    [InlineData("using var timer = new Timer(_ => End(), null, limit, limit);", true)]
    [InlineData("using var timer = new System.Threading.Timer(End);", true)]
    [InlineData("SpinWait.SpinUntil(() => isDone, 100)", true)]
    [InlineData("new SpinWait().SpinOnce()", true)]
    [InlineData("Assert.True(done.Wait(5_000));", true)]
    [InlineData("Assert.True(Monitor.Wait(gate, pause));", true)]
    [InlineData("Assert.True(done.WaitOne(TimeSpan.FromSeconds(1)));", true)]
    [InlineData("process.WaitForExit(1000)", true)]
    [InlineData("thread.Join(pause)", true)]
    [InlineData("Start-Sleep -Seconds 1", true)]
    [InlineData("Monitor.Wait(_gate);", false)]
    [InlineData("process.WaitForExit();", false)]
    [InlineData("done.WaitOne()", false)]
    [InlineData("thread.Join()", false)]
    [InlineData("string.Join(pause, parts)", false)]
    [InlineData("var now = clock.GetUtcNow();", false)]
    [InlineData("await Task.Delay(Timeout.Infinite, token);", false)]
    [InlineData("await Task.Delay(pause, exchange.Clock, token);", false)]
    [InlineData("new CancellationTokenSource()", false)]
    [InlineData("new CancellationTokenSource(limit, clock)", false)]
    [InlineData("session.UtcNow", false)]
    public void What_reads_it_is_found(string code, bool isFound) => Assert.Equal(isFound, MachineClock().IsMatch(code));

    private static IEnumerable<string> Reads() =>
        new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(ModuleSetup.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Path: Path.GetRelativePath(ModuleSetup.RepositoryRoot, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !file.Path.Split('/').Any(part => part is "obj" or "bin") && !file.Path.EndsWith("/ClockTests.cs", StringComparison.Ordinal))
            .Where(file => MachineClock().IsMatch(file.Text))
            .Select(file => file.Path);

    [GeneratedRegex(
        """
            \bDateTime(Offset)?\.(UtcNow|Now|Today)\b | \[datetime\]::(UtcNow|Now|Today)\b | \bTimeProvider\.System\b | \bEnvironment\.TickCount
            | \bStopwatch\. | \bThread\.Sleep\b | \bTask\.Delay\((?!Timeout\.Infinite)(?![^;\n]*[cC]lock\b) | \bCancelAfter\(
            | \bWaitAsync\(TimeSpan | \bPeriodicTimer\b | \bnew\ (System\.Threading\.)?Timer\( | \bSpinWait\b | \bSpinUntil\b | \bMonitor\.Wait\([^,;]+,
            | (?<!Monitor)\.(Wait|WaitOne|WaitForExit)\((TimeSpan|\d) | \bthread\.Join\([^)] | \bStart-Sleep\b | \bCancellationTokenSource\([^)\s](?![^;\n]*[cC]lock\b) | \[(Fact|Theory)\([^\]]*Timeout
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex MachineClock();
}
