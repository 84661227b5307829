using System.Globalization;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Service;
using MdeHunting.Service.Services;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Services;

/// <summary>The facts of the services, and where they are repeated.</summary>
public sealed partial class HuntingServiceTests
{
    [Fact]
    public void Each_API_is_one_entry() => Assert.Equal(Enum.GetValues<MdeApi>(), HuntingService.All.Select(service => service.Api));

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/MdeHunting/Help/Connect-MdeTenant.xml")]
    [InlineData("src/MdeHunting.Module/module/en-US/about_MdeHunting.help.txt")]
    [InlineData("src/MdeHunting.Module/module/en-US/about_MdeHunting_SignIn.help.txt")]
    public void Documents_tell_the_day_that_a_service_is_retired_on_as_the_warning_does(string file)
    {
        var day = HuntingService.Of(MdeApi.Endpoint).RetiredOn!.Value.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

        var told = Day().Matches(File.ReadAllText(Path.Combine(ModuleSetup.RepositoryRoot, file))).Select(match => match.Value).ToList();

        Assert.NotEmpty(told);
        Assert.All(told, one => Assert.Equal(day, one));
        Assert.Contains(day, HuntingService.Of(MdeApi.Xdr).Notice, StringComparison.Ordinal);
        Assert.Null(HuntingService.Of(MdeApi.Graph).Notice);
    }

    /// <summary>A way to sign in that somebody adds to the contract alone is not taken for another one.</summary>
    [Fact]
    public async Task A_way_to_sign_in_that_nothing_carries_out_is_told_as_that()
    {
        var service = new MdeService(TimeProvider.System, _ => Task.CompletedTask, Path.GetTempPath());
        var request = new ConnectRequest(new NewChoice(), Guid.NewGuid().ToString(), Guid.NewGuid(), MdeApi.Graph, MdeCloud.Public);

        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => service.ConnectAsync(request, new SilentReport(), CancellationToken.None));

        Assert.Contains(nameof(NewChoice), failure.Message, StringComparison.Ordinal);
    }

    private sealed record NewChoice() : SignInChoice(SignInMethod.Certificate);

    [GeneratedRegex(@"\b\d{1,2} (?:January|February|March) 20(?:26|27|28)\b")]
    private static partial Regex Day();
}
