using System.Collections;
using System.Management.Automation;
using System.Text;
using CsCheck;
using MdeHunting.Kql;
using MdeHunting.Lab.Kql;
using MdeHunting.Parameters;
using MdeHunting.Rows;
using MdeHunting.TestKit;
using MdeHunting.Tests.Running;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>-Parameter, from a hashtable at the prompt to the value in a row.</summary>
public sealed class ParameterTests(SuggestionTests.Connected connected) : IClassFixture<SuggestionTests.Connected>
{
    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.String,
        Gen.Char["'\"\\[]`~@h|;,(){}/\n\r\t\0\u2028\u2029\u0085\u200b\u202e07xuU abN"].Array[0, 16].Select(letters => new string(letters)),
        Gen.OneOf(
            "x' 'y",
            "x\" \"y",
            "'; DeviceEvents | take 1; let z = '",
            "\"]); union *",
            "```",
            "~~~",
            "h'x'",
            "\\",
            "\\'",
            "\r\n//",
            "\u2028| take 0",
            "\u202ecod.exe",
            "\0",
            "\07",
            "\0\0a",
            "😀"
        )
    );

    private readonly Shell _shell = connected.Lab.Shell;

    [Fact]
    public void Values_of_each_type_come_back_as_they_are()
    {
        var row = _shell
            .Run(
                """
                Invoke-MdeHuntingQuery 'print s1 = s, b1 = b, i1 = i, l1 = l, r1 = r, m1 = m, t1 = t, d1 = d, g1 = g, list1 = list, map1 = map, one = list[1], two = map.b[0], n = toscalar(things | count)' -Parameter @{
                    s = "it's `"so`""; b = $true; i = 5; l = 5000000000; r = 0.5; m = 1.50d; t = [timespan] '1.02:03:04'; g = [guid] '33333333-3333-3333-3333-333333333333'
                    d = [datetime]::new(2026, 11, 20, 8, 0, 0, [DateTimeKind]::Utc); list = 'a', 'b'; map = @{ b = @('x') }; things = 1..3 | ForEach-Object { [pscustomobject]@{ Id = $_ } }
                }
                """
            )
            .ThrowIfFailed()
            .Output[0];

        Assert.Equal("it's \"so\"", row.Properties["s1"].Value);
        Assert.Equal(true, row.Properties["b1"].Value);
        Assert.Equal(5, row.Properties["i1"].Value);
        Assert.Equal(5000000000L, row.Properties["l1"].Value);
        Assert.Equal(0.5, Bare(row.Properties["r1"].Value));
        Assert.Equal(1.50m, Bare(row.Properties["m1"].Value));
        Assert.Equal(new TimeSpan(1, 2, 3, 4), Bare(row.Properties["t1"].Value));
        Assert.Equal(new DateTime(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc), Bare(row.Properties["d1"].Value));
        Assert.Equal(new Guid("33333333-3333-3333-3333-333333333333"), row.Properties["g1"].Value);
        Assert.Equal("""["a","b"]""", ExactText.Of(row.Properties["list1"].Value));
        Assert.Equal("""{"b":["x"]}""", ExactText.Of(row.Properties["map1"].Value));
        Assert.Equal("b", row.Properties["one"].Value?.ToString());
        Assert.Equal("x", row.Properties["two"].Value?.ToString());
        Assert.Equal(3L, row.Properties["n"].Value);
    }

    [Theory]
    [InlineData("'a', 'b'", "string", "'a','b','c'", 2)]
    [InlineData("[datetime[]] ('2026-11-20T00:00Z', '2026-11-21T00:00Z')", "datetime", "datetime(2026-11-20),datetime(2026-11-22)", 1)]
    [InlineData("[timespan[]] ('01:00:00')", "timespan", "1h,2h", 1)]
    [InlineData(
        "[guid[]] ('33333333-3333-3333-3333-333333333333')",
        "guid",
        "guid(33333333-3333-3333-3333-333333333333),guid(33333333-3333-3333-3333-333333333334)",
        1
    )]
    [InlineData("1, 3", "long", "1,2,3", 2)]
    [InlineData("[decimal[]] (1.5)", "decimal", "decimal(1.5),decimal(2)", 1)]
    [InlineData("@()", "string", "'a','b'", 0)]
    public void A_list_is_compared_by_the_type_of_its_values(string list, string type, string cells, int found) =>
        Assert.Equal(
            found,
            _shell
                .Run($"Invoke-MdeHuntingQuery $args[0] -Parameter @{{ list = {list} }}", $"datatable(x:{type})[{cells}] | where x in (list)")
                .ThrowIfFailed()
                .Output.Count
        );

    [Fact]
    public void Whatever_a_text_holds_it_stays_one_value_and_the_query_what_it_was()
    {
        var empty = new KqlDatabase(new Dictionary<string, KqlTable>(), DateTime.UnixEpoch);
        Gen.Select(Hostile, Hostile, Hostile)
            .Where(texts => IsWhole(texts.Item1) && IsWhole(texts.Item2) && IsWhole(texts.Item3))
            .Sample(
                texts =>
                {
                    var (text, item, key) = texts;
                    var given = new Hashtable
                    {
                        ["s"] = text,
                        ["list"] = new[] { item, text },
                        ["map"] = new Hashtable { [key] = item },
                        ["rows"] = new[] { new PSObject(new Holder(item)) },
                        ["hidden"] = TestSecret.Of(text.Replace("\0", string.Empty)),
                    };
                    const string query = "print s, one = list[0], two = list[1], of = map, cell = toscalar(rows | project Cell), hidden";
                    var composed = QueryParameters.Read(given, TimeZoneInfo.Utc).Compose(query, []);

                    var row = KqlEngine.Run(composed.Text, empty).Rows[0];
                    Assert.Equal(text, row[0]);
                    Assert.Equal(item, row[1]?.ToString());
                    Assert.Equal(text, row[2]?.ToString());
                    Assert.Equal(item, row[4]);
                    Assert.Equal(text.Replace("\0", string.Empty), row[5]);
                    Assert.Equal(5, new SourceText(composed.Text).Significant.Count(token => token.Kind == KqlTokenKind.Semicolon));
                },
                iter: Check.Iter,
                threads: 1
            );
    }

    [Fact]
    public void A_file_that_declares_parameters_runs_here()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "hunt.kql");
        File.WriteAllText(file, "declare query_parameters(hosts:dynamic, least:long = 2);\nprint n = array_length(hosts), limit = least\n| where n >= least");

        Assert.Equal(
            "3 2",
            _shell
                .Run("Invoke-MdeHuntingQuery -Path $args[0] -Parameter @{ hosts = 'a', 'b', 'c' } | ForEach-Object { \"$($_.n) $($_.limit)\" }", file)
                .ThrowIfFailed()
                .Output[0]
                .ToString()
        );
        Assert.DoesNotContain("declare", connected.Lab.Lab.State.Requests[^1].Query);
        Assert.Equal("ParameterMissing", _shell.Run("Invoke-MdeHuntingQuery -Path $args[0]", file).ErrorId);
        Assert.Equal("ParameterUnknown", _shell.Run("Invoke-MdeHuntingQuery -Path $args[0] -Parameter @{ host = 'a' }", file).ErrorId);
    }

    [Theory]
    [InlineData("DeviceInfo | where DeviceName in~ (hosts)")]
    [InlineData("DeviceInfo | where Timestamp in (times)")]
    [InlineData("DeviceInfo | join kind=leftsemi things on DeviceId")]
    [InlineData("DeviceInfo | lookup things on DeviceId")]
    [InlineData("DeviceInfo | where Timestamp > since and DeviceName has_any (hosts)")]
    [InlineData("declare query_parameters(hosts:dynamic, since:datetime, times:string = '', things:string = ''); DeviceInfo | where DeviceName in (hosts)")]
    public void A_query_with_values_is_bounded_and_split_as_any_other(string query)
    {
        const string values =
            "hosts = 'a', 'b'; since = (Get-Date).AddDays(-2); times = (Get-Date), (Get-Date).AddDays(-1); things = [pscustomobject]@{ DeviceId = 'x'; Why = 'y' }";
        var given = query.StartsWith("declare", StringComparison.Ordinal) ? "hosts = 'a'; since = '2026-11-20T00:00Z'" : values;

        foreach (var how in new[] { "-Timespan 7d", "-Timespan 7d -Split Auto", "-Timespan 2d -Split 1d -AsResult" })
        {
            Assert.Empty(_shell.Run($"Invoke-MdeHuntingQuery $args[0] -Parameter @{{ {given} }} {how}", query).Errors);
        }
    }

    [Fact]
    public void A_bad_value_ends_the_command_and_a_bad_name_its_query()
    {
        var before = connected.Lab.Lab.State.Requests.Count;

        Assert.Equal("ParameterInvalid", _shell.Run("Invoke-MdeHuntingQuery DeviceInfo, 'print p' -Parameter @{ p = { 5 } }").ErrorId);
        Assert.Equal(before, connected.Lab.Lab.State.Requests.Count);

        var result = _shell.Run("'print 1', 'print ago' | Invoke-MdeHuntingQuery -Parameter @{ ago = 1 }");
        Assert.Equal("ParameterNameTaken", result.ErrorId);
        Assert.Single(result.Output);
    }

    [Fact]
    public void A_name_that_no_query_uses_is_told() =>
        Assert.Contains(
            "No query uses the parameter 'hosst'.",
            Assert.Single(_shell.Run("Invoke-MdeHuntingQuery DeviceInfo, DeviceInfo -Parameter @{ hosst = 1 }").ThrowIfFailed().Warnings)
        );

    [Theory]
    [InlineData("")]
    [InlineData("-AsResult")]
    [InlineData("-Timespan 7d")]
    public void A_place_in_an_error_is_that_of_the_users_text(string how)
    {
        var error = _shell
            .Run(
                $"Invoke-MdeHuntingQuery \"DeviceInfo `n| where DeviceName == a and DeviceName in (b)`n| extend x = (1 + )\" -Parameter @{{ a = 'x'; b = 'y' }} {how}"
            )
            .Error;

        Assert.Contains("is line 3 of the query", error.ToString());
    }

    [Fact]
    public void A_place_in_a_refusal_of_ours_is_that_of_the_users_text() =>
        Assert.Contains(
            "(line 2, column 12)",
            _shell.Run("Invoke-MdeHuntingQuery \"DeviceInfo | where DeviceName == a`n| evaluate mine()\" -Timespan 7d -Parameter @{ a = 'x' }").Error.ToString()
        );

    [Theory]
    [InlineData("print p")]
    [InlineData("print p | where nothing == p")]
    [InlineData("print p | whree p")]
    [InlineData("DeviceEvents | where p == 'x' | take 1 -Timespan 1d")]
    public void A_secret_is_in_no_stream_and_in_no_result(string query)
    {
        foreach (var how in new[] { "-WhatIf", "-AsResult -Verbose -Debug", "-Timespan 1d -Split 12h -Verbose -Debug -WhatIf" })
        {
            var result = _shell.Run(
                $"$DebugPreference = 'Continue'; Invoke-MdeHuntingQuery $args[0] -Parameter @{{ p = $args[1] }} {how}",
                query.Replace(" -Timespan 1d", string.Empty),
                TestSecret.Of("Tr0ub4dor\"&3")
            );
            var told = string.Join(
                '\n',
                [
                    .. result.Output.Where(one => how.Contains("-WhatIf", StringComparison.Ordinal)).Select(one => one.ToString()),
                    .. result.Output.Select(one => one.BaseObject is MdeHuntingResult full ? full.Query + string.Join(' ', full.Notes) : string.Empty),
                    .. result.Errors.Select(error => $"{error} {error.Exception} {error.TargetObject}"),
                    .. result.Verbose,
                    .. result.Debug,
                    .. result.Warnings,
                    _shell.Screen.Text,
                ]
            );

            Assert.DoesNotContain("Tr0ub4dor", told);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    public void Tab_offers_the_parameters_that_the_query_declares(string typed)
    {
        var line = $"Invoke-MdeHuntingQuery 'declare query_parameters(hosts:dynamic, since:datetime); print 1' -Parameter {typed}";

        var found = _shell.Run("(TabExpansion2 $args[0] $args[0].Length).CompletionMatches.CompletionText", line).ThrowIfFailed();

        Assert.Equal(
            ["@{ hosts = @(); since = (Get-Date).AddDays(-7) }", "@{ hosts = @() }", "@{ since = (Get-Date).AddDays(-7) }"],
            found.Output.Select(text => text.ToString())
        );
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery -Path ./hunt.kql -Parameter ")]
    [InlineData("Invoke-MdeHuntingQuery -Path ./h*.kql -Parameter ")]
    [InlineData("Invoke-MdeHuntingQuery -LiteralPath hunt.kql -Parameter ")]
    [InlineData("Invoke-MdeHuntingPack -Path ./hunt.kql -Parameter ")]
    public void Tab_offers_the_parameters_that_a_file_declares(string line)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "hunt.kql"), "declare query_parameters(hosts:dynamic);\nDeviceEvents | where DeviceName in (hosts)\n");

        var found = _shell
            .Run(
                "Push-Location $args[1]; try { (TabExpansion2 $args[0] $args[0].Length).CompletionMatches.CompletionText } finally { Pop-Location }",
                line,
                folder
            )
            .ThrowIfFailed();

        Assert.Equal("@{ hosts = @() }", Assert.Single(found.Output).ToString());
    }

    [Theory]
    [InlineData("", "the values of -Parameter are ahead of it")]
    [InlineData(" -Timespan 7d", "the time filters and the values of -Parameter are ahead of it")]
    public void What_is_ahead_of_the_query_is_named(string time, string told)
    {
        var error = _shell.Run($"Invoke-MdeHuntingQuery \"DeviceEvents`n| extend x = (v + )\" -Parameter @{{ v = 'x' }}{time}").Error;

        Assert.Contains(told, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("is line 2 of the query", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_seen_in_a_value_has_no_place_in_the_query()
    {
        var run = _shell.Run("Invoke-MdeHuntingQuery 'print x = v' -Parameter @{ v = \"a`u{200b}b\" }");

        Assert.DoesNotContain(run.Warnings, warning => warning.Contains("line ", StringComparison.Ordinal));
        Assert.Contains(run.Warnings, warning => warning.Contains("MDE302, a value of -Parameter: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_of_several_queries_takes_the_values_that_it_declares()
    {
        const string queries = "'print x = a', 'declare query_parameters(b:int); print x = b'";

        var run = _shell.Run($"Invoke-MdeHuntingQuery {queries} -Parameter @{{ a = 'one'; b = 2; c = 3 }}").ThrowIfFailed();

        Assert.Equal(["one", "2"], run.Output.Select(row => $"{row.Properties["x"].Value}"));
        Assert.Equal("No query uses the parameter 'c'.", Assert.Single(run.Warnings));
        Assert.Equal(
            "ParameterUnknown",
            _shell.Run("Invoke-MdeHuntingQuery 'declare query_parameters(b:int); print x = b' -Parameter @{ a = 1; b = 2 }").ErrorId
        );
    }

    private static bool IsWhole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private sealed record Holder(string Cell);
}
