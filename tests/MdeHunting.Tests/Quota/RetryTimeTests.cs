using System.Globalization;
using System.Net;
using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Quota;

/// <summary>Times that a service tells, however far.</summary>
public class RetryTimeTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly EventClock _clock = new();

    [Theory]
    [InlineData("90", 90)]
    [InlineData("3600", 3600)]
    [InlineData("3601", 3600)]
    [InlineData("2147483647", 3600)]
    [InlineData("2147483648", 3600)]
    [InlineData("99999999999", 3600)]
    [InlineData("99999999999999999999999999999999", 3600)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 3600)]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", null)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("1e99", null)]
    [InlineData("", null)]
    public async Task A_time_over_an_hour_is_taken_as_an_hour_and_what_is_no_time_as_none(string retryAfter, int? seconds)
    {
        var stub = new StubService(new StringContent("""{"error":{"code":"TooManyRequests","message":"Wait."}}"""), HttpStatusCode.TooManyRequests)
        {
            RetryAfter = retryAfter,
            Clock = _clock,
        };

        var failure = await stub.FailAsync();

        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Nothing_that_a_service_asks_for_ends_the_work_of_a_process()
    {
        var ledger = new QuotaLedger(_clock);
        var quota = new TenantQuota(ledger, [new QuotaLimit(MdeQuotaUnit.Calls, 45, TimeSpan.FromMinutes(1))]);
        var prompt = new RecordedReport();
        var far = new HuntingException(HuntingFailure.TooManyRequests, "Too many.", "Wait.") { RetryAfter = TimeSpan.MaxValue };

        var failure = await Assert.ThrowsAsync<HuntingException>(() =>
            new RetryPolicy(quota, new Outage(_clock), new HuntingRequest("T"), prompt, _clock).SendAsync<int>((_, _) => throw far, CancellationToken.None)
        );

        Assert.Equal((HuntingFailure.QuotaExhausted, Hour), (failure.Failure, failure.RetryAfter));
        Assert.Contains("2026-11-24 01:00:00Z", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Hour, ledger.BlockedFor);
        Assert.Equal(_clock.GetUtcNow().UtcDateTime + Hour, quota.Read(_clock.GetUtcNow().UtcDateTime).Single().BlockedUntil);

        ledger.ClearWait();

        Assert.Equal(TimeSpan.Zero, ledger.BlockedFor);
        Assert.Null(ledger.TryAcquire([], 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(30)]
    public async Task However_much_was_let_through_before_it_is_asked_again_when_the_service_said(int before)
    {
        var quota = new TenantQuota(new QuotaLedger(_clock), [new QuotaLimit(MdeQuotaUnit.Calls, 45, TimeSpan.FromMinutes(1))]);
        var refusal = new HuntingException(HuntingFailure.TooManyRequests, "Too many.", "Wait.") { RetryAfter = TimeSpan.FromSeconds(3) };
        var sent = new List<DateTimeOffset>();
        async Task<int> SendAsync(CancellationToken token)
        {
            sent.Add(_clock.GetUtcNow());
            await Task.Delay(TimeSpan.FromMilliseconds(200), _clock, token);
            return sent.Count == before + 1 ? throw refusal : 0;
        }

        async Task RunAsync()
        {
            for (var query = 0; query <= before; query++)
            {
                await new RetryPolicy(quota, new Outage(_clock), new HuntingRequest("T"), new RecordedReport(), _clock).SendAsync(
                    (_, token) => SendAsync(token),
                    CancellationToken.None
                );
            }
        }

        await _clock.RunAsync(RunAsync());

        Assert.Equal(before + 2, sent.Count);
        Assert.Equal(TimeSpan.FromSeconds(3.2), sent[^1] - sent[^2]);
    }

    [Fact]
    public async Task A_new_connection_asks_again()
    {
        var lab = new SignIn.LabSignIn();
        await lab.InitializeAsync();
        await using var _ = lab;
        lab.Lab.State.Faults.OnQuery(
            _ => true,
            MdeHunting.Lab.Faults.LabResponseFault.TooManyRequests(int.MaxValue.ToString(CultureInfo.InvariantCulture)),
            times: 1
        );
        using (var first = await lab.ConnectAsync(lab.NewService(), lab.Request(SignIn.LabSignIn.DeviceCode())))
        {
            Assert.Equal(HuntingFailure.QuotaExhausted, (await Assert.ThrowsAsync<HuntingException>(() => lab.OwnerAsync(first))).Failure);
            Assert.Equal(HuntingFailure.QuotaExhausted, (await Assert.ThrowsAsync<HuntingException>(() => lab.OwnerAsync(first))).Failure);
            Assert.NotEmpty(first.ReadQuotas());
        }

        using var second = await lab.ConnectAsync(lab.NewService(), lab.Request(SignIn.LabSignIn.DeviceCode()));

        Assert.Equal("contoso", await lab.OwnerAsync(second));
    }
}
