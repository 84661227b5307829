using MdeHunting.Hunting;
using MdeHunting.Schema;
using Xunit;

namespace MdeHunting.Tests.Schema;

public class MisspellingTests
{
    [Theory]
    [InlineData("'where' operator: Failed to resolve table or column expression named 'EmailEvent'. Fix semantic errors in your query.", "EmailEvent | take 1", "EmailEvents")]
    [InlineData("'project' operator: Failed to resolve scalar expression named 'FileNam'. Fix semantic errors in your query.", "DeviceEvents | project FileNam", "FileName")]
    [InlineData("'where' operator: Failed to resolve column named 'filename'.", "DeviceEvents | where filename == ''", "FileName")]
    [InlineData("Failed to resolve entity 'AlertInf'", "AlertInf", "AlertInfo")]
    [InlineData("'summarize' operator: Failed to resolve scalar expression named 'Tota'.", "AlertInfo | summarize Total = count() | where Tota > 1", "Total")]
    [InlineData("'where' operator: Failed to resolve scalar expression named 'Severty'.", "let T = ['AlertInfo']; T | where Severty == 'High'", "Severity")]
    public void A_refused_name_comes_back_with_the_nearest_one(string words, string query, string meant)
    {
        var explained = Misspelling.Explain(Refused(words), query, KnownTables.Bundled.All);

        Assert.Equal(meant, explained.Suggestions[0]);
        Assert.Contains($"Did you mean '{meant}'", explained.NextStep);
        Assert.Contains("Correct it and run it again.", explained.NextStep);
        Assert.Equal(words, explained.ServiceMessage);
        Assert.Equal("QueryRefused", explained.ErrorId);
    }

    [Theory]
    [InlineData("The query contains syntax errors: '|' is unexpected.", "AlertInfo ||")]
    [InlineData("'where' operator: Failed to resolve scalar expression named 'Zzz'.", "AlertInfo | where Zzz")]
    [InlineData("'project' operator: Failed to resolve scalar expression named 'SHA25'.", "AlertInfo | project SHA25")]
    [InlineData("Unknown function: 'ipv4_is_privat'.", "AlertInfo | where ipv4_is_privat('')")]
    public void Where_nothing_is_near_the_refusal_stays_as_it_is(string words, string query)
    {
        var refusal = Refused(words);

        Assert.Same(refusal, Misspelling.Explain(refusal, query, KnownTables.Bundled.All));
    }

    [Fact]
    public void A_retired_table_comes_back_with_its_successor()
    {
        var explained = Misspelling.Explain(Refused("Failed to resolve table or column expression named 'AADSignInEventsBeta'."), "AADSignInEventsBeta", KnownTables.Bundled.All);

        Assert.Equal(["EntraIdSignInEvents"], explained.Suggestions);
        Assert.Contains("retired on 2025-12-09", explained.NextStep);
    }

    [Fact]
    public void What_the_tenant_is_known_to_have_counts()
    {
        KnownTable[] tables = [new("Proxy_CL", [new("UrlHost_s", "string")])];

        var explained = Misspelling.Explain(Refused("Failed to resolve scalar expression named 'UrlHost'."), "Proxy_CL | project UrlHost", tables);

        Assert.Equal(["UrlHost_s"], explained.Suggestions);
    }

    private static HuntingException Refused(string words) =>
        new(HuntingFailure.QueryRefused, $"The service does not accept the query: {words}", "Correct it and run it again.") { ServiceMessage = words, RequestId = "1" };
}
