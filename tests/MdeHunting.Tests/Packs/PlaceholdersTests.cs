using MdeHunting.Contract;
using MdeHunting.Packs;
using Xunit;

namespace MdeHunting.Tests.Packs;

/// <summary>Placeholders of published queries, and what only looks like one.</summary>
public sealed class PlaceholdersTests
{
    [Theory]
    [InlineData("DeviceInfo | where DeviceName == \"{device}\"", "device:string", "DeviceInfo | where DeviceName == device")]
    [InlineData("DeviceInfo | where DeviceName == '{{ device }}'", "device:string", "DeviceInfo | where DeviceName == device")]
    [InlineData("DeviceInfo | where DeviceName == \"<device name>\"", "p_devicename:string", "DeviceInfo | where DeviceName == p_devicename")]
    [InlineData("DeviceInfo | where DeviceName == <device>", "device:string", "DeviceInfo | where DeviceName == device")]
    [InlineData("DeviceInfo | where DeviceId == \"{DeviceId}\"", "p_DeviceId:string", "DeviceInfo | where DeviceId == p_DeviceId")]
    [InlineData(
        "DeviceFileEvents | where FolderPath has @\"C:\\Users\\{user}\\x\"",
        "user:string",
        "DeviceFileEvents | where FolderPath has strcat('C:\\\\Users\\\\', user, '\\\\x')"
    )]
    [InlineData("DeviceInfo | where Timestamp > ago({TimeFrame})", "TimeFrame:timespan", "DeviceInfo | where Timestamp > ago(TimeFrame)")]
    [InlineData(
        "let span = {TimeFrame}; DeviceInfo | where Timestamp > ago(span)",
        "TimeFrame:timespan",
        "let span = TimeFrame; DeviceInfo | where Timestamp > ago(span)"
    )]
    [InlineData("DeviceInfo | where Timestamp > ago({days}d)", "days:long", "DeviceInfo | where Timestamp > ago((days * 1d))")]
    [InlineData("DeviceInfo | where Timestamp > datetime('{from}')", "p_from:datetime", "DeviceInfo | where Timestamp > p_from")]
    [InlineData("DeviceInfo | where DeviceName in~ ({names})", "names:dynamic", "DeviceInfo | where DeviceName in~ (names)")]
    [InlineData("DeviceNetworkEvents | where RemotePort == {port}", "port:int", "DeviceNetworkEvents | where RemotePort == port")]
    [InlineData("DeviceInfo | take {count_}", "count_:long", "DeviceInfo | take count_")]
    [InlineData(
        "let names = dynamic([\"a\", \"{other}\"]); DeviceInfo | where DeviceName in (names)",
        "other:string",
        "let names = pack_array(\"a\", other); DeviceInfo | where DeviceName in (names)"
    )]
    public void A_placeholder_is_a_parameter_with_its_type(string published, string parameter, string query)
    {
        var bound = Of(published);

        Assert.Equal(parameter, $"{Assert.Single(bound.Parameters)}");
        Assert.Equal($"declare query_parameters({parameter});\n{query}", bound.Text);
        Assert.Empty(bound.Problems);
    }

    [Fact]
    public void A_million_braces_are_read_in_one_pass()
    {
        var bound = Of($"DeviceInfo | where DeviceName == \"{new string('{', 1_000_000)}device{new string('}', 1_000_000)}\"");

        Assert.Equal("device", Assert.Single(bound.Parameters).Name);
        Assert.EndsWith("}')", bound.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Twenty_thousand_placeholders_are_as_many_parameters()
    {
        var list = string.Join(",", Enumerable.Range(0, 20_000).Select(number => FormattableString.Invariant($"\"{{x_{number}y}}\"")));

        Assert.Equal(20_000, Of($"DeviceInfo | where DeviceName in ({list})").Parameters.Count);
    }

    [Fact]
    public void Names_that_are_alike_but_for_signs_are_different_parameters()
    {
        var bound = Of("DeviceInfo | where DeviceName in ('<a b>', '<a-b>', '<ab>')");

        Assert.Equal(["ab", "ab_", "ab__"], bound.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void A_template_whose_defaults_name_each_other_without_end_is_refused()
    {
        var many = string.Concat(Enumerable.Repeat("{a} ", 1_000));

        Assert.Throws<InvalidDataException>(() =>
            Placeholders.Of(
                new StatedQuery("DeviceInfo | where {a}", 1, MdePackFormat.Msticpy)
                {
                    Parameters = [new StatedParameter("a", "str", many, null)],
                    HasDoubledBraces = true,
                }
            )
        );
    }

    [Theory]
    [InlineData("let f = () { DeviceInfo }; f()")]
    [InlineData("let f = (x:string) { x }; DeviceInfo | where DeviceName == f('a')")]
    [InlineData("DeviceProcessEvents | where ProcessCommandLine has '${IFS}' or ProcessCommandLine matches regex @'a{2,3}\\p{L}'")]
    [InlineData("DeviceProcessEvents | where ProcessCommandLine has '<script>' or ProcessCommandLine has '{8c3a-1}'")]
    [InlineData("DeviceInfo | where a <b and b> 3")]
    [InlineData("DeviceInfo | extend x = dynamic({\"a\": 1}), y = '{0} {'")]
    public void What_only_looks_like_one_stays(string published)
    {
        var bound = Of(published);

        Assert.Equal(published, bound.Text);
        Assert.Empty(bound.Parameters);
    }

    [Theory]
    [InlineData("{table} | take 5")]
    [InlineData("DeviceInfo | project {columns}")]
    [InlineData("DeviceInfo | where <condition>")]
    [InlineData("DeviceInfo | summarize count() by {columns}")]
    [InlineData("datatable(x:string)[\"{x}\", \"b\"] | take 5")]
    public void A_piece_of_the_query_is_a_problem_and_no_parameter(string published)
    {
        var bound = Of(published);

        Assert.Empty(bound.Parameters);
        Assert.Contains("replace it in the query", Assert.Single(bound.Problems));
    }

    [Fact]
    public void A_type_that_is_not_known_is_told_and_one_placeholder_is_one_parameter()
    {
        var bound = Of("DeviceInfo | extend x = {value} | where DeviceName has '{VALUE}'");

        Assert.Equal("value:string", $"{Assert.Single(bound.Parameters)}");
        Assert.Contains("isn't known", Assert.Single(bound.Problems));
        Assert.EndsWith("extend x = value | where DeviceName has value", bound.Text, StringComparison.Ordinal);
    }

    private static BoundText Of(string published) => Placeholders.Of(new StatedQuery(published, 1, MdePackFormat.Text));
}
