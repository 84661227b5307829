using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.DeviceCode;

public sealed class DeviceLoginPageTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private TestLab Lab => shared.Lab;

    [Fact]
    public async Task The_page_needs_no_script_and_allows_none()
    {
        var page = await Lab.GetAsync("/devicelogin");
        Assert.Equal("text/html; charset=utf-8", page.Headers["Content-Type"]);
        Assert.Matches(
            "^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$",
            page.Headers["Content-Security-Policy"]
        );
        Assert.DoesNotContain("<script", page.Text);
        Assert.Contains("<label for=\"otc\">Code</label>", page.Text);
        Assert.Contains("<html lang=\"en\">", page.Text);
    }

    [Fact]
    public async Task A_wrong_code_is_told_on_the_page()
    {
        var problem = await Assert.ThrowsAsync<LabPageException>(() => Lab.Person.ApproveAsync(new Uri(Lab.Server.BaseAddress, "/devicelogin"), "WRONG1234"));
        Assert.Equal("That code didn't work. Check the code and try again.", problem.Message);
    }

    [Fact]
    public async Task A_code_is_read_as_a_person_types_it()
    {
        var code = (await Lab.BeginAsync()).Json;
        var typed = ((string)code["user_code"]!).ToLowerInvariant().Insert(5, " - ");
        await Lab.Person.ApproveAsync(new Uri((string)code["verification_uri"]!), typed);
        Assert.Equal(200, (await Lab.PollAsync(code)).Status);
    }

    [Fact]
    public async Task A_code_is_entered_once()
    {
        var code = (await Lab.BeginAsync()).Json;
        await Lab.ApproveAsync(code);
        var problem = await Assert.ThrowsAsync<LabPageException>(() => Lab.ApproveAsync(code));
        Assert.Equal("That code has already been used. Go back to your device and ask for a new one.", problem.Message);
    }

    [Fact]
    public async Task An_account_of_another_tenant_is_not_offered()
    {
        var code = (await Lab.BeginAsync()).Json;
        var stranger = new BrowserUser(Lab.Http, "JonathanGlass@HalfFullofSecurity.onmicrosoft.com");
        var problem = await Assert.ThrowsAsync<LabPageException>(() =>
            stranger.ApproveAsync(new Uri((string)code["verification_uri"]!), (string)code["user_code"]!)
        );
        Assert.Equal("Choose the account to sign in with.", problem.Message);
        Assert.Equal("authorization_pending", (await Lab.PollAsync(code)).Error);
    }

    [Fact]
    public async Task The_consent_shows_what_is_asked_for_by_whom()
    {
        var code = (await Lab.BeginAsync()).Json;
        var account = await Lab.PostFormAsync("/devicelogin", ("otc", (string)code["user_code"]!));
        var context = Context(account);
        var number = await Lab.PostFormAsync("/devicelogin", ("ctx", context), ("account", TestLab.Responder));
        var consent = await Lab.PostFormAsync("/devicelogin", ("ctx", context), ("number", HtmlForm.TextOf(number.Text, "[id=shown-number]")!));

        Assert.Contains("<dd>API for MDE</dd>", consent.Text);
        Assert.Contains("<dd>Contoso (contoso.example)</dd>", consent.Text);
        Assert.Contains("<dd>responder@contoso.example</dd>", consent.Text);
        Assert.Contains("<li>https://graph.microsoft.com/.default</li>", consent.Text);
        Assert.Equal(["approve", "decline"], HtmlForm.Find(consent.Text)!.Fields.Where(field => field.Name == "decision").Select(field => field.Value));
    }

    [Fact]
    public async Task No_step_can_be_left_out()
    {
        var code = (await Lab.BeginAsync()).Json;
        var context = Context(await Lab.PostFormAsync("/devicelogin", ("otc", (string)code["user_code"]!)));

        var withoutAccount = await Lab.PostFormAsync("/devicelogin", ("ctx", context), ("decision", "approve"));
        await Lab.PostFormAsync("/devicelogin", ("ctx", context), ("account", TestLab.Responder));
        var withoutNumber = await Lab.PostFormAsync("/devicelogin", ("ctx", context), ("decision", "approve"));
        var withoutSession = await Lab.PostFormAsync("/devicelogin", ("ctx", "made-up"), ("decision", "approve"));

        Assert.Equal("Choose the account to sign in with.", Alert(withoutAccount));
        Assert.Equal("That is not the number. Enter the number that is shown.", Alert(withoutNumber));
        Assert.Equal("That sign-in is over. Enter the code again.", Alert(withoutSession));
        Assert.Equal("authorization_pending", (await Lab.PollAsync(code)).Error);
    }

    [Fact]
    public async Task Names_are_escaped()
    {
        var odd = LabApplications.Hunting with { Name = "<b>\"Odd\" & Co</b>" };
        await using var lab = await TestLab.StartAsync(options => options with { Tenants = [TestLab.Tenants[1] with { Applications = [odd] }] });
        var code = (await lab.BeginAsync()).Json;
        var page = await lab.PostFormAsync("/devicelogin", ("otc", (string)code["user_code"]!));
        Assert.DoesNotContain("<b>", page.Text);
        Assert.Contains("&lt;b&gt;&quot;Odd&quot; &amp; Co&lt;/b&gt;", page.Text);
        Assert.Equal("You have signed in to the <b>\"Odd\" & Co</b> application on your device. You may now close this window.", await lab.ApproveAsync(code));
    }

    [Fact]
    public async Task What_is_no_form_is_refused() => Assert.Equal(415, (await Lab.QueryAsync("/devicelogin", null, "{}")).Status);

    private static string Context(ReadResponse page) => HtmlForm.Find(page.Text)!.Fields.First(field => field.Name == "ctx").Value;

    private static string? Alert(ReadResponse page) => HtmlForm.TextOf(page.Text, "[role=alert]");
}
