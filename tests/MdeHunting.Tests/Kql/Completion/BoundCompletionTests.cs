using MdeHunting.Kql.Completion;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Kql.Completion;

/// <summary>What is suggested goes by the columns that the rows have at the place, with their types.</summary>
public sealed class BoundCompletionTests
{
    [Theory]
    [InlineData("DeviceEvents | extend Abc = strlen(FileName) | where Ab", "Abc", "long")]
    [InlineData("let a = DeviceEvents | extend Pq = now() | where P", "Pq", "datetime")]
    [InlineData("DeviceEvents | where ((Fi", "FileName", "string")]
    [InlineData("DeviceEvents | where (((Fi", "FileName", "string")]
    [InlineData("datatable(Abc:string, Def:long)['a', 1] | where De", "Def", "long")]
    [InlineData("externaldata(Abc:datetime)['https://contoso.example/a.csv'] | where A", "Abc", "datetime")]
    [InlineData("DeviceEvents | parse FolderPath with * 'x' Rest:long * | where R", "Rest", "long")]
    [InlineData("DeviceTvmSoftwareVulnerabilities | join kind=inner (DeviceTvmSoftwareVulnerabilitiesKB) on CveId | where Cve", "CveId1", "string")]
    [InlineData("DeviceEvents | summarize make_set(FileName) by DeviceId | where se", "set_FileName", "dynamic")]
    [InlineData("DeviceEvents | summarize countif(FileName == 'a') | where cou", "countif_", "long")]
    [InlineData("DeviceEvents | mv-expand P = split(FolderPath, 'x') to typeof(string) | where P", "P", "string")]
    [InlineData("let f = (T:(Own:real)) { T | where O", "Own", "real")]
    [InlineData("DeviceEvents | join kind=inner (AlertInfo | where Ti", "Title", "string")]
    [InlineData("let f = (wanted:string) { DeviceEvents | where FileName == wan", "wanted", "Named by this query")]
    [InlineData("DeviceEvents | where subst", "substring(", "substring(source, start, [length]) → string")]
    [InlineData("DeviceEvents | where abs", "abs(", "abs(number)")]
    [InlineData("AlertInfo | evaluate narrow() | where Val", "Value", "string")]
    [InlineData("DeviceEvents | top-nested 3 of DeviceName by count() | where agg", "aggregated_DeviceName", "long")]
    [InlineData("DeviceEvents | where geo_line_len", "geo_line_length(", "geo_line_length(shape, [useSpheroid]) → real")]
    [InlineData("DeviceEvents | extend x = series_fi", "series_fit_poly(", "series_fit_poly(y, [x], [degree]) → dynamic")]
    [InlineData("DeviceEvents | extend x:dat", "datetime", "Type")]
    [InlineData("datatable (a:string, b:lo", "long", "Type")]
    [InlineData("let f = (a:", "string", "Type")]
    [InlineData("DeviceEvents | parse FolderPath with * 'x' Rest:", "long", "Type")]
    [InlineData("DeviceEvents | parse-kv FolderPath as (a:st", "string", "Type")]
    [InlineData("DeviceEvents | summarize count() by ActionType | render pie", "piechart", "Shares of a whole")]
    [InlineData("DeviceEvents | summarize count() by ActionType | render ", "timechart", "A line over time")]
    [InlineData("DeviceFileEvents | where ActionType == \"", "FileCreated", "Documented value")]
    [InlineData("DeviceFileEvents | where ActionType =~ 'filer", "FileRenamed", "Documented value")]
    [InlineData("DeviceFileEvents | where DeviceName has 'x' and ActionType in (\"FileCreated\", \"Fi", "FileDeleted", "Documented value")]
    [InlineData("DeviceFileEvents | where (ActionType in~ (\"", "FileDeleted", "Documented value")]
    [InlineData("DeviceFileEvents | where ActionType !in (\"", "FileDeleted", "Documented value")]
    [InlineData("DeviceFileEvents | where ActionType !has \"File", "FileDeleted", "Documented value")]
    [InlineData("union DeviceFileEvents, DeviceLogonEvents | where ActionType == @'", "LogonFailed", "Documented value")]
    [InlineData("DeviceInfo | join kind=inner (DeviceLogonEvents | where ActionType == '", "LogonFailed", "Documented value")]
    [InlineData("AlertInfo | where Severity == \"", "High", "Documented value")]
    [InlineData("DeviceLogonEvents | where LogonType in ('Network', 'R", "RemoteInteractive", "Documented value")]
    [InlineData("DeviceEvents | join kind=inner DeviceInfo on $left.DeviceI", "DeviceId", "string")]
    [InlineData("DeviceEvents | join kind=inner DeviceInfo on $left.DeviceId == $right.OSP", "OSPlatform", "string")]
    [InlineData("DeviceEvents | join kind=inner (DeviceInfo | extend Age = 1h) on $left.DeviceId == $right.", "Age", "timespan")]
    [InlineData("DeviceEvents | where Timestamp > ago(", "7d", "A week")]
    public void A_name_has_its_type_or_signature(string query, string name, string meaning) =>
        Assert.Equal(meaning, KqlCompletion.Complete(query, query.Length, TableCatalog.Bundled.All).Items.First(item => item.Text == name).Meaning);

    [Theory]
    [InlineData("DeviceFileEvents | where FileName == \"")]
    [InlineData("DeviceFileEvents | where ActionType == \"FileCreated\" and FileName == \"")]
    [InlineData("DeviceFileEvents | project FileName | where ActionType == \"")]
    [InlineData("AlertInfo | where strcat(ActionType, \"")]
    [InlineData("search ActionType:")]
    [InlineData("DeviceEvents | extend x = parse_json(AdditionalFields).")]
    [InlineData("DeviceEvents | where LogonType == \"")]
    [InlineData("print x = dynamic({\"a\":")]
    public void Neither_values_of_another_column_nor_types_of_what_is_none_are_suggested(string query) =>
        Assert.Empty(KqlCompletion.Complete(query, query.Length, TableCatalog.Bundled.All).Items);

    [Fact]
    public void Every_table_of_documented_values_has_the_column() =>
        Assert.All(ActionTypes.Known, known => Assert.Contains(TableCatalog.Bundled.Find(known.Table)!.Columns, column => column.Name == known.Column));

    [Theory]
    [InlineData("DeviceEvents | where ((Dev", "DeviceEvents")]
    [InlineData("DeviceEvents | project FileName | where Dev", "DeviceName")]
    [InlineData("DeviceEvents | summarize make_set(FileName) by DeviceId | where mak", "make_set_FileName")]
    public void What_is_not_there_is_not_suggested(string query, string name) =>
        Assert.DoesNotContain(KqlCompletion.Complete(query, query.Length, TableCatalog.Bundled.All).Items, item => item.Text == name);
}
