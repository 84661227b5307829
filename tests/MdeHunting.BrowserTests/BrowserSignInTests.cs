using MdeHunting.Contract;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.Service;
using MdeHunting.TestKit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MdeHunting.BrowserTests;

/// <summary>The module's own browser sign-in, with a person in a real browser at the other end.</summary>
public sealed class BrowserSignInTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-browser-").FullName;
    private LabServer _lab = null!;
    private string _environment = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabServer.StartAsync(new LabOptions());
        _environment = Path.Combine(_folder, "lab.json");
        await _lab.WriteEnvironmentFileAsync(_environment);
    }

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_person_signs_in_and_is_told_that_the_window_can_be_closed()
    {
        var page = await chromium.OpenAsync(allowScripts: true);
        Task? person = null;

        using var session = await ConnectAsync(address => person = DecideAsync(page, address, "Accept"));
        await person!;

        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("You have signed in");
        await Expect(page.GetByText("You can close this window")).ToBeVisibleAsync();
        Assert.Equal("responder@contoso.example", session.Account);
        Assert.Equal(SignInMethod.Browser, session.Method);
    }

    [Fact]
    public async Task A_person_who_cancels_is_told_so_on_both_sides()
    {
        var page = await chromium.OpenAsync(allowScripts: true);
        Task? person = null;

        var failure = await Assert.ThrowsAsync<SignInException>(() => ConnectAsync(address => person = DecideAsync(page, address, "Cancel")));
        await person!;

        Assert.Equal(SignInFailure.SignInDeclined, failure.Failure);
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("You aren't signed in");
    }

    private static async Task DecideAsync(IPage page, Uri address, string button)
    {
        await page.GotoAsync(address.AbsoluteUri);
        await page.GetByRole(AriaRole.Radio, new() { Name = "responder@contoso.example" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox).FillAsync(await page.Locator("#shown-number").InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }

    private Task<IHuntingSession> ConnectAsync(Action<Uri> open)
    {
        var service = new MdeService(
            TimeProvider.System,
            address =>
            {
                open(address);
                return Task.CompletedTask;
            },
            _folder
        );
        var choice = new UserChoice(SignInMethod.Browser, null, MayPrompt: true, CachePersistence.Memory);
        var request = new ConnectRequest(choice, "contoso.example", Guid.Parse("22222222-2222-2222-2222-222222222222"), MdeApi.Graph, MdeCloud.Public)
        {
            EnvironmentPath = _environment,
        };
        return service.ConnectAsync(request, new SilentReport(), TestContext.Current.CancellationToken);
    }
}
