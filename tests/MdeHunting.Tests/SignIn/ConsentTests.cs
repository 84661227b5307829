using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Web;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.SignIn;
using MdeHunting.TestKit;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Identity.Client;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>What is said where a tenant has not let an application hunt, and that the link in it is the way out.</summary>
public sealed class ConsentTests : IAsyncLifetime
{
    private static readonly string Shared = SharedApplication.GraphCommandLineTools.Id.ToString();

    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Without_consent_the_shared_application_is_refused_with_the_link_by_which_an_administrator_grants_it()
    {
        var service = _lab.NewService();
        var request = _lab.Request(LabSignIn.DeviceCode(), client: Shared);

        var failure = await _lab.FailAsync(service, request);

        Assert.Equal(SignInFailure.ConsentMissing, failure.Failure);
        Assert.Contains("ThreatHunting.Read.All of Microsoft Graph", failure.Message);
        Assert.Contains("Microsoft Graph Command Line Tools (14d82eec-204b-4c2f-b7e8-296a70dab67e)", failure.Message);
        Assert.Contains("AADSTS65001", failure.Message);
        Assert.Contains("a Cloud Application Administrator or an Application Administrator", failure.NextStep);
        Assert.Contains("every user who may use it", failure.NextStep);

        using var browser = _lab.Lab.CreateClient();
        var link = LinkIn(failure);
        Assert.Contains(
            "90094",
            (
                await Assert.ThrowsAsync<LabPageException>(() =>
                    new BrowserUser(browser, TestLab.Responder).RespondAsync(link, "accept", TestContext.Current.CancellationToken)
                )
            ).Message
        );
        Assert.Equal(SignInFailure.ConsentMissing, (await _lab.FailAsync(service, request)).Failure);

        var end = await new BrowserUser(browser, LabAccounts.Administrator.UserPrincipalName).RespondAsync(
            link,
            "accept",
            TestContext.Current.CancellationToken
        );
        Assert.Equal("localhost", end.Address.Host);
        Assert.Contains("admin_consent=True", end.Address.Query);
        using var session = await _lab.ConnectAsync(service, request);
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task For_an_application_of_ones_own_the_link_grants_what_its_registration_lists()
    {
        var service = _lab.NewService();
        var request = _lab.Request(LabSignIn.DeviceCode(), client: LabApplications.NoConsent.Id.ToString());

        var failure = await _lab.FailAsync(service, request);

        Assert.Equal(SignInFailure.ConsentMissing, failure.Failure);
        Assert.Contains("must list ThreatHunting.Read.All of Microsoft Graph", failure.NextStep);
        Assert.DoesNotContain("shared", failure.NextStep);
        using var browser = _lab.Lab.CreateClient();
        await new BrowserUser(browser, LabAccounts.Administrator.UserPrincipalName).ConsentAsync(LinkIn(failure), TestContext.Current.CancellationToken);
        using var session = await _lab.ConnectAsync(service, request);
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task Where_it_has_consent_already_it_hunts_at_once_with_the_one_permission()
    {
        _lab.Account = "JonathanGlass@HalfFullofSecurity.onmicrosoft.com";

        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode(), TestLab.Seed, Shared));

        Assert.Equal("seed", await _lab.OwnerAsync(session));
        Assert.Contains("https://graph.microsoft.com/ThreatHunting.Read.All", session.Scopes);
    }

    [Theory]
    [InlineData(65001, SignInFailure.ConsentMissing)]
    [InlineData(90094, SignInFailure.ConsentMissing)]
    [InlineData(90095, SignInFailure.ConsentMissing)]
    [InlineData(90099, SignInFailure.ConsentMissing)]
    [InlineData(65004, SignInFailure.SignInDeclined)]
    [InlineData(50105, SignInFailure.UserNotAssigned)]
    [InlineData(700016, SignInFailure.ApplicationNotFound)]
    public void Each_refusal_that_consent_helps_with_names_permission_roles_and_link(int code, SignInFailure expected)
    {
        using var http = new ServiceHttp(new HttpClientHandler(), new FakeTimeProvider());

        var failure = Explain(http, MdeCloud.Public, SharedApplication.GraphCommandLineTools.Id, code);

        Assert.Equal(expected, failure.Failure);
        Assert.Contains($"(AADSTS{code})", failure.Message);
        Assert.Contains("ThreatHunting.Read.All", failure.Message);
        Assert.Contains("a Cloud Application Administrator or an Application Administrator", failure.NextStep);
        Assert.Contains(
            "https://login.microsoftonline.com/55555555-5555-5555-5555-555555555555/v2.0/adminconsent?client_id=14d82eec-204b-4c2f-b7e8-296a70dab67e"
                + "&scope=https%3A%2F%2Fgraph.microsoft.com%2FThreatHunting.Read.All&redirect_uri=http%3A%2F%2Flocalhost",
            failure.NextStep
        );
        Assert.Contains("counts for every user who may use it", failure.NextStep);
    }

