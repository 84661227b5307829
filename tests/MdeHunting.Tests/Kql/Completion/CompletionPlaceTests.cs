using MdeHunting.Kql.Completion;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Kql.Completion;

/// <summary>What belongs to a place within an operator, a subquery or a function of the query's own.</summary>
public sealed class CompletionPlaceTests
{
    [Theory]
    [InlineData("DeviceEvents | mv-apply x = parse_json(AdditionalFields) on (", "where")]
    [InlineData("DeviceEvents | mv-apply x = parse_json(AdditionalFields) on (where ", "x")]
    [InlineData("DeviceEvents | mv-apply x = parse_json(AdditionalFields) on (where Fi", "FileName")]
    [InlineData("DeviceEvents | mv-apply x = parse_json(AdditionalFields) on (where isnotempty(Fi", "FileName")]
    [InlineData("DeviceEvents | mv-expand x = split(FolderPath, 'x') to typeof(str", "string")]
    [InlineData("DeviceEvents | partition by DeviceId (", "top")]
    [InlineData("DeviceEvents | partition by DeviceId (top 1 by ", "Timestamp")]
    [InlineData("DeviceEvents | partition hint.strategy=native by DeviceId (where Fi", "FileName")]
    [InlineData("DeviceEvents | fork (", "where")]
    [InlineData("DeviceEvents | fork (where Fi", "FileName")]
    [InlineData("DeviceEvents | fork a=(where Fi", "FileName")]
    [InlineData("DeviceEvents | fork (where FileName == 'x') (where Fi", "FileName")]
    [InlineData("DeviceEvents | facet by DeviceId with (where Fi", "FileName")]
    [InlineData("DeviceEvents | scan with (", "step")]
    [InlineData("DeviceEvents | scan with (step s1: Fi", "FileName")]
    [InlineData("DeviceEvents | scan with (step s1: isnotempty(Fi", "FileName")]
    [InlineData("DeviceEvents | scan with (step s1: true; st", "step")]
    [InlineData("DeviceEvents | scan declare (total:long = 0) with (step s1: true => tot", "total")]
    public void Within_a_subquery_the_columns_of_its_rows(string query, string expected) => Assert.Contains(expected, Suggest(query));

    [Theory]
    [InlineData("let yy = 1; print ", "yy")]
    [InlineData("let yy = 1; print y", "yy")]
    [InlineData("let yy = 1; print x = strcat(y", "yy")]
    [InlineData("print tolo", "tolower(")]
    [InlineData("let yy = 1; let zz = 2 + y", "yy")]
    [InlineData("let yy = 1; range x from y", "yy")]
    [InlineData("let yy = 1; DeviceEvents | take y", "yy")]
    [InlineData("let yy = 1; DeviceEvents | top y", "yy")]
    [InlineData("let yy = 'a'; let zz = 'b'; DeviceEvents | where FileName in (yy, z", "zz")]
    [InlineData("declare query_parameters(given:string); DeviceEvents | where FileName == gi", "given")]
    [InlineData("DeviceEvents | as Seen | union Se", "Seen")]
    [InlineData("let f = (given:string) { gi", "given")]
    [InlineData("let f = (given:string) { print gi", "given")]
    [InlineData("let f = (given:string) { tolower(gi", "given")]
    [InlineData("let f = (given:string) { tolo", "tolower(")]
    [InlineData("let f = (T:(a:long)) { ", "T")]
    public void The_querys_own_names(string query, string expected) => Assert.Contains(expected, Suggest(query));

    [Theory]
    [InlineData("DeviceEvents | evaluate ", "bag_unpack(")]
    [InlineData("DeviceEvents | invoke ", "FileProfile(")]
    [InlineData("DeviceEvents | invoke FileProfile(SH", "SHA1")]
    [InlineData("Assigned", "AssignedIPAddresses(")]
    [InlineData("let hosts = mater", "materialize")]
    [InlineData("DeviceEvents | serialize n = row_n", "row_number(")]
    [InlineData("DeviceEvents | distinct tolo", "tolower(")]
    [InlineData("DeviceEvents | where FileName !", "contains")]
    [InlineData("DeviceEvents | where FileName !st", "startswith")]
    [InlineData("DeviceEvents | summarize count() by DeviceId | render piechart w", "with")]
    [InlineData("externaldata(a:string)['https://contoso.example/a.csv'] ", "with")]
    [InlineData("search in (DeviceEvents, DeviceI", "DeviceInfo")]
    [InlineData("DeviceEvents | join kind=inner ", "DeviceInfo")]
    [InlineData("DeviceEvents | join kind=inner (DeviceInfo) ", "on")]
    [InlineData("DeviceEvents | lookup kind=", "leftouter")]
    [InlineData("union kind=", "inner")]
    [InlineData("DeviceEvents | sample-distinct 3 ", "of")]
    [InlineData("DeviceEvents | top-nested 3 of DeviceId by count(), top-nested 2 ", "of")]
    [InlineData("DeviceEvents | join kind=inner (DeviceInfo) on ", "DeviceId")]
    [InlineData("DeviceEvents | join kind=inner (DeviceInfo) on $l", "$left")]
    [InlineData("DeviceEvents | join kind=inner (DeviceInfo) on $left.DeviceId == ", "$right")]
    public void Functions_and_words_where_they_may_stand(string query, string expected) => Assert.Contains(expected, Suggest(query));

