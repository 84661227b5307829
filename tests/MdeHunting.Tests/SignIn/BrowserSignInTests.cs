using MdeHunting.Contract;
using MdeHunting.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.SignIn;

public sealed class BrowserSignInTests : IAsyncLifetime
{
    private static readonly UserChoice Browser = new(SignInMethod.Browser, null, MayPrompt: true, CachePersistence.Memory);
    private readonly LabSignIn _lab = new();
    private string? _lastPage;

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(MdeApi.Graph)]
    [InlineData(MdeApi.Endpoint)]
    [InlineData(MdeApi.Xdr)]
    public async Task A_person_signs_in_in_the_browser_and_the_last_page_says_that_it_can_be_closed(MdeApi api)
    {
        Task? person = null;
        var service = _lab.NewService(address =>
        {
            person = Task.Run(async () => _lastPage = await _lab.Person.AcceptAsync(address));
            return Task.CompletedTask;
        });

        using var session = await _lab.ConnectAsync(service, _lab.Request(Browser, api: api));
        await person!;

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal(SignInMethod.Browser, session.Method);
        Assert.Equal(TestLab.Responder, session.Account);
        Assert.Contains("You can close this window", _lastPage);
        Assert.Equal(1, _lab.Prompts);
    }

    [Fact]
    public async Task A_person_who_cancels_has_declined()
    {
        var service = _lab.NewService(address =>
        {
            _ = Task.Run(() => _lab.Person.CancelAsync(address));
            return Task.CompletedTask;
        });

        var failure = await _lab.FailAsync(service, _lab.Request(Browser));

        Assert.Equal(SignInFailure.SignInDeclined, failure.Failure);
    }

    [Fact]
    public async Task Giving_up_ends_the_waiting()
    {
        using var cancellation = new CancellationTokenSource();
        var service = _lab.NewService(_ =>
        {
            cancellation.Cancel();
            return Task.CompletedTask;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.ConnectAsync(_lab.Request(Browser), _lab.Prompt, cancellation.Token));
    }

    [Fact]
    public async Task A_refusal_that_only_the_page_shows_ends_the_waiting_after_ten_minutes_with_advice()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var service = _lab.NewService(
            _ =>
            {
                clock.Advance(TimeSpan.FromMinutes(11));
                return Task.CompletedTask;
            },
            clock
        );

        var failure = await _lab.FailAsync(service, _lab.Request(Browser));

        Assert.Equal(SignInFailure.BrowserTimedOut, failure.Failure);
        Assert.Contains("AADSTS50011", failure.NextStep);
    }

    [Fact]
    public async Task The_username_is_a_hint_to_the_page()
    {
        Uri? opened = null;
        var service = _lab.NewService(address =>
        {
            opened = address;
            _ = Task.Run(() => _lab.Person.AcceptAsync(address));
            return Task.CompletedTask;
        });

        (await _lab.ConnectAsync(service, _lab.Request(Browser with { Username = TestLab.Responder }))).Dispose();

        Assert.Contains($"login_hint={Uri.EscapeDataString(TestLab.Responder)}", opened!.Query);
        Assert.Contains("code_challenge_method=S256", opened.Query);
    }

    [Fact]
    public async Task What_other_pages_send_to_the_port_ends_nothing_and_the_code_is_in_no_address()
    {
        Uri? opened = null;
        var others = new List<string>();
        var service = _lab.NewService(async address =>
        {
            opened = address;
            var port = new Uri(System.Web.HttpUtility.ParseQueryString(address.Query)["redirect_uri"]!);
            using var page = new HttpClient();
            others.Add(await (await page.GetAsync(new Uri(port, "/favicon.ico"))).Content.ReadAsStringAsync());
            foreach (var form in new[] { "error=access_denied&error_description=<script>alert(1)</script>", "code=stolen&state=guessed" })
            {
                using var content = new StringContent(form, null, "application/x-www-form-urlencoded");
                others.Add(await (await page.PostAsync(port, content)).Content.ReadAsStringAsync());
            }

            _ = Task.Run(() => _lab.Person.AcceptAsync(address));
        });

        using var session = await _lab.ConnectAsync(service, _lab.Request(Browser));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Contains("response_mode=form_post", opened!.Query);
        Assert.All(others, page => Assert.Contains("waiting for a sign-in at this address", page));
        Assert.DoesNotContain(others, page => page.Contains("script", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_of_the_cache_opens_no_browser()
    {
        var service = _lab.NewService();
        (await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode()))).Dispose();

        (await _lab.ConnectAsync(service, _lab.Request(Browser))).Dispose();

        Assert.Equal(1, _lab.Prompts);
    }
}
