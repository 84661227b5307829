using System.Text.Json.Nodes;
using MdeHunting.Contract;
using MdeHunting.Lab.Faults;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>
/// An identity service that cuts, lies and falls silent: each time a failure with an id, a category and a next step, and never what .NET or MSAL throw.
/// </summary>
[Collection("Process environment")]
public sealed class IdentityFaultTests : IAsyncLifetime
{
    private const string Html = "<!DOCTYPE html><html><body>Welcome to the hotel. Accept the terms.</body></html>";
    private readonly LabSignIn _lab = new();

    public static TheoryData<string> Lies => new(Faults.Keys);

    /// <summary>Without those about what an application is not given.</summary>
    public static TheoryData<string> ApplicationLies =>
        new(Faults.Keys.Where(name => !name.StartsWith("id token", StringComparison.Ordinal) && !name.StartsWith("client info", StringComparison.Ordinal)));

    private static Dictionary<string, (LabIdentityFault Fault, SignInFailure Expected)> Faults { get; } =
        new()
        {
            ["cut"] = (LabIdentityFault.Cut(), SignInFailure.InvalidIdentityResponse),
            ["empty"] = (LabIdentityFault.Cut(0), SignInFailure.InvalidIdentityResponse),
            ["hotel"] = (LabIdentityFault.Respond(200, "text/html", Html), SignInFailure.InvalidIdentityResponse),
            ["hotel that says JSON"] = (LabIdentityFault.Respond(200, "application/json", "\uFEFF " + Html), SignInFailure.InvalidIdentityResponse),
            ["gateway 403"] = (LabIdentityFault.Respond(403, "text/html", Html), SignInFailure.InvalidIdentityResponse),
            ["gateway 400 of another form"] = (
                LabIdentityFault.Respond(400, "application/json", """{"error":{"code":"x"}}"""),
                SignInFailure.InvalidIdentityResponse
            ),
            ["gateway 502"] = (LabIdentityFault.Respond(502, "text/html", Html), SignInFailure.ServiceUnreachable),
            ["redirect"] = (LabIdentityFault.Respond(302, "text/html", Html, "https://hotel.example/login"), SignInFailure.InvalidIdentityResponse),
            ["array"] = (LabIdentityFault.Respond(200, "application/json", "[1]"), SignInFailure.InvalidIdentityResponse),
            ["null"] = (LabIdentityFault.Respond(200, "application/json", "null"), SignInFailure.InvalidIdentityResponse),
            ["deep"] = (Lie("scope", JsonNode.Parse(new string('[', 60) + new string(']', 60))), SignInFailure.InvalidIdentityResponse),
            ["endless"] = (LabIdentityFault.Endless(), SignInFailure.InvalidIdentityResponse),
            ["expires_in 1e15"] = (LabIdentityFault.Replace("\"expires_in\":", "\"expires_in\":1e15,\"was\":"), SignInFailure.InvalidIdentityResponse),
            ["expires_in huge"] = (Lie("expires_in", 10_000_000_000_000), SignInFailure.InvalidIdentityResponse),
            ["expires_in word"] = (Lie("expires_in", "soon"), SignInFailure.InvalidIdentityResponse),
            ["expires_in negative"] = (Lie("expires_in", -5), SignInFailure.InvalidIdentityResponse),
            ["expires_in object"] = (Lie("expires_in", new JsonObject()), SignInFailure.InvalidIdentityResponse),
            ["refresh_in huge"] = (Lie("refresh_in", long.MaxValue), SignInFailure.InvalidIdentityResponse),
            ["token null"] = (Lie("access_token", null), SignInFailure.InvalidIdentityResponse),
            ["token missing"] = (LabIdentityFault.Lie(response => response.Remove("access_token")), SignInFailure.InvalidIdentityResponse),
            ["token empty"] = (Lie("access_token", ""), SignInFailure.InvalidIdentityResponse),
            ["token with a line end"] = (Lie("access_token", "CANARY\r\nX-Other: 1"), SignInFailure.InvalidIdentityResponse),
            ["token of letters that no header takes"] = (Lie("access_token", "CANARY\u00e9"), SignInFailure.InvalidIdentityResponse),
            ["token of half a character"] = (
                LabIdentityFault.Replace("\"access_token\":\"", "\"access_token\":\"\\ud800"),
                SignInFailure.InvalidIdentityResponse
            ),
            ["token a number"] = (Lie("access_token", 5), SignInFailure.InvalidIdentityResponse),
            ["token twice"] = (
                LabIdentityFault.Replace("\"access_token\":", "\"access_token\":\"CANARY\",\"access_token\":"),
                SignInFailure.InvalidIdentityResponse
            ),
            ["expires_in twice"] = (LabIdentityFault.Replace("\"expires_in\":", "\"expires_in\":60,\"expires_in\":"), SignInFailure.InvalidIdentityResponse),
            ["token of another type"] = (Lie("token_type", "pop"), SignInFailure.InvalidIdentityResponse),
            ["name of half a character"] = (
                LabIdentityFault.Replace("\"access_token\":", "\"\\ud800\":1,\"access_token\":"),
                SignInFailure.InvalidIdentityResponse
            ),
            ["token of a tenant that is none"] = (Lie("access_token", "e30.eyJ0aWQiOiJDQU5BUiJ9.c2ln"), SignInFailure.WrongTenant),
            ["id token junk"] = (Lie("id_token", "a.b.c"), SignInFailure.InvalidIdentityResponse),
            ["id token of one part"] = (Lie("id_token", "CANARY"), SignInFailure.InvalidIdentityResponse),
            ["client info junk"] = (Lie("client_info", "CANARY!"), SignInFailure.InvalidIdentityResponse),
            ["AADSTS of 20 digits"] = (Refuse("AADSTS12345678901234567890: Refused."), SignInFailure.SignInFailed),
            ["AADSTS of ten thousand digits"] = (Refuse($"AADSTS{new string('9', 10_000)}: Refused."), SignInFailure.SignInFailed),
            ["AADSTS unknown"] = (Refuse("AADSTS999999999: Refused."), SignInFailure.SignInFailed),
            ["error without words"] = (LabIdentityFault.Respond(400, "application/json", """{"error":""}"""), SignInFailure.SignInFailed),
        };

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_users_token_answer(string name)
    {
        _lab.Lab.State.Faults.OnIdentity("/token", Faults[name].Fault);

        await RequireAsync(Faults[name].Expected, LabSignIn.DeviceCode());
    }

