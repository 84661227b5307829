using System.Runtime.Versioning;
using MdeHunting.Contract;
using MdeHunting.Lab.Faults;
using MdeHunting.Service;
using MdeHunting.Service.SignIn;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>Accounts that are kept on a disk that fails: it ends no sign-in and no query, and is told once.</summary>
[Collection("Process environment")]
[UnsupportedOSPlatform("windows")]
public sealed class KeptAccountTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();
    private string? _bus;
    private string? _runtime;

    /// <summary>What a file may be left as by who was ended while writing it, or by a stranger.</summary>
    public static TheoryData<string, string> Damages =>
        new()
        {
            { "empty", string.Empty },
            { "garbage", "CANARY is no cache" },
            { "cut", """{"AccessToken":{"CANARY""" },
            { "zeros", new string('\0', 4096) },
            { "another form", "[1,2,3]" },
        };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(),
            "The plain file is used where there is no keyring, and Linux alone may have none."
        );
        (_bus, _runtime) = (Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"), Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
        Environment.SetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS", null);
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", null);
        await _lab.InitializeAsync();
    }

    public ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS", _bus);
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", _runtime);
        return _lab.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damaged_ones_are_set_aside_and_told_and_the_sign_in_goes_on(string _, string content)
    {
        var file = await KeepAsync();
        foreach (var aside in new[] { $"{file}.damaged", $"{file}.damaged-2" })
        {
            await File.WriteAllTextAsync(file, content, Cancellation);
            _lab.Warnings.Clear();

            await ConnectAsync();

            var warning = Assert.Single(_lab.Warnings, w => w.Contains("damaged", StringComparison.Ordinal));
            Assert.Contains($"'{aside}'", warning);
            Assert.DoesNotContain("CANAR", warning);
            Assert.Equal(content, await File.ReadAllTextAsync(aside, Cancellation));
        }

        await SilentAsync(_lab.NewService());
        Assert.Equal(3, _lab.Prompts);
    }

    [Fact]
    public async Task What_is_set_aside_is_the_owners_alone()
    {
        var file = await KeepAsync();
        await File.WriteAllTextAsync(file, "CANARY", Cancellation);
        await ConnectAsync();

        Assert.All(Directory.GetFiles(_lab.CacheFolder), kept => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(kept)));
    }

    [Fact]
    public async Task One_that_is_too_large_to_be_accounts_is_set_aside_unread()
    {
        var file = await KeepAsync();
        using (var large = File.OpenWrite(file))
        {
            large.SetLength(1L << 30);
        }

        await ConnectAsync();

        Assert.Contains("1,073,741,824 bytes", Assert.Single(_lab.Warnings, w => w.Contains("damaged", StringComparison.Ordinal)));
        await SilentAsync(_lab.NewService());
    }

    /// <summary>Each stands for a disk that is full or may not be written: who runs the tests may write everywhere.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(".lockfile")]
    [InlineData(".new")]
    public async Task Where_they_cannot_be_written_they_stay_in_memory_with_one_warning(string suffix)
    {
        var file = await KeepAsync();
        Block(file + suffix);
        _lab.Warnings.Clear();
        var service = _lab.NewService();

        await ConnectAsync(service);

        var warning = Assert.Single(_lab.Warnings);
        Assert.Contains("in memory only", warning);
        Assert.Contains("Free up space", warning);
        await SilentAsync(service);
    }

    [Theory]
    [InlineData(".lockfile")]
    [InlineData(".new")]
    public async Task Where_they_cannot_be_written_any_more_the_connection_goes_on_in_memory(string suffix)
    {
        var file = await KeepAsync();
        var service = _lab.NewService();
        using var session = await _lab.ConnectAsync(service, Persistent());
        Block(file + suffix);
        _lab.Warnings.Clear();

        _lab.Lab.State.Faults.ChallengeNextQueries(new LabChallenge());
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal("contoso", await _lab.OwnerAsync(session));

        Assert.Contains(file, Assert.Single(_lab.Warnings));
        await SilentAsync(service);
    }

    [Fact]
    public async Task An_account_that_cannot_be_taken_out_of_its_file_is_an_error()
    {
        var file = await KeepAsync();
        using var session = await _lab.ConnectAsync(_lab.NewService(), Persistent());
        Block($"{file}.new");

        var failure = await Assert.ThrowsAsync<SignInException>(() => session.ForgetAccountAsync(Cancellation));

        Assert.Equal(SignInFailure.AccountCacheUnusable, failure.Failure);
        Assert.Contains(file, failure.Message);
    }

    [Fact]
    public async Task What_an_ended_process_has_left_does_no_harm()
    {
        var file = await KeepAsync();
        await File.WriteAllTextAsync($"{file}.lockfile", "1234 pwsh", Cancellation);
        await File.WriteAllTextAsync($"{file}.new", """{"AccessToken":{""", Cancellation);
        foreach (var left in new[] { $"{file}.lockfile", $"{file}.new" })
        {
            File.SetUnixFileMode(left, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _lab.Warnings.Clear();

        await SilentAsync(_lab.NewService());

        Assert.Contains("isn't encrypted", Assert.Single(_lab.Warnings));
    }

    [Fact]
    public async Task A_lock_that_another_process_holds_is_not_waited_for_without_end()
    {
        var file = await KeepAsync();
        using var held = new FileStream($"{file}.lockfile", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        var taking = AccountLock.TakeAsync(file, clock, Cancellation);
        for (var i = 0; i < 200 && !taking.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Contains("another process", (await Assert.ThrowsAsync<IOException>(() => taking)).Message);
    }

    [Fact]
    public async Task Giving_up_ends_the_wait_for_that_lock()
    {
        var file = await KeepAsync();
        using var held = new FileStream($"{file}.lockfile", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using var givingUp = new CancellationTokenSource();
        var taking = AccountLock.TakeAsync(file, new FakeTimeProvider(), givingUp.Token);

        await givingUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
    }

    private static UnixFileMode Mode(string path) => File.GetUnixFileMode(path);

    // A folder with something in it can neither be opened as a file nor taken away.
    private static void Block(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(Path.Combine(path, "in the way"));
    }

    private ConnectRequest Persistent(bool mayPrompt = true) => _lab.Request(LabSignIn.DeviceCode(mayPrompt, persistence: CachePersistence.EncryptedOrPlain));

    private async Task ConnectAsync(MdeService? service = null) => (await _lab.ConnectAsync(service ?? _lab.NewService(), Persistent())).Dispose();

    private async Task SilentAsync(MdeService service)
    {
        using var session = await _lab.ConnectAsync(service, Persistent(mayPrompt: false));
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    // Keeps an account, as an earlier process did.
    private async Task<string> KeepAsync()
    {
        await ConnectAsync();
        return Assert.Single(Directory.GetFiles(_lab.CacheFolder, "*.plain.cache"));
    }
}
