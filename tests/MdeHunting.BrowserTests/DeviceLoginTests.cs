using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MdeHunting.BrowserTests;

/// <summary>The device login page, as a person uses it in a browser.</summary>
public sealed class DeviceLoginTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Contoso = "55555555-5555-5555-5555-555555555555";
    private const string Client = "22222222-2222-2222-2222-222222222222";
    private LabServer _lab = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabServer.StartAsync(new LabOptions());
        _client = _lab.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _lab.DisposeAsync();
    }

    [Theory]
    [InlineData("Approve", "You have signed in to", null)]
    [InlineData("Decline", "You have declined to sign in to", "authorization_declined")]
    public async Task A_person_enters_the_code_confirms_with_a_second_factor_and_decides(string button, string outcome, string? error)
    {
        var code = await BeginAsync();
        var page = await chromium.OpenAsync();
        await page.GotoAsync((string)code["verification_uri"]!);
        await page.GetByLabel("Code").FillAsync((string)code["user_code"]!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "responder@contoso.example" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        var number = await page.Locator("#shown-number").InnerTextAsync();
        await page.GetByRole(AriaRole.Textbox).FillAsync(number);
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Expect(page.GetByText("https://graph.microsoft.com/ThreatHunting.Read.All")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(outcome);

        var response = await PollAsync(code);
        Assert.Equal(error, (string?)response["error"]);
        Assert.Equal(error is null, response["access_token"] is not null);
    }

    [Fact]
    public async Task A_wrong_code_or_number_is_said_and_can_be_corrected()
    {
        var code = await BeginAsync();
        var page = await chromium.OpenAsync();
        await page.GotoAsync((string)code["verification_uri"]!);
        await page.GetByLabel("Code").FillAsync("<b>x</b>\"'");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("b").CountAsync());

        await page.GetByLabel("Code").FillAsync((string)code["user_code"]!);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Radio).First.CheckAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Textbox).FillAsync("xx");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Textbox).FillAsync(await page.Locator("#shown-number").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading)).ToContainTextAsync("API for MDE");
    }

    private async Task<JsonNode> BeginAsync() =>
        await PostAsync(
            "devicecode",
            new() { ["client_id"] = Client, ["scope"] = "https://graph.microsoft.com/ThreatHunting.Read.All openid profile offline_access" }
        );

    private Task<JsonNode> PollAsync(JsonNode code) =>
        PostAsync(
            "token",
            new()
            {
                ["grant_type"] = "urn:ietf:params:oauth:grant-type:device_code",
                ["client_id"] = Client,
                ["device_code"] = (string)code["device_code"]!,
            }
        );

    private async Task<JsonNode> PostAsync(string endpoint, Dictionary<string, string> form)
    {
        using var response = await _client.PostAsync($"/{Contoso}/oauth2/v2.0/{endpoint}", new FormUrlEncodedContent(form));
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
