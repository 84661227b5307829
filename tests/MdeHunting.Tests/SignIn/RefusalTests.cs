using System.Net;
using MdeHunting.Service.Sending;
using MdeHunting.Service.SignIn;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Identity.Client;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>What Entra ID says, put into plain words with a next step.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData(65001, SignInFailure.ConsentMissing, "Grant admin consent")]
    [InlineData(65004, SignInFailure.SignInDeclined, "accept there")]
    [InlineData(650053, SignInFailure.ScopeUnknown, "-Scope")]
    [InlineData(500011, SignInFailure.ScopeUnknown, "-Api")]
    [InlineData(50105, SignInFailure.UserNotAssigned, "assign")]
    [InlineData(53003, SignInFailure.BlockedByConditionalAccess, "-DeviceCode")]
    [InlineData(53000, SignInFailure.DeviceNotCompliant, "without -DeviceCode")]
    [InlineData(53001, SignInFailure.DeviceNotJoined, "without -DeviceCode")]
    [InlineData(530035, SignInFailure.DeviceCodeBlocked, "without -DeviceCode")]
    [InlineData(50076, SignInFailure.MultifactorRequired, "second factor")]
    [InlineData(50079, SignInFailure.MultifactorEnrolmentRequired, "aka.ms/mfasetup")]
    [InlineData(700016, SignInFailure.ApplicationNotFound, "-ClientId")]
    [InlineData(7000218, SignInFailure.PublicClientNotAllowed, "Allow public client flows")]
    [InlineData(7000215, SignInFailure.SecretInvalid, "value, not its ID")]
    [InlineData(7000222, SignInFailure.SecretExpired, "new one")]
    [InlineData(700027, SignInFailure.CertificateUnknown, "Upload")]
    [InlineData(700213, SignInFailure.FederationNotTrusted, "sub")]
    [InlineData(50020, SignInFailure.UserNotInTenant, "guest")]
    [InlineData(90002, SignInFailure.TenantNotFound, "-TenantId")]
    [InlineData(50057, SignInFailure.AccountDisabled, "enable")]
    [InlineData(700082, SignInFailure.SignInRevoked, "Connect-MdeTenant")]
    [InlineData(50173, SignInFailure.SignInRevoked, "Connect-MdeTenant")]
    [InlineData(50011, SignInFailure.RedirectNotRegistered, "http://localhost")]
    [InlineData(99999999, SignInFailure.SignInFailed, "administrator")]
    public void Each_has_its_own_id_its_code_and_what_to_try(int code, SignInFailure expected, string advice)
    {
        var failure = Explain(
            new MsalServiceException("invalid_grant", $"AADSTS{code}: The service's own sentence. Trace ID: 1 Correlation ID: 2 Timestamp: 3")
        );

        Assert.Equal(expected, failure.Failure);
        Assert.Equal($"AADSTS{code}", failure.ServiceCode);
        Assert.Contains($"AADSTS{code}", failure.Message);
        Assert.Contains(advice, failure.NextStep);
        Assert.DoesNotContain("Trace ID", failure.Message);
        Assert.Contains("Trace ID", failure.ServiceMessage);
    }

    [Fact]
    public void One_without_advice_of_its_own_keeps_the_services_sentence() =>
        Assert.Contains(
            "The service's own sentence.",
            Explain(new MsalServiceException("server_error", "AADSTS90033: The service's own sentence. Trace ID: 1")).Message
        );

    [Fact]
    public async Task A_clock_that_is_off_is_said_where_it_may_be_the_cause()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        using var http = new ServiceHttp(new Dated(clock.GetUtcNow().AddMinutes(-7)), clock);
        await http.GetHttpClient().GetAsync("https://identity.example/");
        var failures = new SignInFailureMapper("https://identity.example/t", http);

        var failure = failures.Of(new MsalServiceException("invalid_client", "AADSTS90033: Refused."))!;

        Assert.Equal(SignInFailure.ClockSkewed, failure.Failure);
        Assert.Contains("7 minutes ahead", failure.Message);
        Assert.Contains("Refused.", failure.Message);
        Assert.Equal(SignInFailure.SecretInvalid, failures.Of(new MsalServiceException("invalid_client", "AADSTS7000215: Wrong."))!.Failure);
    }

    private static SignInException Explain(Exception exception)
    {
        using var http = new ServiceHttp(new Dated(null), TimeProvider.System);
        return new SignInFailureMapper("https://identity.example/t", http).Of(exception)!;
    }

    private sealed class Dated(DateTimeOffset? date) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Headers = { Date = date } });
    }
}
