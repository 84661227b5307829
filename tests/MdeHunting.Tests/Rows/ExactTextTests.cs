using System.Globalization;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Rows;

public class ExactTextTests
{
    public static TheoryData<string> Cultures => ["fi-FI", "ar-SA", "th-TH", "de-DE", "fa-IR"];

    /// <summary>Export-Csv's way: each property's value, asked for its text.</summary>
    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task A_rows_text_is_the_same_in_every_culture(string culture)
    {
        const string json = """
            {"Schema":[{"Name":"T","Type":"DateTime"},{"Name":"L","Type":"Int64"},{"Name":"I","Type":"Int32"},{"Name":"R","Type":"Double"},{"Name":"N","Type":"Double"},
                       {"Name":"M","Type":"SqlDecimal"},{"Name":"S","Type":"TimeSpan"},{"Name":"B","Type":"SByte"},{"Name":"D","Type":"Object"},{"Name":"A","Type":"Object"},
                       {"Name":"G","Type":"Guid"},{"Name":"Z","Type":"String"},{"Name":"X","Type":"Unknown"}],
             "Results":[{"T":"2022-03-07T21:34:30.1187436Z","L":-1234567,"I":-7,"R":-0.1,"N":"NaN","M":1.50,"S":"-1.02:03:04.5","B":1,"D":{"t":-0.5,"n":-1},"A":[-1.5,"x"],
                         "G":"5f804853-e3b1-447b-9a8b-6d3e1257c72a","Z":null,"X":-12345678901234567890}]}
            """;
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var row = (await StubService.Of(json).HuntAsync()).Rows.Single();

            Assert.Equal(
                [
                    "2022-03-07T21:34:30.1187436Z",
                    "-1234567",
                    "-7",
                    "-0.1",
                    "NaN",
                    "1.50",
                    "-1.02:03:04.5000000",
                    "True",
                    """{"t":-0.5,"n":-1}""",
                    """[-1.5,"x"]""",
                    "5f804853-e3b1-447b-9a8b-6d3e1257c72a",
                    null,
                    "-12345678901234567890",
                ],
                row.Properties.Select(p => p.Value?.ToString())
            );
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task A_script_that_asks_whether_it_may_read_a_property_reads_the_value_itself()
    {
        var row = (
            await StubService
                .Of("""{"Schema":[{"Name":"T","Type":"DateTime"},{"Name":"A","Type":"Object"}],"Results":[{"T":"2022-03-07T21:34:30Z","A":[1,2]}]}""")
                .HuntAsync()
        ).Rows.Single();
        using var shell = new Shell();

        var result = shell
            .Run(
                """
                param($row)
                ($row.PSObject.Properties | Where-Object IsGettable | ForEach-Object { $_.Value.GetType().Name }) -join ' '
                $null = $row.PSObject.Properties | Select-Object Name, IsGettable
                $row.A.Count
                '{0:yyyy}' -f $row.T
                """,
                row
            )
            .ThrowIfFailed();

        Assert.Equal(["DateTime Object[]", "2", "2022"], result.Output.Select(o => o.ToString()));
    }

    [Fact]
    public async Task To_a_script_the_values_are_still_what_they_are()
    {
        var row = (
            await StubService
                .Of(
                    """{"Schema":[{"Name":"T","Type":"DateTime"},{"Name":"R","Type":"Double"},{"Name":"D","Type":"Object"}],"Results":[{"T":"2022-03-07T21:34:30Z","R":0.5,"D":{"list":[1,2]}}]}"""
                )
                .HuntAsync()
        ).Rows.Single();
        using var shell = new Shell();

        var result = shell
            .Run(
                """
                param($row)
                $row.T -is [datetime]
                $row.T -eq [datetime]::new(2022, 3, 7, 21, 34, 30, [DateTimeKind]::Utc)
                $row.T.AddDays(1).Day
                $row.T.Kind.ToString()
                ($row.T - $row.T.AddHours(-1)).TotalMinutes
                $row.R * 3
                $row.R -is [double]
                $row.D.list.Count
                $row.D.list[1]
                $row.D.list -is [array]
                ($row.D.list | ForEach-Object { $_ * 10 }) -join ','
                "$($row.T.ToString())|$($row.R)|$($row.D)"
                $row.T.ToString('yyyy')
                $row.R.ToString('N2', [cultureinfo]::GetCultureInfo('fi-FI'))
                $row.T.ToString([cultureinfo]::GetCultureInfo('en-US')) -like '3/7/2022*'
                '{0:yyyy-MM}|{1:00.0}|{0}|{2}' -f $row.T, $row.R, $row.D
                [Collections.Generic.List[object]]::new([object[]]@($row.T))[0].GetType().Name
                $row.T = 'changed'; $row.T
                """,
                row
            )
            .ThrowIfFailed();

        Assert.Equal(
            [
                true,
                true,
                8,
                "Utc",
                60.0,
                1.5,
                true,
                2,
                2L,
                true,
                "10,20",
                "2022-03-07T21:34:30.0000000Z|0.5|{\"list\":[1,2]}",
                "2022",
                "0,50",
                true,
                "2022-03|00.5|2022-03-07T21:34:30.0000000Z|{\"list\":[1,2]}",
                "DateTime",
                "changed",
            ],
            result.Output.Select(a => a.BaseObject)
        );
    }
}
