using System.Management.Automation;
using MdeHunting.Service.Services;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Services;

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

    [Theory]
    [InlineData("{", "isn't JSON, at line 1, byte 2")]
    [InlineData("{\n\"name\": rubbish}", "isn't JSON, at line 2, byte 9")]
    [InlineData("""{"name":"\ud800","authority":"https://a.example","apis":{}}""", "isn't valid Unicode")]
    [InlineData("""{"name":"x","\udfff":"y"}""", "isn't valid Unicode")]
    [InlineData("[]", "must be an object")]
    [InlineData("{}", "'name'")]
    [InlineData("""{"name":"x"}""", "'authority'")]
    [InlineData("""{"name":" ","authority":"https://a.example","apis":{}}""", "'name'")]
    [InlineData("""{"name":"x","authority":"https://a.example"}""", "'apis'")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{}}""", "no API")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{"Mde":{}}}""", "can have: Graph, Endpoint, Xdr")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{"Graph":{"baseAddress":"https://a.example"}}}""", "'resource'")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{"Graph":{"baseAddress":7,"resource":"r"}}}""", "apis.Graph.baseAddress")]
    [InlineData("""{"name":"x","authority":"localhost","apis":{}}""", "'authority'")]
    [InlineData("""{"name":"x","authority":"https://u:p@a.example","apis":{}}""", "without user")]
    [InlineData("""{"name":"x","nmae":"y","authority":"https://a.example","apis":{}}""", "'nmae'")]
    [InlineData("""{"name":"x","Name":"y","authority":"https://a.example","apis":{}}""", "more than once")]
    [InlineData(
        """{"name":"x","authority":"https://a.example","apis":{"Graph":{"baseAddress":"https://a.example","resource":"r"}},"rootCertificate":"MII"}""",
        "rootCertificate"
    )]
    [InlineData("""{"name":"\ud800","authority":"https://a.example","apis":{}}""", "Unicode")]
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

    [Theory]
    [InlineData("Public")]
    [InlineData("pUBLIC")]
    [InlineData("Public cloud")]
    [InlineData("  Public\u00a0")]
    [InlineData("Pub-lic")]
    [InlineData("Publ\u0456c")]
    [InlineData("Pub1ic")]
    [InlineData("\uff30ublic")]
    [InlineData("Pu\u0308blic")]
    [InlineData("GCC High")]
    [InlineData("gcc_high")]
    [InlineData("GCC-H")]
    [InlineData("Tenant in GCC High")]
    [InlineData("\u0420ublic")]
    [InlineData("GCC")]
    [InlineData("D0D")]
    [InlineData("China")]
    [InlineData("Microsoft")]
    [InlineData("Microsoft 365 (worldwide)")]
    [InlineData("Commercial")]
    public void The_name_of_a_cloud_of_Microsofts_or_one_like_it_is_not_for_a_file(string name)
    {
        var failure = Assert.Throws<EnvironmentException>(() => Read(Good.Replace("Lab", name, StringComparison.Ordinal)));

        Assert.Equal((EnvironmentFailure.EnvironmentNameReserved, ErrorCategory.SecurityError), (failure.Failure, failure.Category));
    }

    [Theory]
    [InlineData("Pub\u200blic")]
    [InlineData("Lab\u202e")]
    [InlineData("La\nb")]
    [InlineData("La\u001bb")]
    [InlineData("A name that goes on and on and on, so that whoever looks at it loses sight of what stands behind it")]
    public void A_name_shows_all_that_is_in_it(string name)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(Good)!;
        json["name"] = name;

        Assert.Equal(EnvironmentFailure.EnvironmentMalformed, Assert.Throws<EnvironmentException>(() => Read(json.ToJsonString())).Failure);
    }

    [Theory]
    [InlineData("Lab")]
    [InlineData("Public lab")]
    [InlineData("Ympäristö 2")]
    [InlineData("検証環境")]
    public void Any_other_name_is_good(string name) => Assert.Equal(name, Read(Good.Replace("Lab", name, StringComparison.Ordinal)).Name);

    [Theory]
    [InlineData("https://login.microsoftonline.com", "https://hunting.example", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://graph.microsoft.com:8443", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://graph.microsoft.com.hunting.example", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://127.0.0.1.hunting.example", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://xn--grph-5na.microsoft.com", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://evilsecuritycenter.microsoft.com", "https://api.securitycenter.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://api.security.microsoft.com", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://hunting.example", "https://hunting.example@graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://hunting.example", "https://hunting.example\\@graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://hunting.example", "https://hunting.example https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://hunting.example", "https://hunting.example/?r=https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://hunting.example", "00000003-0000-0000-c000-000000000000")]
    [InlineData("https://login.microsoftonline.com", "https://hunting.example", "api://hunting.example")]
    [InlineData("https://login.microsoftonline.com", "https://localhost:5001", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://[::1]:5001", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://127.0.0.1", "https://127.0.0.1")]
    [InlineData("https://login.example", "https://graph.microsoft.com", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.com.example", "https://api.security.microsoft.com", "https://api.securitycenter.microsoft.com")]
    [InlineData("https://localhost:5001", "https://hunting.example", "https://hunting.example")]
    [InlineData("https://localhost:5001", "https://graph.microsoft.com", "https://graph.microsoft.com")]
    [InlineData("https://localhost.hunting.example", "https://localhost", "https://graph.microsoft.com")]
    [InlineData("https://lab.localhost", "https://localhost", "https://graph.microsoft.com")]
    [InlineData("https://0.0.0.0:5001", "https://127.0.0.1:5001", "https://graph.microsoft.com")]
    public void A_file_sends_no_token_to_a_host_that_it_is_not_for(string authority, string address, string resource)
    {
        var failure = Assert.Throws<EnvironmentException>(() => Read(authority, address, resource));

        Assert.Equal((EnvironmentFailure.EnvironmentHostsDiffer, ErrorCategory.SecurityError), (failure.Failure, failure.Category));
        Assert.Contains("apis.Endpoint", failure.Message);
    }

    [Theory]
    [InlineData("https://login.example", "https://hunting.example/api", "https://hunting.example")]
    [InlineData("https://login.example", "https://HUNTING.example:443/api", "https://hunting.example/")]
    [InlineData("https://login.example", "https://hunting.example:8443/api", "https://hunting.example:8443")]
    [InlineData("https://login.microsoftonline.com", "https://api-eu.securitycenter.microsoft.com", "https://api.securitycenter.microsoft.com")]
    [InlineData("https://login.microsoftonline.com", "https://eu.api.security.microsoft.com", "https://api.securitycenter.microsoft.com")]
    [InlineData("https://login.microsoftonline.us", "https://api-gov.securitycenter.microsoft.us", "https://api-gov.securitycenter.microsoft.us")]
    [InlineData("https://localhost:5001", "https://127.0.0.2:5001", "https://graph.microsoft.com")]
    [InlineData("https://LOCALHOST:5001", "https://[::1]:5001", "anything")]
    public void A_host_of_the_resources_own_or_of_Microsofts_for_it_is_good_and_so_is_a_lab(string authority, string address, string resource) =>
        Assert.Equal(resource, Read(authority, address, resource).Apis[MdeApi.Endpoint].Resource);

    [Theory]
    [InlineData("https://graph.microsoft.com.")]
    [InlineData("https://localhost.")]
    [InlineData("https://gräph.microsoft.com")]
    [InlineData("https://\uff47raph.microsoft.com")]
    [InlineData("https://graph。microsoft.com")]
    public void A_host_has_one_spelling(string address) =>
        Assert.Equal(
            EnvironmentFailure.EnvironmentMalformed,
            Assert.Throws<EnvironmentException>(() => Read("https://login.example", address, address)).Failure
        );

    [Fact]
    public void What_decides_where_tokens_come_from_and_go_to_tells_environments_apart()
    {
        string[] different =
        [
            Good,
            Good.Replace("Lab", "Lab2", StringComparison.Ordinal),
            Good.Replace("localhost:5001\",", "localhost:5002\",", StringComparison.Ordinal),
            Good.Replace("localhost:5001/graph", "127.0.0.2:5001/graph", StringComparison.Ordinal),
            Good.Replace("localhost:5001/graph", "localhost:5001/grapf", StringComparison.Ordinal),
            Good.Replace("https://graph.microsoft.com", "https://graph.microsoft.us", StringComparison.Ordinal),
            Good.Replace("\"Graph\"", "\"Xdr\"", StringComparison.Ordinal),
        ];
        var ids = different
            .Select(json => Read(json).Id)
            .Concat(new[] { MdeCloud.Public, MdeCloud.GCC, MdeCloud.GCCHigh, MdeCloud.DoD }.Select(cloud => EnvironmentReader.ReadCloud(cloud).Id))
            .ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(Read(Good).Id, Read(Good.Replace(",", " , ", StringComparison.Ordinal)).Id);
    }

    [Theory]
    [InlineData("root:x:0:0:root:/root:/bin/bash")]
    [InlineData("TopSecretWord")]
    [InlineData("""{"TopSecretWord":"root"}""")]
    [InlineData("""{"name":"x","authority":"http://root:TopSecretWord@a.example","apis":{}}""")]
    [InlineData("""{"name":"x","authority":"TopSecretWord root","apis":{}}""")]
    [InlineData("""{"name":"x","authority":"https://a.example","apis":{"TopSecretWord":{"root":1}}}""")]
    public void What_stands_in_it_is_not_repeated(string content)
    {
        var failure = Assert.Throws<EnvironmentException>(() => Read(content));

        var all = $"{failure} {failure.Target} {failure.InnerException}";
        Assert.DoesNotContain("TopSecret", all);
        Assert.DoesNotContain("/bin/bash", all);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void It_may_have_a_byte_order_mark(string encoding)
    {
        File.WriteAllText(_file, Good, System.Text.Encoding.GetEncoding(encoding));

        Assert.Equal("Lab", EnvironmentReader.ReadFile(_file).Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(SmallFile.Longest + 1)]
    public void One_that_is_empty_or_too_long_is_not_read(int length)
    {
        using (var file = File.Create(_file))
        {
            file.SetLength(length);
        }

        Assert.Equal(EnvironmentFailure.EnvironmentUnreadable, Assert.Throws<EnvironmentException>(() => EnvironmentReader.ReadFile(_file)).Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pipe_is_not_waited_for_nor_one_behind_a_link(bool isLinked)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such pipes.");
        var pipe = $"{_file}.pipe";
        await ChildProcess.MakePipeAsync(pipe);

        var link = File.CreateSymbolicLink($"{_file}.link", pipe).FullName;
        try
        {
            Assert.Equal(
                EnvironmentFailure.EnvironmentUnreadable,
                Assert.Throws<EnvironmentException>(() => EnvironmentReader.ReadFile(isLinked ? link : pipe)).Failure
            );
        }
        finally
        {
            File.Delete(link);
            File.Delete(pipe);
        }
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("/proc/self/environ")]
    public void A_device_is_not_read(string path)
    {
        Assert.SkipUnless(File.Exists(path), "This system has no such device.");

        Assert.Equal(EnvironmentFailure.EnvironmentUnreadable, Assert.Throws<EnvironmentException>(() => EnvironmentReader.ReadFile(path)).Failure);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Equal(EnvironmentFailure.EnvironmentNotFound, Assert.Throws<EnvironmentException>(() => EnvironmentReader.ReadFile(_file + ".none")).Failure);

    [Fact]
    public void A_folder_is_not_a_file() =>
        Assert.Equal(
            EnvironmentFailure.EnvironmentUnreadable,
            Assert.Throws<EnvironmentException>(() => EnvironmentReader.ReadFile(Path.GetTempPath())).Failure
        );

    private CloudEnvironment Read(string authority, string address, string resource) =>
        Read(
            new System.Text.Json.Nodes.JsonObject
            {
                ["name"] = "Test",
                ["authority"] = authority,
                ["apis"] = new System.Text.Json.Nodes.JsonObject
                {
                    ["Endpoint"] = new System.Text.Json.Nodes.JsonObject { ["baseAddress"] = address, ["resource"] = resource },
                },
            }.ToJsonString()
        );

    private CloudEnvironment Read(string json)
    {
        File.WriteAllText(_file, json);
        return EnvironmentReader.ReadFile(_file);
    }
}
