using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.TestKit;
using MdeHunting.Tests.SignIn;
using Xunit;

namespace MdeHunting.Tests.Registration;

/// <summary>Trouble of Graph that passes is waited out where an application is registered, and no application comes to be twice.</summary>
public sealed class RegistrationRetryTests : IAsyncLifetime
{
    private const string Find = "GET /v1.0/applications";
    private const string Create = "POST /v1.0/applications";
    private const string Principal = "POST /v1.0/servicePrincipals";
    private const string Credential = "/federatedIdentityCredentials";
    private const string Refusal = """{"error":{"code":"Directory_QuotaExceeded","message":"The directory is full."}}""";

    private readonly QuickClock _clock = new(DateTimeOffset.UtcNow);
    private readonly LabSignIn _lab = new() { RetryTimeout = TimeSpan.FromMinutes(1) };

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    public static TheoryData<string, string, bool> Passing =>
        new()
        {
            { Find, "429", false },
            { Find, "503", false },
            { Find, "reset", false },
            { Find, "page", false },
            { Create, "429", false },
            { Principal, "429", false },
            { Principal, "503", false },
            { Principal, "reset", true },
            { Principal, "504", true },
            { Credential, "503", false },
            { Credential, "reset", true },
        };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_waited_out(string request, string fault, bool isDone)
    {
        _lab.Lab.State.Faults.OnIdentity(request, Fault(fault), times: 2, isDone);

        var made = await RegisterAsync();

        Assert.Equal(TestLab.Contoso, made.TenantId);
        Assert.Equal(1, Created());
        Assert.Contains(_lab.Verbose, line => line.Contains("Retrying in", StringComparison.Ordinal));
    }

    /// <summary>Whether it was done is not known: the person is told to look.</summary>
    [Theory]
    [InlineData("503", false)]
    [InlineData("503", true)]
    [InlineData("reset", true)]
    [InlineData("page", true)]
    public async Task An_application_that_may_have_been_made_is_not_made_again(string fault, bool isDone)
    {
        _lab.Lab.State.Faults.OnIdentity(Create, Fault(fault), times: 1, isDone);

        var failure = await Assert.ThrowsAsync<RegistrationException>(RegisterAsync);

        Assert.Equal(RegistrationFailure.RegistrationUnreachable, failure.Failure);

        // A request whose connection is reset may be on record a moment later.
        Assert.InRange(_lab.Lab.State.Requests.Count(one => $"{one.Method} {one.Path}" == Create), 0, 1);
        if (isDone)
        {
            Assert.Equal(RegistrationFailure.ApplicationExists, (await Assert.ThrowsAsync<RegistrationException>(RegisterAsync)).Failure);
        }
    }

    /// <summary>A token that is rejected, as one is whose sessions were revoked, is renewed once; what has been made is not made again.</summary>
    [Theory]
    [InlineData(Find)]
    [InlineData(Create)]
    [InlineData(Principal)]
    [InlineData(Credential)]
    public async Task A_token_that_is_rejected_is_renewed(string request)
    {
        _lab.Lab.State.Faults.OnIdentity(request, Rejection(), times: 1, isDone: false);

        var made = await RegisterAsync();

        Assert.Equal(TestLab.Contoso, made.TenantId);
        Assert.Equal(1, Created());
        Assert.Contains(_lab.Verbose, line => line.Contains("Requesting another one", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_is_rejected_again_is_told_with_the_services_words()
    {
        _lab.Lab.State.Faults.OnIdentity(Find, Rejection(), isDone: false);

        var failure = await Assert.ThrowsAsync<RegistrationException>(RegisterAsync);

        Assert.Equal(("InvalidAuthenticationToken", "Continuous access evaluation."), (failure.ServiceCode, failure.ServiceMessage));
        Assert.Equal(2, _lab.Lab.State.Requests.Count(one => $"{one.Method} {one.Path}" == Find));
        Assert.Equal(0, Created());
    }

    [Fact]
    public async Task What_does_not_pass_is_told_after_the_time()
    {
        _lab.Lab.State.Faults.OnIdentity(Find, Fault("503"), isDone: false);

        var failure = await Assert.ThrowsAsync<RegistrationException>(RegisterAsync);

        Assert.Equal(RegistrationFailure.RegistrationUnreachable, failure.Failure);
        Assert.Contains("HTTP 503", failure.What);

        // A minute, with seven seconds between.
        Assert.InRange(_lab.Lab.State.Requests.Count(one => $"{one.Method} {one.Path}" == Find), 7, 10);
        Assert.Equal(0, Created());
    }

    [Theory]
    [InlineData(Principal)]
    [InlineData(Credential)]
    public async Task An_application_without_all_that_belongs_to_it_is_named_with_its_id(string request)
    {
        _lab.Lab.State.Faults.OnIdentity(request, LabIdentityFault.Respond(403, "application/json", Refusal), isDone: false);

        var failure = await Assert.ThrowsAsync<RegistrationException>(RegisterAsync);

        Assert.Equal(RegistrationFailure.RegistrationIncomplete, failure.Failure);
        Assert.Equal("Directory_QuotaExceeded", failure.ServiceCode);
        Assert.Contains(failure.Target!.ToString()!, failure.What);
        Assert.Contains("Delete it", failure.NextStep);
        var again = await Assert.ThrowsAsync<RegistrationException>(RegisterAsync);
        Assert.Equal(RegistrationFailure.ApplicationExists, again.Failure);
        Assert.Contains(failure.Target.ToString()!, again.What);
    }

    private static LabIdentityFault Rejection() =>
        LabIdentityFault.Respond(401, "application/json", """{"error":{"code":"InvalidAuthenticationToken","message":"Continuous access evaluation."}}""");

    private static LabIdentityFault Fault(string name) =>
        name switch
        {
            "reset" => LabIdentityFault.Reset(),
            "page" => LabIdentityFault.Respond(200, "text/html", "<html>Welcome to the hotel.</html>"),
            _ => LabIdentityFault.Respond(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture), "application/json", "{}", retryAfter: 7),
        };

    private int Created() => _lab.Lab.State.Requests.Count(one => $"{one.Method} {one.Path}" == Create && one.Status == 201);

    private Task<RegisteredApplication> RegisterAsync() =>
        _lab.NewService(clock: _clock)
            .RegisterAsync(
                _lab.Request(LabSignIn.DeviceCode(), client: SharedApplication.GraphCommandLineTools.Id.ToString()),
                new ApplicationRequest("Hunting") { FederatedSubject = LabApplications.FederatedSubject },
                _lab.Prompt,
                TestContext.Current.CancellationToken
            );
}
