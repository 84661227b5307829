using System.IO.Compression;
using System.Text;
using MdeHunting.Results;
using Xunit;

namespace MdeHunting.Tests.Results;

public class PortalLinkTests
{
    private const string Tenant = "55555555-5555-5555-5555-555555555555";

    [Theory]
    [InlineData("Public", "security.microsoft.com")]
    [InlineData("GCC", "security.microsoft.com")]
    [InlineData("GCCHigh", "security.microsoft.us")]
    [InlineData("DoD", "security.apps.mil")]
    public void A_query_comes_back_from_its_address(string cloud, string host)
    {
        const string query = "DeviceProcessEvents\r\n| where FileName == \"ä東京🎉.exe\" // a+b/c=d?e&f";

        var address = PortalLink.Of(cloud, Tenant, query)!;

        Assert.Equal(host, address.Host);
        Assert.Matches(
            $"^https://{host.Replace(".", "\\.", StringComparison.Ordinal)}/v2/advanced-hunting\\?query=[A-Za-z0-9_-]+&tid={Tenant}$",
            address.AbsoluteUri
        );
        var packed = address.Query.Split('=', '&')[1].Replace('-', '+').Replace('_', '/');
        using var gzip = new GZipStream(
            new MemoryStream(Convert.FromBase64String(packed.PadRight((packed.Length + 3) / 4 * 4, '='))),
            CompressionMode.Decompress
        );
        using var text = new StreamReader(gzip, Encoding.Unicode, detectEncodingFromByteOrderMarks: false);
        Assert.Equal(query, text.ReadToEnd());
    }

    [Theory]
    [InlineData(1, "day")]
    [InlineData(24.01, "day")]
    [InlineData(26, "week")]
    [InlineData(168, "week")]
    [InlineData(170, "month")]
    [InlineData(2000, "month")]
    public void The_portal_shows_the_shortest_of_its_ranges_that_has_the_time_range(double hours, string range) =>
        Assert.Contains($"&timeRangeId={range}&tid=", PortalLink.Of("Public", Tenant, "DeviceInfo", TimeSpan.FromHours(hours))!.Query);

    [Theory]
    [InlineData(null)]
    [InlineData("contoso&evil=1")]
    public void A_tenant_that_is_no_id_is_left_out(string? tenant) =>
        Assert.DoesNotContain("&", PortalLink.Of("Public", tenant, "DeviceInfo")!.Query, StringComparison.Ordinal);

    [Fact]
    public void An_environment_of_ones_own_has_no_portal_and_a_long_query_no_address()
    {
        var random = new Random(1);
        Assert.Null(PortalLink.Of("Lab", Tenant, "DeviceInfo"));
        Assert.Null(PortalLink.Of("Public", Tenant, new string([.. Enumerable.Range(0, 9000).Select(_ => (char)random.Next(' ', '~'))])));
    }
}