    [Theory]
    [MemberData(nameof(ApplicationLies))]
    public async Task An_applications_token_answer(string name)
    {
        _lab.Lab.State.Faults.OnIdentity("/token", Faults[name].Fault);

        Check(Faults[name].Expected, await FailAsApplicationAsync());
    }

    [Fact]
    public async Task A_mark_of_the_byte_order_before_an_answer_is_passed_by()
    {
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Replace("{\"token_type\"", "\uFEFF{\"token_type\""));
        _lab.Lab.State.Faults.OnIdentity("/openid-configuration", LabIdentityFault.Replace("{\"authorization_endpoint\"", "\uFEFF{\"authorization_endpoint\""));

        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode(), "contoso.example"));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task An_id_token_of_another_tenant_is_refused()
    {
        _lab.Lab.State.Faults.OnIdentity(
            "/token",
            Lie(
                "id_token",
                "e30.eyJ0aWQiOiIxMTExMTExMS0xMTExLTExMTEtMTExMS0xMTExMTExMTExMTEiLCJvaWQiOiI2NjY2NjY2Ni02NjY2LTY2NjYtNjY2Ni02NjY2NjY2NjY2NjYifQ.c2ln"
            )
        );

        await RequireAsync(SignInFailure.WrongTenant, LabSignIn.DeviceCode());
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("hotel")]
    [InlineData("expires_in 1e15")]
    [InlineData("token with a line end")]
    [InlineData("AADSTS of 20 digits")]
    [InlineData("deep")]
    public async Task A_renewal_within_a_query(string name)
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));
        _lab.Lab.State.Faults.OnIdentity("/token", Faults[name].Fault);

        Check(Faults[name].Expected, await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session)));
    }

    [Theory]
    [InlineData("expires_in", "10000000000000")]
    [InlineData("expires_in", "-1")]
    [InlineData("expires_in", "\"soon\"")]
    [InlineData("expires_in", "null")]
    [InlineData("interval", "-1")]
    [InlineData("interval", "10000000000")]
    [InlineData("interval", "1.5")]
    [InlineData("user_code", "null")]
    [InlineData("user_code", "\"\"")]
    [InlineData("device_code", "7")]
    [InlineData("verification_uri", "null")]
    [InlineData("verification_uri", "\"not an address\"")]
    [InlineData("verification_uri", "\"javascript:alert(1)\"")]
    public async Task A_device_code_answer(string member, string value)
    {
        _lab.Lab.State.Faults.OnIdentity("/devicecode", Lie(member, JsonNode.Parse(value)));

        await RequireAsync(SignInFailure.InvalidIdentityResponse, LabSignIn.DeviceCode());
        Assert.Equal(0, _lab.Prompts);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("hotel")]
    [InlineData("redirect")]
    [InlineData("endless")]
    public async Task A_device_code_answer_that_is_none(string name)
    {
        _lab.Lab.State.Faults.OnIdentity("/devicecode", Faults[name].Fault);

        await RequireAsync(Faults[name].Expected, LabSignIn.DeviceCode());
    }

    [Theory]
    [InlineData("cut", SignInFailure.InvalidIdentityResponse)]
    [InlineData("hotel", SignInFailure.InvalidIdentityResponse)]
    [InlineData("gateway 403", SignInFailure.InvalidIdentityResponse)]
    [InlineData("gateway 502", SignInFailure.ServiceUnreachable)]
    [InlineData("redirect", SignInFailure.InvalidIdentityResponse)]
    [InlineData("array", SignInFailure.InvalidIdentityResponse)]
    [InlineData("endless", SignInFailure.InvalidIdentityResponse)]
    public async Task Discovery(string name, SignInFailure expected)
    {
        _lab.Lab.State.Faults.OnIdentity("/openid-configuration", Faults[name].Fault);

        Check(expected, await _lab.FailAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode(), "contoso.example")));
    }

    [Theory]
    [InlineData("/openid-configuration", null)]
    [InlineData("/openid-configuration", 0.5)]
    [InlineData("/devicecode", null)]
    [InlineData("/token", null)]
    [InlineData("/token", 0.5)]
    public async Task Silence_ends_after_sixty_seconds_and_names_the_host(string end, double? share)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        _lab.Lab.State.Faults.OnIdentity(end, LabIdentityFault.Silence(share, () => clock.Advance(TimeSpan.FromSeconds(61))));

        var failure = await _lab.FailAsync(_lab.NewService(clock: clock), _lab.Request(LabSignIn.DeviceCode(), "contoso.example"));

        Check(SignInFailure.SignInTimeout, failure);
        Assert.Equal(System.Management.Automation.ErrorCategory.OperationTimeout, failure.Category);
        Assert.Contains(_lab.Lab.BaseAddress.Authority, failure.Message);
        Assert.Contains("60 seconds", failure.Message);
    }

    [Fact]
    public async Task A_service_that_is_busy_is_asked_again_by_the_next_sign_in()
    {
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Respond(429, "application/json", "{}"), times: 1);

        Check(SignInFailure.ServiceUnreachable, await _lab.FailAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode())));
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task A_renewal_for_another_account_is_told_as_one()
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));
        var other = Convert
            .ToBase64String(System.Text.Encoding.UTF8.GetBytes($$"""{"uid":"{{Guid.NewGuid()}}","utid":"{{Guid.NewGuid()}}"}"""))
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');
        _lab.Lab.State.Faults.OnIdentity("/token", Lie("client_info", other));

        Check(SignInFailure.WrongAccount, await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session)));
    }

    [Fact]
    public async Task Silence_in_the_renewal_of_a_query_ends_too()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(_lab.NewService(clock: clock), _lab.Request(LabSignIn.DeviceCode()));
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Silence(null, () => clock.Advance(TimeSpan.FromSeconds(61))));

        Check(SignInFailure.SignInTimeout, await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session)));
    }

    [Fact]
    public async Task A_device_code_answer_as_RFC_8628_has_it_is_enough()
    {
        DeviceCodeNotice? shown = null;
        _lab.OnNotice = notice => shown = notice;
        _lab.Lab.State.Faults.OnIdentity(
            "/devicecode",
            LabIdentityFault.Lie(response =>
            {
                response.Remove("message");
                response.Remove("interval");
                response["verification_uri_complete"] = $"{response["verification_uri"]}?user_code={response["user_code"]}";
            })
        );

        using var session = await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()));

        Assert.Equal($"To sign in, open {shown!.Address} and enter the code {shown.UserCode}", shown.Message);
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task A_device_codes_message_is_one_line_of_visible_text()
    {
        DeviceCodeNotice? shown = null;
        _lab.OnNotice = notice => shown = notice;
        _lab.Lab.State.Faults.OnIdentity("/devicecode", Lie("message", "To sign in\u001b[2J\nWARNING: forged"));

        (await _lab.ConnectAsync(_lab.NewService(), _lab.Request(LabSignIn.DeviceCode()))).Dispose();

        Assert.Equal("To sign in<U+001B>[2J<U+000A>WARNING: forged", shown!.Message);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("hotel")]
    [InlineData("token with a line end")]
    [InlineData("token empty")]
    [InlineData("endless")]
    [InlineData("redirect")]
    [InlineData("gateway 403")]
    public async Task A_hosts_endpoint_for_managed_identities(string name)
    {
        _lab.Lab.State.Faults.OnIdentity("/msi/token", Faults[name].Fault);

        var failure = await AsHostAsync(_lab.Lab.State.ManagedIdentityHeader);

        Assert.Contains(failure.Failure, new[] { SignInFailure.InvalidIdentityResponse, SignInFailure.ManagedIdentityUnavailable });
        Check(failure.Failure, failure);
    }

    [Theory]
    [InlineData("secret\r\nX-Other: 1")]
    [InlineData("secret\n")]
    public async Task A_variable_of_the_host_with_a_line_end_is_named(string header)
    {
        var failure = await AsHostAsync(header);

        Check(SignInFailure.ManagedIdentityUnavailable, failure);
        Assert.Contains("IDENTITY_HEADER", failure.Message);
        Assert.DoesNotContain("secret", failure.Message);
    }

    private async Task<SignInException> AsHostAsync(string header)
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", _lab.Lab.State.ManagedIdentityEndpoint.AbsoluteUri);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", header);
        try
        {
            return await _lab.FailAsync(_lab.NewService(), _lab.Request(new ManagedIdentityChoice(), null, client: null));
        }
        finally
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        }
    }

    private Task<SignInException> FailAsApplicationAsync() => _lab.FailAsync(_lab.NewService(), _lab.RunbookRequest());

    private async Task RequireAsync(SignInFailure expected, SignInChoice choice) =>
        Check(expected, await _lab.FailAsync(_lab.NewService(), _lab.Request(choice)));

    private static void Check(SignInFailure expected, SignInException failure)
    {
        Assert.Equal(expected, failure.Failure);
        Assert.NotEmpty(failure.NextStep);
        Assert.DoesNotContain("CANARY", failure.ToString());
        Assert.DoesNotContain("   at ", failure.Message);
        Assert.DoesNotMatch(@"\w+Exception\b", failure.Message);
        Assert.InRange(failure.Message.Length, 1, 10_000);
    }

    private static LabIdentityFault Lie(string member, JsonNode? value) => LabIdentityFault.Lie(response => response[member] = value?.DeepClone());

    private static LabIdentityFault Refuse(string description) =>
        LabIdentityFault.Respond(400, "application/json", new JsonObject { ["error"] = "invalid_request", ["error_description"] = description }.ToJsonString());
}
