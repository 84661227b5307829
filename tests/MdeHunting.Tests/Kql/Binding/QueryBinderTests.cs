using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;
using Xunit;

namespace MdeHunting.Tests.Kql.Binding;

public sealed class QueryBinderTests
{
    [Theory]
    [InlineData("DeviceEvents | extend A = strlen(FileName) | project A, DeviceName | where Timestamp > ago(1d)", "UnknownColumn Timestamp")]
    [InlineData("DeviceEvents | summarize count() by DeviceName | where count_ > 1 and Timestamp > ago(1d)", "UnknownColumn Timestamp")]
    [InlineData("DeviceEvents | summarize arg_max(Timestamp, *) by DeviceId | project FileName, Fil", "UnknownColumn Fil")]
    [InlineData(
        "DeviceEvents | join kind=inner (AlertInfo | project DeviceId = AlertId) on DeviceId | project DeviceId1, DeviceId2",
        "UnknownColumn DeviceId2"
    )]
    [InlineData("DeviceEvents | join kind=leftsemi (AlertInfo) on $left.DeviceId == $right.AlertId | project Title", "UnknownColumn Title")]
    [InlineData("DeviceEvents | join kind=inner AlertInfo on DeviceId", "UnknownColumn DeviceId")]
    [InlineData(
        "DeviceEvents | lookup kind=leftouter (AlertInfo | project Title, AlertId) on $left.DeviceId == $right.AlertId | project Title, AlertId",
        "UnknownColumn AlertId"
    )]
    [InlineData("union AlertInfo, DeviceEvents | project Title, FileName, Nothing", "UnknownColumn Nothing")]
    [InlineData("DeviceEvents | mv-expand P = split(FolderPath, 'x') to typeof(string) | where P has 'x' and Q == 1", "UnknownColumn Q")]
    [InlineData("DeviceEvents | mv-apply P = split(FolderPath, 'x') on (where P has 'x' | project Last = P) | project Last, DeviceId, Q", "UnknownColumn Q")]
    [InlineData("DeviceEvents | parse FolderPath with * 'x' Rest:long * | where Rest > 1 and Restt > 1", "UnknownColumn Restt")]
    [InlineData("DeviceEvents | parse-kv FolderPath as (a:string) with (pair_delimiter=',') | project a, b", "UnknownColumn b")]
    [InlineData(
        "DeviceEvents | make-series n=count() on Timestamp step 1h by DeviceName | project n, Timestamp, DeviceName, FileName",
        "UnknownColumn FileName"
    )]
    [InlineData("DeviceEvents | project-away Device* | project Timestamp, DeviceName", "UnknownColumn DeviceName")]
    [InlineData("DeviceEvents | project-keep Device*, Timestamp | project Timestamp, DeviceName, FileName", "UnknownColumn FileName")]
    [InlineData("DeviceEvents | project-rename Name = FileName | project Name, FileName", "UnknownColumn FileName")]
    [InlineData("DeviceEvents | distinct DeviceName | where FileName == 'x'", "UnknownColumn FileName")]
    [InlineData("DeviceEvents | partition by DeviceId (top 1 by Timestamp | project DeviceId) | project FileName", "UnknownColumn FileName")]
    [InlineData("DeviceEvents | scan declare (n:long=0) with (step s: true => n = s.n + 1;) | project n, m", "UnknownColumn m")]
    [InlineData("DeviceEvents | count | where Count > 1 and count_ > 1", "UnknownColumn count_")]
    [InlineData("DeviceEvents | as E | where FileName == 'x' | union E | project Q", "UnknownColumn Q")]
    [InlineData("search in (AlertInfo) 'x' | where Timestamp > ago(1d) and FileName == 'x'", "UnknownColumn FileName")]
    [InlineData("range n from 1 to 3 step 1 | extend m = n + k", "UnknownColumn k")]
    [InlineData("AlertInfo | evaluate narrow() | project Column, Value, Title", "UnknownColumn Title")]
    [InlineData(
        "DeviceEvents | evaluate ipv4_lookup((AlertInfo | project Title, Net = AlertId), LocalIP, Net) | project Title, Net, Nett",
        "UnknownColumn Nett"
    )]
    [InlineData("DeviceEvents | top-nested 3 of DeviceName by count() | project DeviceName, aggregated_DeviceName, FileName", "UnknownColumn FileName")]
    [InlineData(
        "DeviceEvents | top-nested of DeviceName with others = 'x' by n = dcount(FileName) desc, top-nested 2 of Day = bin(Timestamp, 1d) by max(1) | project DeviceName, n, Day, aggregated_Day, Q",
        "UnknownColumn Q"
    )]
    [InlineData("DeviceEvents | top-nested 3 of DevicName by count()", "UnknownColumn DevicName")]
    [InlineData("DeviceEvents | top-hitters 3 of FileName | project FileName, approximate_count_FileName, DeviceId", "UnknownColumn DeviceId")]
    [InlineData("DeviceEvents | top-hitters 3 of FileName by FileSize | project approximate_sum_FileSize, DeviceId", "UnknownColumn DeviceId")]
    [InlineData("DeviceEvents | top-hitters 3 of FilName", "UnknownColumn FilName")]
    [InlineData("DeviceEvents | evaluate preview(10) | project FileName, Q", "UnknownColumn Q")]
    [InlineData("print a = 1, 2 | extend b = print_1 + c", "UnknownColumn c")]
    [InlineData("let f = (T:(FileName:string), x:string) { T | where FileName == y }; DeviceEvents | invoke f('a')", "UnknownColumn y")]
    [InlineData("let f = (T:(*)) { T | extend New = 1 }; DeviceEvents | invoke f() | project New, FileName, Q", "UnknownColumn Q")]
    [InlineData("let f = () { DeviceEvents | project A = FileName }; f | project A, B", "UnknownColumn B")]
    [InlineData("DeviceEvents | getschema | project ColumnName, FileName", "UnknownColumn FileName")]
    [InlineData("DeviceEvent | where Anything == 1 | project Else", "UnknownTable DeviceEvent")]
    [InlineData("table('DeviceEvent') | take 1", "UnknownTable DeviceEvent")]
    [InlineData("DeviceEvents | where lower(FileName) == 'x'", "UnknownFunction lower")]
    [InlineData("DeviceEvents | where strlen() > 1", "ArgumentCount strlen")]
    [InlineData("DeviceEvents | where strcat_delim('a', 'b') == ''", "ArgumentCount strcat_delim")]
    [InlineData("DeviceEvents | where ago(Timestamp) > 1", "ArgumentType ago;OperandType >")]
    [InlineData("DeviceEvents | where Timestamp > '2026-01-01'", "OperandType >")]
    [InlineData("DeviceEvents | where FileSize has '1'", "OperandType has")]
    [InlineData("DeviceEvents | extend A = FileName + 'x'", "OperandType +")]
    [InlineData("DeviceEvents | where FileName = 'x'", "Assignment =")]
    [InlineData("DeviceEvents | where FileName", "Condition FileName")]
    [InlineData("DeviceEvents | take 'x'", "Number take")]
    [InlineData("DeviceEvents | sample-distinct 'x' of FileName", "Number sample-distinct")]
    [InlineData("let n = 1.5; DeviceEvents | top n by Timestamp", "Number top")]
    [InlineData("DeviceEvents | extend a = strcat(FileName, 'x').y", "Path ")]
    [InlineData("DeviceEvents | extend a = bag_keys(FileName)", "ArgumentType bag_keys")]
    [InlineData("DeviceEvents | extend c = count()", "Aggregate count")]
    [InlineData("DeviceEvents | where max(Timestamp) > ago(1d)", "Aggregate max")]
    [InlineData("DeviceEvents | summarize count() by dcount(FileName)", "Aggregate dcount")]
    [InlineData("DeviceEvents | summarize FileName, count() by DeviceId", "NoAggregate FileName")]
    [InlineData("DeviceEvents | summarize a = tolower(FileName) by DeviceId", "NoAggregate FileName")]
    [InlineData("DeviceEvents | summarize a = max(Timestamp) - Timestamp by DeviceId", "NoAggregate Timestamp")]
    [InlineData("DeviceEvents | project a = FileName, a = DeviceName", "DoubledName a")]
    [InlineData("DeviceEvents | summarize a = count() by a = FileName", "DoubledName a")]
    [InlineData("DeviceEvents | extend a = 1, a = 2", "DoubledName a")]
    [InlineData("DeviceEvents | extend c = case(FileName == 'a', 1, FileName == 'b', 2)", "ArgumentCount case")]
    [InlineData("datatable (a:string, b:long) ['x', 1, 'y']", "RowValues datatable")]
    [InlineData("let f = (a:string) { print a }; f()", "ArgumentCount f")]
    [InlineData("let f = (a:string, b:long = 1) { print a, b }; f('x', 2, 3)", "ArgumentCount f")]
    [InlineData("let f = (a:string) { a }; DeviceEvents | extend x = f()", "ArgumentCount f")]
    [InlineData("let f = (T:(FileName:string), n:long) { T | take n }; DeviceEvents | invoke f()", "ArgumentCount f")]
    [InlineData("let f = (T:(FileNam:string)) { T | take 1 }; DeviceEvents | invoke f()", "UnknownColumn FileNam")]
    [InlineData("let f = (T:(FileNam:string)) { T | take 1 }; f(DeviceEvents)", "UnknownColumn FileNam")]
    [InlineData("DeviceEvents | scan declare (n:long) with (step a: FileNam == 'x' => n = 1, m = 2;)", "UnknownColumn FileNam;UnknownColumn m")]
    public void What_does_not_fit_is_found(string query, string expected) => Assert.Equal(expected, Problems(query));