    [Theory]
    [InlineData("find in (DeviceEvents) ", "where")]
    [InlineData("find in (DeviceEvents, AlertInfo) where Ti", "Title")]
    [InlineData("find in (DeviceEvents) where isnotempty(FileN", "FileName")]
    [InlineData("find in (DeviceEvents) where FileName ", "has")]
    [InlineData("find where FileN", "FileName")]
    [InlineData("search in (DeviceEvents) Ti", "Timestamp")]
    [InlineData("search in (DeviceEvents) 'a' and Ti", "Timestamp")]
    [InlineData("declare query_par", "query_parameters(")]
    [InlineData("print datetime_diff(\"", "day")]
    [InlineData("DeviceEvents | extend x = datetime_diff('h", "hour")]
    [InlineData("DeviceEvents | extend x = datetime_part('", "Year")]
    public void Behind_what_a_query_begins_with_and_within_an_argument(string query, string expected) =>
        Assert.Contains(expected, Suggest(query), StringComparer.OrdinalIgnoreCase);

    [Theory]
    [InlineData("find in (AlertInfo) where Fi", "FileName")]
    [InlineData("search in (AlertInfo) Fi", "FileName")]
    [InlineData("print datetime_diff('day', '", "day")]
    public void Nothing_of_another_table_or_argument(string query, string name) => Assert.DoesNotContain(name, Suggest(query));

    [Theory]
    [InlineData("print ['my col'] = 1 | where m", "['my col']")]
    [InlineData("print ['my col'] = 1 | where [\"m", "my col\"]")]
    [InlineData("print ['my col'] = 1 | project ['", "my col']")]
    [InlineData("DeviceEvents | where [\"Fi", "FileName\"]")]
    public void A_name_in_brackets(string query, string expected) => Assert.Contains(expected, Suggest(query));

    [Theory]
    [InlineData("DeviceEvents | extend x = parse_json(AdditionalFields)[\"Fi")]
    [InlineData("print x = dynamic([\"Fi")]
    [InlineData("DeviceEvents | where FileName in (dynamic([\"Fi")]
    [InlineData("DeviceEvents | summarize count() by DeviceId | render ti x ")]
    [InlineData("DeviceEvents | parse-kv AdditionalFields as (Fi")]
    public void Nothing_where_a_text_follows(string query) => Assert.Empty(Suggest(query));

    [Theory]
    [InlineData("where Timestamp ", "== != < <= > >= in between !in !between")]
    [InlineData("where ProcessId ", "== != < <= > >= in between !in !between")]
    [InlineData("where FileName has 'a' and (Timestamp - 1d ", "== != < <= > >= in between !in !between")]
    [InlineData("extend Span = now() - Timestamp | where Span ", "== != < <= > >= in between !in !between")]
    [InlineData("where IsInitiatingProcessRemoteSession ", "== != and or")]
    [InlineData("where isnotempty(FileName) ", "== != and or")]
    [InlineData("where isnotempty(FileName) and FileName == 'a' ", "and or")]
    [InlineData("where FileName has_any ('a', 'b') ", "and or")]
    [InlineData("where Timestamp between (ago(2d) .. ago(1d)) ", "and or")]
    [InlineData("order by Timestamp ", "asc desc nulls first nulls last")]
    [InlineData("top 3 by Timestamp ", "asc desc")]
    [InlineData("make-series count() ", "default on")]
    [InlineData("make-series count() on Timestamp from ago(1d) to now() ", "step by")]
    [InlineData("make-series count() on Timestamp from ago(1d) ", "to step by")]
    [InlineData("make-series count() on Timestamp from ago(1d) to now() step 1h ", "by")]
    [InlineData("join kind=inner DeviceInfo on DeviceId ", "")]
    [InlineData("join kind=inner DeviceInfo on $left.DeviceId ", "==")]
    [InlineData("join kind=inner DeviceInfo on $left.DeviceId == ", "$left $right")]
    [InlineData("join kind=inner DeviceInfo on $left.DeviceId == $right.DeviceId ", "and")]
    [InlineData("project DeviceId, FileName, Own = 1 | join kind=inner DeviceInfo on ", "$left $right DeviceId")]
    [InlineData("join AlertInfo on Devi", "")]
    [InlineData("join kind=inner (DeviceInfo | project DeviceId, Other = 1) on DeviceId, ", "$left $right DeviceId")]
    [InlineData("summarize (aa, bb) = arg_max(Timestamp, FileName) by DeviceId | where ", "DeviceId aa bb")]
    [InlineData("summarize Last = arg_max(Timestamp, FileName) by DeviceId | where ", "DeviceId FileName Last")]
    public void Nothing_else_may_follow(string query, string expected) =>
        Assert.Equal(
            Sorted(expected.Replace("nulls ", "nulls_", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            Sorted(Suggest($"DeviceEvents | {query}").Select(text => text.Replace(' ', '_')))
        );

    [Theory]
    [InlineData("where FileName ", "==")]
    [InlineData("where FileName ", "matches regex")]
    [InlineData("extend Bag = parse_json(AdditionalFields) | where Bag ", ">=")]
    [InlineData("extend Bag = parse_json(AdditionalFields) | where Bag.a ", "has")]
    public void What_the_type_of_the_value_takes_may_follow(string query, string expected) => Assert.Contains(expected, Suggest($"DeviceEvents | {query}"));

    private static IEnumerable<string> Sorted(IEnumerable<string> words) => words.Order(StringComparer.Ordinal);

    private static IEnumerable<string> Suggest(string query) =>
        KqlCompletion.Complete(query, query.Length, TableCatalog.Bundled.All).Items.Select(item => item.Text);
}
