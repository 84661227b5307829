using System.Runtime.Versioning;
using MdeHunting.Contract;
using MdeHunting.Service.SignIn;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>The folder of accounts, as somebody else may have left it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AccountFolderTests : IAsyncLifetime
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private readonly LabSignIn _lab = new();

    private string Cache => Path.Combine(_lab.CacheFolder, "accounts.plain.cache");

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the folder is the user's own by what it inherits.");
        return _lab.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public void A_new_one_is_the_users_alone()
    {
        Assert.Null(new AccountFolder(_lab.CacheFolder).Secure());

        Assert.Equal(Owner, Mode(_lab.CacheFolder));
    }

    [Fact]
    public void A_file_that_others_can_read_or_write_is_taken_from_them_and_that_is_told()
    {
        Directory.CreateDirectory(_lab.CacheFolder);
        File.WriteAllText(Cache, "kept");
        SetMode(Cache, Everybody);
        SetMode(_lab.CacheFolder, Everybody);

        var told = new AccountFolder(_lab.CacheFolder).Secure();

        Assert.Contains(Cache, told);
        Assert.Contains("-ForgetAccount", told);
        Assert.Equal((Owner, Owner), (Mode(_lab.CacheFolder), Mode(Cache)));
        Assert.Equal("kept", File.ReadAllText(Cache));
        Assert.Null(new AccountFolder(_lab.CacheFolder).Secure());
    }

    [Theory]
    [InlineData("accounts.plain.cache", true)]
    [InlineData("accounts.plain.cache", false)]
    [InlineData("accounts.cache.lockfile", true)]
    public async Task Behind_a_link_nothing_is_kept(string name, bool isDangling)
    {
        Directory.CreateDirectory(_lab.CacheFolder);
        var target = _lab.Write("target", "kept by another");
        File.CreateSymbolicLink(Path.Combine(_lab.CacheFolder, name), isDangling ? target + ".none" : target);

        await ConnectAsync();

        Assert.Contains("is a link", Assert.Single(_lab.Warnings));
        Assert.Contains("in memory only", _lab.Warnings[0]);
        Assert.Equal("kept by another", File.ReadAllText(target));
        Assert.False(File.Exists(target + ".none"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".lockfile")]
    [InlineData(".test")]
    public async Task A_pipe_is_not_waited_for(string suffix)
    {
        Directory.CreateDirectory(_lab.CacheFolder);
        await ChildProcess.MakePipeAsync(Cache + suffix);

        await ConnectAsync();
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_told()
    {
        File.WriteAllText(_lab.CacheFolder, string.Empty);

        await ConnectAsync();

        Assert.Contains("in memory only", Assert.Single(_lab.Warnings));
        File.Delete(_lab.CacheFolder);
    }

    private async Task ConnectAsync() =>
        (await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode(persistence: CachePersistence.EncryptedOrPlain)))).Dispose();

    private static UnixFileMode Mode(string path) => File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode) => File.SetUnixFileMode(path, mode);
}
