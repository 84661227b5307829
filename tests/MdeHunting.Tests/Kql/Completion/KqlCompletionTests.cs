using System.Text.RegularExpressions;
using CsCheck;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Completion;
using MdeHunting.Lab.Kql;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Kql.Completion;

/// <summary>What is suggested at the bar of a query.</summary>
public partial class KqlCompletionTests
{
    private const string Hard = """
        let hashes = dynamic(["a","b"]); let Recent = DeviceProcessEvents | where Timestamp > ago(1d) and SHA256 in (hashes);
        Recent | join kind=inner (DeviceNetworkEvents | summarize Hits = count() by DeviceId, bin(Timestamp, 1h)) on DeviceId // note
        | extend x = iff(FileName has "a'b", @'c:\d', "e\"f") | mv-expand todynamic(AdditionalFields) | project-away *Id | order by Hits desc
        """;

    [Theory]
    [InlineData("DevicePro|", "DeviceProcessEvents")]
    [InlineData("devicepro|", "DeviceProcessEvents")]
    [InlineData("let x = DevicePro|", "DeviceProcessEvents")]
    [InlineData("let x = 1; DevicePro|", "DeviceProcessEvents")]
    [InlineData("union DeviceEvents, DevicePro|", "DeviceProcessEvents")]
    [InlineData("union isfuzzy=true DevicePro|", "DeviceProcessEvents")]
    [InlineData("union (DevicePro|", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | union DevicePro|", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | join (DevicePro|", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | join kind=inner (DevicePro|", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | join kind=inner hint.strategy=broadcast (DevicePro|", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | join kind=inner DevicePro|", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | lookup kind=leftouter (DevicePro|", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | where DeviceId in (DevicePro|", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | where DeviceId in~ (DevicePro|", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | where DeviceId !in (DevicePro|", "DeviceProcessEvents")]
    [InlineData("let f = () { DevicePro|", "DeviceProcessEvents")]
    [InlineData("let n = toscalar(DevicePro|", "DeviceProcessEvents")]
    [InlineData("(DevicePro|", "DeviceProcessEvents")]
    [InlineData("let Mine = DeviceEvents; Min|", "Mine")]
    [InlineData("let Mine = DeviceEvents; union Min|", "Mine")]
    public void A_table_belongs_there(string typed, string expected) => Assert.Contains(expected, Suggest(typed));

    [Theory]
    [InlineData("DeviceNetworkEvents | join kind=inner (DeviceInfo | where |", "PublicIP", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | join kind=inner (DeviceInfo | where RemoteI|", "", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | lookup (DeviceInfo | where RemoteI|", "", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | union (DeviceInfo | where RemoteI|", "", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | where DeviceId in ((DeviceInfo | where RemoteI|", "", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | where DeviceId in ((DeviceInfo | where |", "PublicIP", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | where DeviceId in (DeviceInfo | where RemoteI|", "", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | where DeviceId in~ (DeviceInfo | where isnotempty(RemoteI|", "", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | join (DeviceInfo | summarize c = count() by Remo|", "", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | join (DeviceInfo | project Pub|", "PublicIP", "RemoteIP")]
    [InlineData("DeviceNetworkEvents | where FileName == toscalar(DeviceInfo | project Remo|", "", "RemoteIP")]
    public void Within_brackets_the_columns_are_those_of_the_rows_there(string typed, string expected, string outer)
    {
        var found = Suggest(typed);

        Assert.True(expected.Length == 0 || found.Contains(expected));
        Assert.DoesNotContain(outer, found);
    }

    [Theory]
    [InlineData("summarize percentile(ProcessId, 95)", "percentile_", "percentile_ProcessId_95")]
    [InlineData("summarize percentiles(ProcessId, 5, 95)", "percentile_", "percentile_ProcessId_5 percentile_ProcessId_95")]
    [InlineData("summarize arg_min(Timestamp, FileName), arg_max(Timestamp, FileName) by DeviceId", "", "DeviceId Timestamp FileName Timestamp1 FileName1")]
    [InlineData("summarize arg_max(Timestamp, FileName), arg_max(ProcessId, *) by DeviceId", "FileN", "FileName FileName1")]
    [InlineData("summarize arg_max(Timestamp, *) by DeviceId", "DeviceI", "DeviceId")]
    public void Columns_of_groups_have_the_names_that_the_service_makes(string step, string typed, string expected) =>
        Assert.Equal(expected.Split(' '), Suggest($"DeviceProcessEvents | {step} | project {typed}|").Where(name => !name.EndsWith('(')));

    [Theory]
    [InlineData("DeviceEvents | |", "where")]
    [InlineData("DeviceEvents | proj|", "project")]
    [InlineData("DeviceEvents | project-aw|", "project-away")]
    [InlineData("DeviceEvents | project-|", "project-keep")]
    [InlineData("DeviceEvents | where a == 1 | summ|", "summarize")]
    [InlineData("DeviceEvents | join (AlertInfo | wh|", "where")]
    [InlineData("DeviceEvents\n| mv-|", "mv-expand")]
    [InlineData("|let|", "let")]
    public void An_operator_belongs_there(string typed, string expected) => Assert.Contains(expected, Suggest(typed));

    [Theory]
    [InlineData("DeviceProcessEvents | where FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | where FileName == 'a' and Proc|", "ProcessCommandLine")]
    [InlineData("DeviceProcessEvents | where (isnotempty(FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | project Timestamp, FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | extend x = strcat(FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | summarize count() by FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | summarize dcount(FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | order by Time|", "Timestamp")]
    [InlineData("DeviceProcessEvents | project Name = FileName | where Na|", "Name")]
    [InlineData("DeviceProcessEvents | extend Score = 1 | where Sco|", "Score")]
    [InlineData("DeviceProcessEvents | summarize Total = count() by FileName | where Tot|", "Total")]
    [InlineData("DeviceProcessEvents | summarize count() by FileName | where cou|", "count_")]
    [InlineData("DeviceProcessEvents | summarize count() by bin(Timestamp, 1h) | order by Time|", "Timestamp")]
    [InlineData("DeviceProcessEvents | project-rename Exe = FileName | where Ex|", "Exe")]
    [InlineData("DeviceProcessEvents | join (AlertInfo | project Title, DeviceId = AlertId) on DeviceId | where Tit|", "Title")]
    [InlineData("DeviceProcessEvents | join DeviceInfo on Devi|", "DeviceId")]
    [InlineData("let T = AlertInfo | project Title; T | where Tit|", "Title")]
    [InlineData("union AlertInfo, DeviceInfo | where Sever|", "Severity")]
    [InlineData("(AlertInfo | project Title) | where Tit|", "Title")]
    [InlineData("GraphApiAuditEvents | where Applica|", "ApplicationId")]
    [InlineData("AlertInfo | evaluate pivot(Severity) | where Tit|", "Title")]
    [InlineData("AlertInfo | where Timestamp > ago(1d) // why\n| where Tit|", "Title")]
    [InlineData("DeviceProcessEvents | project-away ['File*'] | where FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | project-away Device?d | where DeviceI|", "DeviceId")]
    [InlineData("DeviceProcessEvents | serialize Number = row_number() | where Numb|", "Number")]
    [InlineData("DeviceProcessEvents | summarize arg_max(Timestamp, *) by DeviceId | where FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | summarize argmin(Timestamp, FileName) by DeviceId | where FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | summarize take_any(FileName) by DeviceId | where FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | summarize take_any(FileName) by DeviceId | where DeviceI|", "DeviceId")]
    public void A_column_of_the_rows_belongs_there(string typed, string expected) => Assert.Contains(expected, Suggest(typed));

    [Theory]
    [InlineData("DeviceProcessEvents | project Timestamp | where FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | project-away FileName, *Id | where FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | project-away *Id | where DeviceI|", "DeviceId")]
    [InlineData("DeviceProcessEvents | project-keep Device* | where FileN|", "FileName")]
    [InlineData("DeviceProcessEvents | count | where FileN|", "FileName")]
    [InlineData("AlertInfo | where FileN|", "FileName")]
    [InlineData("AlertInfo | Titl|", "Title")]
    [InlineData("DevicePro|", "FileName")]
    [InlineData("DeviceProcessEvents | summarize take_any(FileName) by DeviceId | where Time|", "Timestamp")]
    [InlineData("DeviceProcessEvents | summarize argmax(Timestamp, FileName) by DeviceId | where Sha|", "SHA256")]
    [InlineData("DeviceProcessEvents | summarize sum(ProcessId + 1) | where sum|", "sum_ProcessId")]
    public void What_is_not_there_is_not_suggested(string typed, string unexpected) => Assert.DoesNotContain(unexpected, Suggest(typed));

    [Theory]
    [InlineData("AlertInfo | where Title has|", "has_any")]
    [InlineData("AlertInfo | where AlertId == ad5e9ab1-1111-4111-8111-111111111111 an|", "and")]
    [InlineData("AlertInfo | where Title !ha|", null)]
    [InlineData("AlertInfo | where Title == 'x' an|", "and")]
    [InlineData("AlertInfo | order by Timestamp de|", "desc")]
    [InlineData("AlertInfo | order b|", "by")]
    [InlineData("AlertInfo | summarize count() b|", "by")]
    [InlineData("AlertInfo | join kind=left|", "leftanti")]
    [InlineData("AlertInfo | join kin|", "kind=")]
    [InlineData("AlertInfo | where isnote|", "isnotempty(")]
    [InlineData("AlertInfo | summarize arg_m|", "arg_max(")]
    [InlineData("AlertInfo | evaluate bag_un|", "bag_unpack(")]
    public void Words_and_functions_belong_where_the_language_has_them(string typed, string? expected)
    {
        if (expected is not null)
        {
            Assert.Contains(expected, Suggest(typed));
        }
    }

    [Theory]
    [InlineData("AlertInfo | where Title == 'Dev|")]
    [InlineData("AlertInfo | where Title == \"Dev|")]
    [InlineData("AlertInfo | where Title == 'a'|")]
    [InlineData("AlertInfo // Dev|")]
    [InlineData("AlertInfo | take 1|")]
    [InlineData("AlertInfo | take |")]
    [InlineData("AlertInfo | where a.Dev|")]
    [InlineData("AlertInfo | where x == dynamic({\"Dev|")]
    [InlineData("AlertInfo | where x == ```Dev|")]
    public void Within_texts_comments_and_numbers_nothing_is_suggested(string typed) => Assert.Empty(Suggest(typed));

    [Theory]
    [InlineData("summarize count(), sum(Id), sum(Id + 1), avg(Id), min(At), max(At), dcount(Name), count_distinct(Name), countif(Id > 1)")]
    [InlineData("summarize make_set(Name), make_list(Id), make_bag(Fields), make_set_if(Id, Id > 1)")]
    [InlineData("summarize arg_max(At, *) by Name")]
    [InlineData("summarize arg_min(At, Name)")]
    [InlineData("summarize take_any(Name), take_any(Id) by At")]
    [InlineData("summarize take_any(*) by Name")]
    [InlineData("summarize Total = count() by bin(At, 1h), Key = Name")]
    [InlineData("summarize count() by startofday(At), tolower(Name), strlen(Name)")]
    [InlineData("project Name, tostring(Id), tolower(Name), New = Id + 1, strlen(Name), bin(At, 1d)")]
    [InlineData("extend New = 1, Name = 'x'")]
    [InlineData("distinct Name, Id")]
    [InlineData("project-away Fields | distinct *")]
    [InlineData("project-away Na*")]
    [InlineData("project-rename Other = Name")]
    [InlineData("count")]
    public void The_columns_are_those_that_an_engine_gives(string operators)
    {
        KqlColumn[] columns = [new("At", KqlType.DateTime), new("Id", KqlType.Long), new("Name", KqlType.String), new("Fields", KqlType.Dynamic)];
        var database = new KqlDatabase(new Dictionary<string, KqlTable> { ["T"] = new("T", columns, []) }, DateTime.UnixEpoch);
        KnownTable[] tables = [new("T", [.. columns.Select(column => new KnownColumn(column.Name, "string"))])];
        var query = $"T | {operators}";

        // What is called Column1 here may be another there.
        Assert.Equal(
            KqlEngine.Run(query, database).Columns.Select(column => column.Name).Where(name => !Numbered().IsMatch(name)).Order(StringComparer.Ordinal),
            KqlCompletion
                .Complete($"{query} | project ", query.Length + 11, tables)
                .Items.Where(item => item.Kind == CompletionItemKind.Column)
                .Select(item => item.Text)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_word_is_what_is_replaced_and_what_follows_does_not_matter()
    {
        var found = KqlCompletion.Complete("AlertInfo | where Sev == 'High' | take 1", 21, TableCatalog.Bundled.All);

        Assert.Equal((18, 3), (found.Start, found.Length));
        Assert.Equal(["Severity"], found.Items.Select(item => item.Text));
        Assert.Equal("string", found.Items[0].Meaning);
    }

    [Fact]
    public void A_retired_table_comes_last_and_says_so()
    {
        var tables = KqlCompletion.Complete("A", 1, TableCatalog.Bundled.All).Items.Where(item => item.Kind == CompletionItemKind.Table).ToList();

        Assert.Equal("AgentsInfo", tables[0].Text);
        Assert.Contains("Retired on 2026-07-01: use AgentsInfo", tables[^1].Meaning);
    }

    [Fact]
    public void The_tenants_own_tables_count_and_odd_names_are_bracketed()
    {
        KnownTable[] tables = [new("Proxy_CL", [new("Url Host", "string")])];

        Assert.Equal(
            ["Proxy_CL"],
            KqlCompletion.Complete("Pro", 3, tables).Items.Where(item => item.Kind == CompletionItemKind.Table).Select(item => item.Text)
        );
        Assert.Contains("['Url Host']", KqlCompletion.Complete("Proxy_CL | where ", 17, tables).Items.Select(item => item.Text));
    }

    [Fact]
    public void Any_text_is_taken_at_any_place() =>
        Gen.Select(Gen.Int[0, Hard.Length], Gen.Int[0, Hard.Length], Gen.String[Gen.Char["|;()[]{}'\"`,.=-~!/\\ \nabDet01"], 0, 12])
            .Sample(
                (cut, place, noise) =>
                {
                    var text = Hard[..cut] + noise + Hard[cut..];
                    var found = KqlCompletion.Complete(text, Math.Min(place, text.Length), TableCatalog.Bundled.All);
                    Assert.True(found.Start >= 0 && found.Start + found.Length <= text.Length);
                    Assert.All(found.Items, item => Assert.NotEmpty(item.Text));
                }
            );

    [Theory]
    [InlineData("(")]
    [InlineData("union (")]
    [InlineData("T | join (")]
    [InlineData("a | b | ")]
    [InlineData("let x = (")]
    [InlineData("x = (T | where (")]
    public void Deep_and_long_texts_end(string part) => KqlCompletion.Complete(string.Concat(Enumerable.Repeat(part, 5_000)), -1, TableCatalog.Bundled.All);

    // With work that grows by the square of the text, each of these takes minutes.
    [Theory]
    [InlineData("DeviceInfo | where ", "(")]
    [InlineData("DeviceInfo", " | extend a = 1")]
    public void Behind_a_long_beginning_there_are_suggestions(string beginning, string part) =>
        Assert.NotEmpty(
            KqlCompletion
                .Complete(
                    $"{beginning}{string.Concat(Enumerable.Repeat(part, 30_000))}{(part == "(" ? string.Empty : " | where ")}",
                    -1,
                    TableCatalog.Bundled.All
                )
                .Items
        );

    [Fact]
    public void In_published_queries_every_table_and_operator_would_have_been_suggested()
    {
        var missed = Corpus.Queries().SelectMany(query => Misses(query.Text)).ToList();
        Assert.True(missed.Count <= 5, string.Join("\n", missed));
    }

    private static IEnumerable<string> Misses(string query)
    {
        var text = new MdeHunting.Kql.SourceText(query);
        for (var i = 0; i < text.Significant.Count; i++)
        {
            var token = text.Significant[i];
            if (token.Kind != MdeHunting.Kql.KqlTokenKind.Identifier)
            {
                continue;
            }

            var word = text.TextOf(token);
            var isTable = TableCatalog.Bundled.Find(word) is not null;
            var isOperator = i > 0 && text.Significant[i - 1].Kind == MdeHunting.Kql.KqlTokenKind.Pipe;
            if (
                (isTable || isOperator)
                && !KqlCompletion
                    .Complete(query, token.Start + Math.Max(1, token.Length - 1), TableCatalog.Bundled.All)
                    .Items.Any(item => item.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            )
            {
                yield return $"{word} in …{query[Math.Max(0, token.Start - 40)..token.End].ReplaceLineEndings(" ")}";
            }
        }
    }

    // The bar is the cursor: the last one of the text.
    private static IReadOnlyList<string> Suggest(string typed)
    {
        var cursor = typed.LastIndexOf('|');
        var query = typed.StartsWith("|", StringComparison.Ordinal) && cursor > 0 ? typed[1..cursor] : typed[..cursor];
        return [.. KqlCompletion.Complete(query, query.Length, TableCatalog.Bundled.All).Items.Select(item => item.Text)];
    }

    [GeneratedRegex("^Column[0-9]+$")]
    private static partial Regex Numbered();
}
