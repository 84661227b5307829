using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

/// <summary>Addresses and networks, as a sweep compares them.</summary>
public class AddressTests
{
    [Theory]
    [InlineData("ipv4_is_in_any_range('192.168.1.6', '192.168.1.1/24', '10.0.0.1/8')", true)]
    [InlineData("ipv4_is_in_any_range('172.16.0.1', '192.168.1.1/24', '10.0.0.1/8')", false)]
    [InlineData("ipv4_is_in_any_range('10.1.2.3', dynamic(['192.168.1.1/24', '10.0.0.1/8']))", true)]
    [InlineData("ipv4_is_in_any_range('10.1.2.3', 'nonsense', '10.0.0.1/8')", true)]
    [InlineData("ipv4_is_in_any_range('11.1.2.3', 'nonsense', '10.0.0.1/8')", null)]
    [InlineData("ipv4_is_in_any_range('::ffff:10.1.2.3', '10.0.0.1/8')", null)]
    [InlineData("ipv4_is_in_any_range('', '10.0.0.1/8')", null)]
    [InlineData("ipv4_is_in_any_range('10.1.2.3', dynamic([]))", false)]
    [InlineData("ipv6_is_in_range('a5e:f127:8a9d:146d:e102:b5d3:c755:abcd', 'a5e:f127:8a9d:146d:e102:b5d3:c755:0000/112')", true)]
    [InlineData("ipv6_is_in_range('2001:db9::1', '2001:db8::/32')", false)]
    [InlineData("ipv6_is_in_range('::ffff:10.1.2.3', '10.0.0.0/8')", true)]
    [InlineData("ipv6_is_in_range('11.1.2.3', '::ffff:10.0.0.0/104')", false)]
    [InlineData("ipv6_is_in_range('2001:db8::1', '2001:db8::/129')", null)]
    [InlineData("ipv6_is_in_any_range('2001:db8::1', dynamic(['10.0.0.0/8', '2001:db8::/32']))", true)]
    [InlineData("ipv6_is_in_any_range('2001:db7:ffff::1', '10.0.0.0/8', '2001:db8::/32')", false)]
    [InlineData("ipv6_is_in_any_range('fe80::1%eth0', '10.0.0.0/8')", false)]
    [InlineData("ipv4_is_match('192.168.1.255/24', '192.168.1.1')", true)]
    [InlineData("ipv4_is_match('192.168.1.1', '192.168.1.2')", false)]
    [InlineData("ipv4_is_match('192.168.1.1', '192.168.1.255', 24)", true)]
    [InlineData("ipv4_is_match('192.168.1.1', '192.168.1.255', 33)", null)]
    [InlineData("ipv6_is_match('::ffff:7f00:1', '127.0.0.1')", true)]
    [InlineData("ipv6_is_match('fe80::85d:e82c:9446:7994', 'fe80::85d:e82c:9446:7995', 127)", true)]
    [InlineData("ipv6_is_match('192.168.1.7', '192.168.1.1/24')", true)]
    [InlineData("ipv6_is_match('192.168.2.7', '192.168.1.1/24')", false)]
    [InlineData("ipv4_compare('192.168.1.1', '192.168.1.255')", -1L)]
    [InlineData("ipv4_compare('192.168.1.255', '192.168.1.1')", 1L)]
    [InlineData("ipv6_compare('2001:DB8::1', '2001:db8:0:0::1')", 0L)]
    [InlineData("parse_ipv4('127.0.0.1')", 2130706433L)]
    [InlineData("parse_ipv4('192.1.168.1/24')", 3221334016L)]
    [InlineData("parse_ipv4('1.2.3')", null)]
    [InlineData("parse_ipv6('127.0.0.1')", "0000:0000:0000:0000:0000:ffff:7f00:0001")]
    [InlineData("parse_ipv6('fe80::85d:e82c:9446:7994')", "fe80:0000:0000:0000:085d:e82c:9446:7994")]
    [InlineData("parse_ipv6('nothing')", "")]
    public void Compares_addresses(string expression, object? expected) => Assert.Equal(expected, KqlLab.Value(expression));

    [Theory]
    [InlineData("has_ipv4('05:04:54 127.0.0.1 GET /favicon.ico 404', '127.0.0.1')", true)]
    [InlineData("has_ipv4('05:04:54127.0.0.1 GET /favicon.ico 404', '127.0.0.1')", false)]
    [InlineData("has_ipv4('127.0.0.10', '127.0.0.1')", false)]
    [InlineData("has_ipv4('\"127.0.0.1\"', '127.0.0.1')", true)]
    [InlineData("has_ipv4('127.0.0.256', '127.0.0.256')", false)]
    [InlineData("has_any_ipv4('[\"10.1.2.3\",\"10.1.2.4\"]', '10.1.2.9', '10.1.2.4')", true)]
    [InlineData("has_any_ipv4('10.1.2.3', dynamic(['10.1.2.9', '10.1.2.4']))", false)]
    [InlineData("has_ipv4_prefix('from 10.1.2.3', '10.1.')", true)]
    [InlineData("has_ipv4_prefix('from 110.1.2.3', '10.1.')", false)]
    [InlineData("has_ipv4_prefix('from 10.1.2.3', '10.1')", false)]
    [InlineData("has_ipv4_prefix('version 10.1.2', '10.1.')", false)]
    [InlineData("has_any_ipv4_prefix('from 10.1.2.3', dynamic(['11.', '10.']))", true)]
    public void Finds_addresses_in_texts(string expression, bool expected) => Assert.Equal(expected, KqlLab.Value(expression));

    [Fact]
    public void One_pass_over_a_table_tells_which_column_had_which_value()
    {
        const string Query = """
            let names = dynamic(["CMD.exe", "powershell.exe"]);
            let rows = datatable(Id:long, A:string, B:string) [1, "cmd.exe", "", 2, "x", "powershell.exe", 3, "cmd.exe", "powershell.exe", 4, "no", "no"];
            rows
            | where A in~ (names) or B in~ (names)
            | extend Hit = pack_array(iff(A in~ (names), pack("c", "A", "v", A), dynamic(null)), iff(B in~ (names), pack("c", "B", "v", B), dynamic(null)))
            | mv-expand Hit
            | where isnotnull(Hit)
            | summarize Count = count(), Ids = make_set(Id, 100), First = min(Id), Number = dcount(Id) by Column = tostring(Hit.c), Value = tostring(Hit.v)
            | sort by Column asc
            """;

        Assert.Equal("Column,Value,Count,Ids,First,Number: A,cmd.exe,2,[1,3],1,2; B,powershell.exe,2,[2,3],2,2", KqlLab.Show(Query));
    }
}
