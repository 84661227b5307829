using MdeHunting.TestKit;
using MdeHunting.Tests.Hunting;
using MdeHunting.Tests.Tokens;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>A dynamic value that was taken out of its row, or a token's claims out of their object: an attacker's text, shown by itself.</summary>
public sealed class DynamicValueViewTests : IDisposable
{
    private const string Json = """
        {"Schema":[{"Name":"d","Type":"Object"},{"Name":"a","Type":"Object"}],
         "Results":[{"d":{"plain":1.5,"\u001b[2J":"x\u001b]0;owned\u0007\u202e","in":{"\u001bn":"\u001b[31m","deep":{"x":"\u001b[2J"}},"list":[{"\u0007":"\u001b[31m"}]},"a":[{"k":"\u001b[31m"}]}]}
        """;

    private readonly Shell _shell = new();

    public static TheoryData<string, string> Displays()
    {
        var data = new TheoryData<string, string>();
        foreach (var taken in new[] { "$row.d", "@($row, $row).d", "$row.d.in", "$row.d.in.deep", "$row.d.list", "$row.d.list[0]", "$row.a", "$row.a[0]" })
        {
            foreach (
                var display in new[]
                {
                    "{0} | Out-Default",
                    "{0} | Format-Table | Out-Default",
                    "{0} | Format-List | Out-Default",
                    "{0} | Format-Wide | Out-Default",
                    "{0} | Format-Custom | Out-Default",
                    "{0} | Out-String | Out-Host",
                    "& {{ 'text'; [timespan]::Zero; {0} }} | Out-Default",
                    "({0}).MdeView.Safe | Format-List * | Out-Default",
                    "({0}).MdeView.Safe | Format-Table * | Out-Default",
                }
            )
            {
                data.Add(taken, display);
            }
        }

        return data;
    }

    public void Dispose() => _shell.Dispose();

    [Theory]
    [MemberData(nameof(Displays))]
    public async Task It_is_visible_text_here_and_in_another_process(string taken, string display)
    {
        var row = (await StubService.Of(Json).HuntAsync()).Rows.Single();
        var script = string.Format(System.Globalization.CultureInfo.InvariantCulture, display, taken);

        _shell
            .Run(
                $"param($live) $row = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($live)); {script}",
                row
            )
            .ThrowIfFailed();
        var crossed = _shell.Screen.Text;
        _shell.Run($"param($row) {script}", row).ThrowIfFailed();

        Assert.DoesNotMatch(@"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]", _shell.Screen.Text);
        Assert.Matches(@"<U\+00|\\u00", crossed);
        Assert.Matches(@"<U\+00|\\u00", _shell.Screen.Text[crossed.Length..]);
    }

    [Fact]
    public async Task To_a_script_and_in_a_file_it_is_what_it_was()
    {
        var row = (await StubService.Of(Json).HuntAsync()).Rows.Single();

        var result = _shell
            .Run(
                """
                param($row)
                $before = ($row | ConvertTo-Csv) -join ' '
                $json = $row | ConvertTo-Json -Depth 9 -Compress
                $d = $row.d
                $null = $d | Out-String
                $d.PSTypeNames[0]
                $d -is [Management.Automation.PSCustomObject]
                @($d.PSObject.Properties).Count
                $d | ConvertTo-Json -Depth 9 -Compress
                $json
                (($row | ConvertTo-Csv) -join ' ') -ceq $before
                "$d"
                ($d | Get-Member -MemberType Properties).Count
                @($d | ConvertTo-Csv)[0]
                """,
                row
            )
            .ThrowIfFailed();

        const string d =
            """{"plain":1.5,"\u001b[2J":"x\u001b]0;owned\u0007‮","in":{"\u001bn":"\u001b[31m","deep":{"x":"\u001b[2J"}},"list":[{"\u0007":"\u001b[31m"}]}""";
        Assert.Equal(
            ["MdeHunting.DynamicValue", true, 4, d, $$"""{"d":{{d}},"a":[{"k":"\u001b[31m"}]}""", true, d, 4, "\"plain\",\"\u001b[2J\",\"in\",\"list\""],
            result.Output.Select(one => one.BaseObject)
        );
    }

    [Fact]
    public void A_tokens_claims_are_visible_text_too()
    {
        var token = TokenTests.Token("""{"typ":"\u001b[2J"}""", """{"aud":"x","name":"\u001b]0;owned\u0007","\u001b[31m":{"in":"\u001b[2J"}}""");

        foreach (var script in new[] { "(Get-MdeTokenInfo $args[0]).Claims", "(Get-MdeTokenInfo $args[0]).Header" })
        {
            foreach (
                var display in new[]
                {
                    "Out-Default",
                    "Format-List | Out-Default",
                    "Format-Table | Out-Default",
                    "Format-Wide | Out-Default",
                    "Format-Custom | Out-Default",
                }
            )
            {
                _shell.Run($"{script} | {display}", token).ThrowIfFailed();
            }
        }

        Assert.DoesNotContain('\u001b', _shell.Screen.Text);
        Assert.DoesNotContain('\u0007', _shell.Screen.Text);
        Assert.Contains("<U+001B>]0;owned<U+0007>", _shell.Screen.Text);
    }
}