    [Theory]
    [InlineData("DeviceEvents | where FileName in (materialize()) and FileNam == 1", "UnknownColumn FileNam")]
    [InlineData("toscalar() | extend a = materialize()", "")]
    [InlineData("table() | where materialize(materialize()) == 1", "")]
    public void A_function_of_rows_without_an_argument_ends(string query, string expected) => Assert.Equal(expected, Problems(query));

    [Fact]
    public void A_function_that_calls_itself_is_gone_through_once()
    {
        const string query =
            "let f = (T:(*)) { T | where Id in (f(T)) and Id in (f(T)) and Id in (f(T)) }; DeviceEvents | invoke f() | where f(DeviceEvents) has 'x'";

        Assert.True(Bind(query).IsWhole);
    }

    [Theory]
    [InlineData("DeviceEvents | evaluate bag_unpack(parse_json(AdditionalFields)) | where Anything == 1")]
    [InlineData("DeviceEvents | project A = AdditionalFields, FileName | evaluate bag_unpack(A, 'p_') | where p_x == 1 and FileName == 'a'")]
    [InlineData("DeviceEvents | evaluate pivot(ActionType, count(), DeviceName) | project DeviceName, FileCreated")]
    [InlineData("DeviceEvents | evaluate pivot(ActionType) | project DeviceName, FileCreated")]
    [InlineData("DeviceEvents | evaluate pivot(ActionType, count(), DeviceName) : (DeviceName:string, FileCreated:long) | project DeviceName, FileCreated")]
    [InlineData("DeviceEvents | evaluate autocluster() | project SegmentId, Percent, FileName")]
    [InlineData("DeviceNetworkEvents | evaluate ipv4_lookup(DeviceInfo, RemoteIP, PublicIP) | project DeviceName1, OSPlatform, Other")]
    [InlineData("DeviceEvents | evaluate ipv4_lookup(_GetWatchlist('Networks'), LocalIP, Net, return_unmatched = true) | project Anything")]
    [InlineData("DeviceEvents | evaluate plugin_of_tomorrow(FileName, 'x') | project Anything")]
    [InlineData("find in (DeviceEvents, AlertInfo) where FileName == 'x' | project source_, FileName, Title")]
    [InlineData("DeviceEvents | fork (where FileName == 'a') (count) | project Anything")]
    [InlineData("DeviceEvents | facet by DeviceName, FileName with (take 1)")]
    [InlineData("DeviceEvents | reduce by FileName with threshold=0.5 | project Pattern, Count, Representative, Other")]
    [InlineData("DeviceEvents | top-hitters 3 of FileName by strlen(FolderPath) | project FileName, approximate_sum_FolderPath")]
    [InlineData(
        "DeviceEvents | top-nested of bin(Timestamp, 1d) by count(), top-nested 2 of strlen(FileName) by count() | project Column1, aggregated_Timestamp"
    )]
    [InlineData("DeviceEvents | extend x = AdditionalFields.Name.Else[0] | where tostring(x) == ''", "Path AdditionalFields")]
    [InlineData("CloudAppEvents | extend x = RawEventData.Name.Else[0] | where tostring(x) == ''")]
    [InlineData("DeviceEvents | extend x = column_ifexists('Parsed', '').a")]
    [InlineData("let g = entity_group [cluster('a').database('b')]; macro-expand g as X (X.T | where Foo == 1)")]
    [InlineData("let f = (a:string, b:long = 1) { print a, b }; f(a = 'x')")]
    [InlineData("let f = (T:(FileName:string, *), n:long) { T | take n }; DeviceEvents | invoke f(5)")]
    [InlineData("let n = 5; DeviceEvents | take n")]
    [InlineData("DeviceEvents | take toscalar(DeviceInfo | count)")]
    [InlineData("datatable (a:string, b:long) ['x', -1, 'y', 2,]")]
    [InlineData("datatable (a:string, b:dynamic) ['x', dynamic([1, 2])]")]
    [InlineData("DeviceEvents | summarize count(), count() by DeviceName")]
    [InlineData("DeviceEvents | summarize Last = max(Timestamp), 1 by DeviceName")]
    [InlineData("let n = 5; DeviceEvents | summarize a = tostring(make_set(FileName, n)), b = count() * n + dcount(DeviceId) by bin(Timestamp, 1h)")]
    [InlineData("DeviceEvents | extend c = case(FileName == 'a', 1, FileName == 'b', 2, 3)")]
    [InlineData(
        "DeviceEvents | order by Timestamp asc | scan declare (n:long = 0) with (step a: FileName == 'x' => n = 1; step b: Timestamp - a.Timestamp < 1h => n = a.n + 1;) | where n > 1"
    )]
    [InlineData("DeviceEvents | invoke FileProfile(SHA1, 100) | where GlobalPrevalence < 10 and FileName == 'x'")]
    [InlineData("DeviceEvents | invoke OfTheTenant('x') | where Anything == 1", "UnknownFunction OfTheTenant")]
    [InlineData("_GetWatchlist('x') | where Anything == 1")]
    [InlineData("database('x').T | where Anything == 1")]
    [InlineData("find in (DeviceEvents) where FileName == 'x' | where Anything == 1")]
    [InlineData("union Device* | where Anything == 1")]
    [InlineData("union isfuzzy=true AlertInfo, SigninLogs | where Anything == 1")]
    [InlineData(
        "DeviceEvents | summarize percentiles(FileSize, 50, 90), sum(FileSize + 1), make_set(tolower(FileName)) | project percentile_FileSize_90, sum_, set_FileName"
    )]
    [InlineData("DeviceEvents | project strcat(FileName, 'x'), DeviceName | project Column1")]
    [InlineData("DeviceEvents | project FileName, FileName | project FileName1", "DoubledName FileName")]
    [InlineData("union (DeviceEvents | project A = FileSize), (DeviceEvents | project A = FileName) | project A_long, A_string")]
    [InlineData("DeviceEvents | where Timestamp between (ago(1d) .. 1h) and FileSize between (1 .. 1.5)")]
    [InlineData("DeviceEvents | extend d = now() - Timestamp, e = 2 * 1h + 1d, f = 1d / 1h | where d > e and f > 1.0")]
    [InlineData("DeviceEvents | where column_ifexists('Nothing', '') == '' and FileName in (DeviceInfo | project DeviceName)")]
    [InlineData("let a = dynamic(['x']); let T = DeviceInfo; DeviceEvents | where FileName has_any (a) and DeviceId in (T)")]
    [InlineData("DeviceEvents | sort by FileName asc nulls last, Timestamp | project-reorder Time*, FileName | top 3 by Timestamp | take 1")]
    [InlineData("let x = toscalar(DeviceEvents | summarize max(Timestamp)); DeviceEvents | where Timestamp > x - 1h")]
    public void What_fits_or_cannot_be_seen_is_not_told(string query, string expected = "") => Assert.Equal(expected, Problems(query));

