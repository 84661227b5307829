using MdeHunting.Connections;
using MdeHunting.Service.Clouds;
using Xunit;

namespace MdeHunting.Tests.Connections;

public sealed class EnvironmentTests : IDisposable
{
    private const string Good = """
        {"name":"Lab","authority":"https://localhost:5001","apis":{"Graph":{"baseAddress":"https://localhost:5001/graph","resource":"https://graph.microsoft.com"}}}
        """;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_file_describes_a_cloud()
    {
        var environment = Read(Good);

        Assert.Equal("Lab", environment.Name);
        Assert.Equal("https://localhost:5001/", environment.Authority.AbsoluteUri);
        Assert.Equal("https://localhost:5001/graph/", environment.Apis[MdeApi.Graph].BaseAddress.AbsoluteUri);
        Assert.Equal([MdeApi.Graph], environment.Apis.Keys);
        Assert.Null(environment.RootCertificate);
    }

    [Fact]
    public void The_public_cloud_has_all_three_services()
    {
        var environment = EnvironmentReader.ReadCloud(MdeCloud.Public);

        Assert.Equal("https://login.microsoftonline.com/", environment.Authority.AbsoluteUri);
        Assert.Equal("https://graph.microsoft.com/", environment.Apis[MdeApi.Graph].BaseAddress.AbsoluteUri);
        Assert.Equal("https://api.securitycenter.microsoft.com", environment.Apis[MdeApi.Endpoint].Resource);
        Assert.Equal("https://api.security.microsoft.com", environment.Apis[MdeApi.Xdr].Resource);
    }

    [Theory]
    [InlineData(MdeCloud.GCC, "login.microsoftonline.com", "graph.microsoft.com", "api-gcc.securitycenter.microsoft.us", "api-gcc.security.microsoft.us")]
    [InlineData(MdeCloud.GCCHigh, "login.microsoftonline.us", "graph.microsoft.us", "api-gov.securitycenter.microsoft.us", "api-gov.security.microsoft.us")]
    [InlineData(MdeCloud.DoD, "login.microsoftonline.us", "dod-graph.microsoft.us", "api-gov.securitycenter.microsoft.us", "api-gov.security.microsoft.us")]
    public void Each_government_cloud_has_its_own_hosts_and_audiences(MdeCloud cloud, string authority, string graph, string endpoint, string xdr)
    {
        var environment = EnvironmentReader.ReadCloud(cloud);

        Assert.Equal(cloud.ToString(), environment.Name);
        Assert.Equal(authority, environment.Authority.Host);
        Assert.Equal([graph, endpoint, xdr], new[] { MdeApi.Graph, MdeApi.Endpoint, MdeApi.Xdr }.Select(a => environment.Apis[a].BaseAddress.Host));
        Assert.All(environment.Apis.Values, a => Assert.Equal($"https://{a.BaseAddress.Host}", a.Resource));
    }

    [Fact]
    public void China_is_refused_with_the_reason()
    {
        var failure = Assert.Throws<EnvironmentException>(() => EnvironmentReader.ReadCloud(MdeCloud.China));

        Assert.Equal(EnvironmentFailure.CloudWithoutHunting, failure.Failure);
        Assert.Contains("21Vianet", failure.Message);
    }

    [Theory]
    [InlineData("", "is not JSON")]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("{}", "'name'")]
    [InlineData("""{"name":"x"}""", "'authority'")]
    [InlineData("""{"name":" ","authority":"https://a.example","apis":{}}""", "'name'")]
    [InlineData("""{"name":"x","authority":"https://a.example"}""", "'apis'")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{}}""", "no API")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{"Mde":{}}}""", "'Mde'")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{"Graph":{"baseAddress":"https://a.example"}}}""", "'resource'")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{"Graph":{"baseAddress":7,"resource":"r"}}}""", "apis.Graph.baseAddress")]
    [InlineData("""{"name":"x","authority":"localhost","apis":{}}""", "localhost")]
    [InlineData("""{"name":"x","authority":"https://u:p@a.example","apis":{}}""", "without user")]
    [InlineData("""{"name":"x","nmae":"y","authority":"https://a.example","apis":{}}""", "'nmae'")]
    [InlineData("""{"name":"x","Name":"y","authority":"https://a.example","apis":{}}""", "twice")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{"Graph":{"baseAddress":"https://a.example","resource":"r"}},"rootCertificate":"MII"}""", "rootCertificate")]
    public void A_mistake_is_named(string json, string named)
    {
        var failure = Assert.Throws<EnvironmentException>(() => Read(json));

        Assert.Equal(EnvironmentFailure.EnvironmentMalformed, failure.Failure);
        Assert.Contains(named, failure.Message);
        Assert.Contains(_file, failure.Message);
    }

    [Theory]
    [InlineData("""{"name":"x","authority":"http://a.example","apis":{}}""", "authority")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{"Xdr":{"baseAddress":"http://a.example","resource":"r"}}}""", "apis.Xdr.baseAddress")]
    public void An_http_address_is_refused(string json, string member)
    {
        var failure = Assert.Throws<EnvironmentException>(() => Read(json));

        Assert.Equal(EnvironmentFailure.InsecureAddress, failure.Failure);
        Assert.Contains(member, failure.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Equal(
        EnvironmentFailure.EnvironmentNotFound,
        Assert.Throws<EnvironmentException>(() => EnvironmentReader.ReadFile(_file + ".none")).Failure);

    [Fact]
    public void A_folder_is_not_a_file() => Assert.Equal(
        EnvironmentFailure.EnvironmentUnreadable,
        Assert.Throws<EnvironmentException>(() => EnvironmentReader.ReadFile(Path.GetTempPath())).Failure);

    private CloudEnvironment Read(string json)
    {
        File.WriteAllText(_file, json);
        return EnvironmentReader.ReadFile(_file);
    }
}