    [Theory]
    [InlineData(MdeCloud.GCC, "https://login.microsoftonline.com/", "https%3A%2F%2Fgraph.microsoft.com%2F")]
    [InlineData(MdeCloud.GCCHigh, "https://login.microsoftonline.us/", "https%3A%2F%2Fgraph.microsoft.us%2F")]
    [InlineData(MdeCloud.DoD, "https://login.microsoftonline.us/", "https%3A%2F%2Fdod-graph.microsoft.us%2F")]
    public void The_link_is_of_the_tenants_own_cloud(MdeCloud cloud, string authority, string resource)
    {
        using var http = new ServiceHttp(new HttpClientHandler(), new FakeTimeProvider());

        var failure = Explain(http, cloud, SharedApplication.GraphCommandLineTools.Id, 65001);

        Assert.Contains($": {authority}{TestLab.Contoso}/v2.0/adminconsent?", failure.NextStep);
        Assert.Contains($"scope={resource}ThreatHunting.Read.All", failure.NextStep);
    }

    [Fact]
    public void An_application_by_itself_needs_another_permission_and_another_administrator()
    {
        using var http = new ServiceHttp(new HttpClientHandler(), new FakeTimeProvider());

        var ofGraph = Explain(http, MdeCloud.Public, LabApplications.Runbook.Id, 700016, isUser: false);
        var ofEndpoint = Explain(http, MdeCloud.Public, LabApplications.Runbook.Id, 700016, isUser: false, MdeApi.Endpoint);

        Assert.Contains("Privileged Role Administrator", ofGraph.NextStep);
        Assert.DoesNotContain("Cloud Application Administrator", ofGraph.NextStep);
        Assert.Contains("AdvancedQuery.Read.All of WindowsDefenderATP", ofEndpoint.NextStep);
        Assert.Contains("Cloud Application Administrator", ofEndpoint.NextStep);
        Assert.Contains($"/adminconsent?client_id={LabApplications.Runbook.Id}", ofGraph.NextStep);
    }

    [Theory]
    [InlineData(65002, SignInFailure.ApplicationNotPreauthorized, "no administrator can")]
    [InlineData(7000112, SignInFailure.ApplicationDisabled, "is disabled in the tenant")]
    public void What_consent_does_not_help_with_does_not_ask_for_it(int code, SignInFailure expected, string said)
    {
        using var http = new ServiceHttp(new HttpClientHandler(), new FakeTimeProvider());

        var failure = Explain(http, MdeCloud.Public, SharedApplication.GraphCommandLineTools.Id, code);

        Assert.Equal(expected, failure.Failure);
        Assert.Contains(said, failure.Message);
        Assert.DoesNotContain("adminconsent", failure.Message);
    }

    private static Uri LinkIn(SignInException failure) =>
        new(failure.NextStep.Split(' ').Single(word => word.Contains("/adminconsent?", StringComparison.Ordinal)).TrimEnd('.'));

    private static SignInException Explain(ServiceHttp http, MdeCloud cloud, Guid client, int code, bool isUser = true, MdeApi api = MdeApi.Graph)
    {
        var environment = EnvironmentReader.ReadCloud(cloud);
        var context = new SignInContext(environment, environment.Apis[api], HuntingService.Of(api), TestLab.Contoso, client, null, http, new FakeTimeProvider())
        {
            IsUser = isUser,
        };
        return context.Failures.Of(new MsalServiceException("invalid_grant", $"AADSTS{code}: The service's own sentence. Trace ID: 1"))!;
    }
}