    [Theory]
    [InlineData(
        "DeviceEvents | summarize n = count(), Last = max(Timestamp), dcount(DeviceId) by DeviceName, bin(Timestamp, 1h)",
        "DeviceName:string Timestamp:datetime n:long Last:datetime dcount_DeviceId:long"
    )]
    [InlineData(
        "DeviceEvents | project a = FileSize / 2, b = FileSize * 1.5, c = Timestamp - 1h, d = parse_json(FileName).x, e = iff(true, 1, 2.5), f = bin(Timestamp, 1d)",
        "a:long b:real c:datetime d:dynamic e:real f:datetime"
    )]
    [InlineData(
        "AlertInfo | project Title, Title, t = AlertId | join kind=inner (AlertInfo | project t = Title) on t",
        "Title:string Title1:string t:string t1:string"
    )]
    public void Columns_and_their_types_are_followed(string query, string expected) =>
        Assert.Equal(expected, string.Join(' ', Bind(query).Result!.Columns.Select(column => $"{column.Name}:{KqlTypes.NameOf(column.Type)}")));

    [Fact]
    public void Functions_that_double_with_each_call_are_given_up()
    {
        var lets = string.Concat(Enumerable.Range(1, 40).Select(i => $"let f{i} = (x:long) {{ f{i - 1}(x) + f{i - 1}(x) }};"));

        Assert.Empty(Bind($"let f0 = (x:long) {{ x }}; {lets} print f40(1)").Problems);
    }

    private static string Problems(string query) => string.Join(';', Bind(query).Problems.Select(problem => $"{problem.Kind} {problem.Name}"));

    private static BoundQuery Bind(string query)
    {
        var parsed = KqlParser.Parse(TokenTree.Of(new SourceText(query)));
        Assert.Null(parsed.Fault);
        return QueryBinder.Bind(parsed, TableRows.Bundled);
    }
}
