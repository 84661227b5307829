using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using MdeHunting.Tests.Hunting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>How one request is sent, and what becomes of it on the way.</summary>
public sealed class AuthorizedSenderTests
{
    [Fact]
    public async Task A_redirect_is_refused_and_names_both_ends()
    {
        var stub = new StubService(new StringContent(""), HttpStatusCode.Redirect) { Location = new Uri("https://elsewhere.example/") };

        var failure = await stub.FailAsync();

        Assert.Equal(HuntingFailure.RedirectRefused, failure.Failure);
        Assert.Contains("hunting.example", failure.Message);
        Assert.Contains("elsewhere.example", failure.Message);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_named()
    {
        var stub = new StubService(new StringContent(""))
        {
            OnSend = (_, _) => throw new HttpRequestException("no", new SocketException((int)SocketError.ConnectionRefused)),
        };

        var failure = await stub.FailAsync();

        Assert.Equal(HuntingFailure.HuntingServiceUnreachable, failure.Failure);
        Assert.Contains("hunting.example", failure.Message);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_not_called_a_network_fault()
    {
        var stub = new StubService(new StringContent(""))
        {
            OnSend = (_, _) => throw new HttpRequestException("no", new AuthenticationException("bad certificate")),
        };

        Assert.Equal(HuntingFailure.HuntingCertificateRefused, (await stub.FailAsync()).Failure);
    }

    [Fact]
    public async Task The_time_limit_is_the_modules_own_and_names_itself()
    {
        var clock = new FakeTimeProvider();
        var stub = new StubService(new StringContent(""))
        {
            Clock = clock,
            OnSend = async (_, token) =>
            {
                clock.Advance(TimeSpan.FromMinutes(5));
                await Task.Delay(Timeout.Infinite, token);
            },
        };

        var failure = await stub.FailAsync();

        Assert.Equal(HuntingFailure.RequestTimeout, failure.Failure);
        Assert.Contains("220 seconds", failure.Message);
        Assert.True(failure.MayNarrow);
    }

    [Fact]
    public async Task A_list_of_tables_is_given_no_more_time_than_a_request_may_take()
    {
        var clock = new FakeTimeProvider();
        var stub = new StubService(new StringContent(""))
        {
            CreateContent = () => new StringContent("""{"value":[{"name":"T","columns":[]}]}"""),
            Clock = clock,
            OnSend = async (_, token) =>
            {
                clock.Advance(TimeSpan.FromSeconds(2));
                if (token.IsCancellationRequested)
                {
                    await Task.FromCanceled(token);
                }
            },
        };

        Assert.Single((await stub.DiscoverAsync())!);
        Assert.Null(await stub.DiscoverAsync(TimeSpan.FromSeconds(1)));
        Assert.Contains(stub.Verbose, line => line.EndsWith("it didn't respond in time.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_query_is_a_cancellation_and_no_failure()
    {
        using var cancellation = new CancellationTokenSource();
        var stub = new StubService(new StringContent(""))
        {
            OnSend = async (_, token) =>
            {
                cancellation.Cancel();
                await Task.Delay(Timeout.Infinite, token);
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stub.HuntAsync(token: cancellation.Token));
    }

    [Theory]
    [InlineData(MdeApi.Graph, "https://hunting.example/v1.0/security/runHuntingQuery")]
    [InlineData(MdeApi.Endpoint, "https://hunting.example/api/advancedqueries/run")]
    [InlineData(MdeApi.Xdr, "https://hunting.example/api/advancedhunting/run")]
    public async Task A_query_is_posted_to_its_service_as_it_is(MdeApi api, string address)
    {
        var stub = await StubService.Of("""{"Schema":[],"Results":[]}""").HuntAsync("T | where A == \"ä\\\"\n\"", api);

        Assert.Equal(address, stub.Request!.RequestUri!.AbsoluteUri);
        Assert.Equal(HttpMethod.Post, stub.Request.Method);
        Assert.Equal("Bearer", stub.Request.Headers.Authorization!.Scheme);
        Assert.Equal("application/json; charset=utf-8", stub.Request.Content!.Headers.ContentType!.ToString());
        using var body = System.Text.Json.JsonDocument.Parse(stub.RequestBody!);
        Assert.Equal("T | where A == \"ä\\\"\n\"", body.RootElement.GetProperty("Query").GetString());
        Assert.DoesNotContain(stub.Verbose, line => line.Contains("bearer-token"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claims_challenge_is_answered_once_with_a_new_token_and_a_second_one_is_a_refusal(bool isList)
    {
        const string claims = """{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}""";
        var stub = new StubService(new StringContent(""), HttpStatusCode.Unauthorized)
        {
            CreateContent = () => new StringContent(""),
            Challenge = $"Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\"",
            RenewedBearer = "renewed-token",
            ServiceRequestId = "1",
        };

        if (isList)
        {
            Assert.Null(await stub.DiscoverAsync());
        }
        else
        {
            Assert.Equal(HuntingFailure.Unauthorized, (await stub.FailAsync()).Failure);
        }

        Assert.Equal([("bearer-token", claims)], stub.Renewals);
        Assert.Equal(["bearer-token", "renewed-token"], stub.SentBearers);
        Assert.Contains(stub.Verbose, line => line.EndsWith(claims, StringComparison.Ordinal));
        Assert.DoesNotContain(stub.Verbose.Concat(stub.Debug), line => line.Contains("-token", StringComparison.Ordinal));
    }

    /// <summary>The keys of the identity service changed, or a token was revoked, and the service says no more than 401.</summary>
    [Theory]
    [InlineData("renewed-token", new[] { "bearer-token", "renewed-token" })]
    [InlineData(null, new[] { "bearer-token" })]
    public async Task A_401_without_a_challenge_is_met_once_with_another_token_where_there_is_one(string? renewed, string[] sent)
    {
        var stub = new StubService(new StringContent(""), HttpStatusCode.Unauthorized)
        {
            CreateContent = () => new StringContent(""),
            RenewedBearer = renewed,
            ServiceRequestId = "1",
        };

        Assert.Equal(HuntingFailure.Unauthorized, (await stub.FailAsync()).Failure);

        Assert.Equal([("bearer-token", null)], stub.Renewals);
        Assert.Equal(sent, stub.SentBearers);
        Assert.DoesNotContain(stub.Verbose.Concat(stub.Debug), line => line.Contains("-token", StringComparison.Ordinal));
    }
}
