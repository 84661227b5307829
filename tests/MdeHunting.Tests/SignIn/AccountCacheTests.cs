using System.Security.Cryptography;
using System.Text;
using MdeHunting.Service.SignIn;
using MdeHunting.TestKit;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Identity.Client;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>Accounts in a place that the system encrypts, which a test cannot damage: MSAL reads and writes a place of the test's.</summary>
public sealed class AccountCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-accounts-").FullName;
    private readonly RecordedReport _report = new();
    private readonly AccountMemory _memory = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Damaged_ones_of_a_keyring_are_told_and_written_anew()
    {
        var place = new Place(_folder) { Content = "CANARY"u8.ToArray() };

        await UseAsync(place);

        Assert.Contains("damaged", Assert.Single(_report.Warnings));
        Assert.DoesNotContain("CANARY", _report.Warnings[0]);
        Assert.StartsWith("{", Encoding.UTF8.GetString(place.Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ones_that_cannot_be_decrypted_are_damaged()
    {
        var place = new Place(_folder) { OnRead = () => throw new CryptographicException("The data is invalid.") };

        await UseAsync(place);

        Assert.Contains("The data is invalid", Assert.Single(_report.Warnings));
        Assert.True(place.IsSetAside);
    }

    [Fact]
    public async Task A_keyring_that_was_locked_meanwhile_leaves_them_in_memory_and_is_told_once()
    {
        var place = new Place(_folder) { OnRead = () => throw new InvalidOperationException("The keyring is locked.") };

        await UseAsync(place, times: 3);

        var warning = Assert.Single(_report.Warnings);
        Assert.Contains("in memory only", warning);
        Assert.Contains("The keyring is locked.", warning);
        Assert.False(place.IsSetAside);
        Assert.Equal(1, place.Reads);
    }

    private async Task UseAsync(Place place, int times = 1)
    {
        var cache = new AccountCache(_memory, place, new FakeTimeProvider());
        var application = PublicClientApplicationBuilder.Create(TestLab.ClientId).Build();
        cache.Attach(application.UserTokenCache);
        for (var time = 0; time < times; time++)
        {
            Assert.Empty(await application.GetAccountsAsync());
        }

        await cache.Messages.TellAsync(_report);
    }

    private sealed class Place(string folder) : IAccountStore
    {
        public byte[] Content { get; set; } = [];

        public Action OnRead { get; init; } = static () => { };

        public int Reads { get; private set; }

        public bool IsSetAside { get; private set; }

        string IAccountStore.Place => Path.Combine(folder, "accounts.cache");

        public byte[] Read()
        {
            Reads++;
            OnRead();
            return Content;
        }

        public void Write(byte[] content) => Content = content;

        public string? SetAside()
        {
            IsSetAside = true;
            return null;
        }
    }
}
