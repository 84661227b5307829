using MdeHunting.TestKit;
using MdeHunting.Tests.Running;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>Every parameter that takes a duration takes the same forms, and says the same of what is none.</summary>
public sealed class DurationTests(QueryBatchTests.TwoTenants tenants) : IClassFixture<QueryBatchTests.TwoTenants>
{
    private readonly Shell _shell = tenants.Lab.Shell;

    public static TheoryData<string, string> Forms()
    {
        var data = new TheoryData<string, string>();
        foreach (var parameter in new[] { "Timespan", "Split 12h -Timespan", "Timespan 2w -Split", "RetryTimeout", "MaxQuotaWait", "TimeoutSec" })
        {
            foreach (var form in new[] { "24h", "([timespan]::FromHours(23))", "PT24H", "1d", "24hours", "23:59:00" })
            {
                data.Add(parameter, form);
            }

            if (parameter != "TimeoutSec")
            {
                data.Add(parameter, "1w");
                data.Add(parameter, "1W");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_duration_is_taken(string parameter, string form) =>
        _shell.Run($"Invoke-MdeHuntingQuery DeviceInfo -Connection Contoso -WhatIf -{parameter} {form}").ThrowIfFailed();

    [Theory]
    [InlineData("24", "write 24d for days, 24h for hours")]
    [InlineData("'last 24h'", "Write 24h.")]
    [InlineData("'last 7 days'", "Write 7d.")]
    [InlineData("'the past week'", "Write 1w.")]
    [InlineData("'24 hours ago'", "Write 24h.")]
    [InlineData("P1M", "Months and years aren't supported, because their lengths differ. Specify days, such as 30d or P30D.")]
    [InlineData("P1Y2M", "Months and years aren't supported")]
    [InlineData("'last month'", "Months and years aren't supported")]
    public void What_is_none_gets_the_form_that_is_meant(string form, string advice)
    {
        foreach (var parameter in new[] { "Timespan", "Split", "RetryTimeout", "MaxQuotaWait" })
        {
            var error = _shell.Run($"Invoke-MdeHuntingQuery DeviceInfo -Connection Contoso -{parameter} {form}").Error;

            Assert.Contains($"for -{parameter} isn't valid", error.ToString());
            Assert.Contains(advice, error.ToString());
        }
    }

    [Fact]
    public void A_month_behind_a_start_is_told() =>
        Assert.Contains(
            "Months and years aren't supported",
            _shell.Run("Invoke-MdeHuntingQuery DeviceInfo -Connection Contoso -Timespan 2026-11-01/P1M").Error.ToString()
        );

    [Fact]
    public void Names_that_other_commands_use_are_understood() =>
        _shell.Run("Invoke-MdeHuntingQuery 'print 1' -Connection Contoso -WhatIf -MaximumRetryCount 2 -ReserveQuotaPercent 10").ThrowIfFailed();
}
