using System.Net;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using Xunit;

namespace MdeHunting.Tests.Sending;

public class HostTests
{
    [Theory]
    [InlineData("https://elsewhere.example/api/advancedqueries/run")]
    [InlineData("http://graph.microsoft.com/v1.0/security/runHuntingQuery")]
    [InlineData("https://graph.microsoft.us/v1.0/security/runHuntingQuery")]
    [InlineData("https://graph.microsoft.com.elsewhere.example/")]
    [InlineData("https://graph.microsoft.com:8443/")]
    [InlineData("https://graph.microsoft.com./")]
    [InlineData("https://graph.microsoft.com@elsewhere.example/")]
    [InlineData("https://elsewhere.example@graph.microsoft.com/")]
    public async Task A_request_to_a_host_of_another_cloud_or_without_TLS_is_refused_before_anything_is_sent(string address)
    {
        var sent = new Sent();
        using var client = new HttpClient(new AllowedHostsHandler(EnvironmentReader.ReadCloud(MdeCloud.Public).Origins, sent));

        var failure = await Assert.ThrowsAsync<HuntingException>(() => client.GetAsync(address));

        Assert.Equal(HuntingFailure.HostRefused, failure.Failure);
        Assert.Equal(0, sent.Count);
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/")]
    [InlineData("https://API.security.microsoft.com/")]
    [InlineData("https://login.microsoftonline.com/")]
    public async Task The_clouds_own_hosts_are_let_through(string address)
    {
        var sent = new Sent();
        using var client = new HttpClient(new AllowedHostsHandler(EnvironmentReader.ReadCloud(MdeCloud.Public).Origins, sent));

        await client.GetAsync(address);

        Assert.Equal(1, sent.Count);
    }

    private sealed class Sent : HttpMessageHandler
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
        {
            Count++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
