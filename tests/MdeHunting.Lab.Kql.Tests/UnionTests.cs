using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class UnionTests
{
    private const string Lets = """
        let A = datatable(x: long, y: string) [1, 'a', 2, 'b'];
        let B = datatable(x: long, z: string) [3, 'c'];
        let C = datatable(x: string, y: string) ['4', 'd'];

        """;

    [Theory]
    [InlineData("union A, B", "x,y,z: 1,a,; 2,b,; 3,,c")]
    [InlineData("A | union B", "x,y,z: 1,a,; 2,b,; 3,,c")]
    [InlineData("union kind=outer A, B", "x,y,z: 1,a,; 2,b,; 3,,c")]
    [InlineData("union kind=inner A, B", "x: 1; 2; 3")]
    [InlineData("A | union kind=inner (B | where x > 5)", "x: 1; 2")]
    [InlineData("union A, A", "x,y: 1,a; 2,b; 1,a; 2,b")]
    [InlineData("union A", "x,y: 1,a; 2,b")]
    [InlineData("union A, C", "x_long,y,x_string: 1,a,; 2,b,; null,d,4")]
    [InlineData("union kind=inner A, C", "y: a; b; d")]
    [InlineData("union (A | where x == 2), (B | project z)", "x,y,z: 2,b,; null,,c")]
    [InlineData("A | where x == 1 | union (B), C | count", "Count: 3")]
    [InlineData("union hint.concurrency=1 A, B | count", "Count: 3")]
    [InlineData("union A, datatable(x: long) [9] | project x", "x: 1; 2; 9")]
    [InlineData("(union A, B) | where x > 1 | project x", "x: 2; 3")]
    public void Rows_of_all_tables_come_with_all_columns(string query, string expected) => Assert.Equal(expected, KqlLab.Show(Lets + query));

    [Fact]
    public void A_cell_that_a_table_does_not_have_is_null_or_an_empty_text() => Assert.Equal([1L, "a", ""], KqlLab.Run($"{Lets} union A, B").Rows[0]);

    [Theory]
    [InlineData("union withsource=T Numbers, (Numbers | take 1), One | summarize count() by T", "T,count_: Numbers,4; union_arg1,1; One,1")]
    [InlineData("Numbers | union withsource=T One | summarize count() by T", "T,count_: Numbers,4; One,1")]
    [InlineData("Numbers | where Id > 1 | union withsource=T One | summarize count() by T", "T,count_: union_arg0,3; One,1")]
    [InlineData("let A = datatable(x: long) [1]; A | union withsource=T A | project T", "T: union_arg0; union_arg1")]
    [InlineData("union withsource=T table('One')", "T,Unit: One,1")]
    [InlineData("union withsource=Unit One", "Unit,Unit1: One,1")]
    public void A_column_can_say_where_a_row_is_from(string query, string expected) => Assert.Equal(expected, KqlLab.Show(query));

    [Theory]
    [InlineData("union One*", "Unit: 1")]
    [InlineData("union withsource=T O*, Num* | summarize count() by T", "T,count_: One,1; Numbers,4")]
    [InlineData("union * | count", "Count: 10")]
    [InlineData("union withsource=T *e | distinct T", "T: One; My Table")]
    [InlineData("let View_1 = view () { print x = 1 }; let View_2 = () { print x = 2 }; union withsource=T View_*", "T,x: View_1,1")]
    public void A_pattern_finds_tables_and_views(string query, string expected) => Assert.Equal(expected, KqlLab.Show(query));

    [Theory]
    [InlineData("union NoSuch, One", "'union' operator: Failed to resolve table or column expression named 'NoSuch'.")]
    [InlineData("union isfuzzy=false NoSuch, One", "'union' operator: Failed to resolve table or column expression named 'NoSuch'.")]
    [InlineData("union isfuzzy=true NoSuch", "'union' operator: Failed to resolve table or column expression named 'NoSuch'.")]
    [InlineData("union kind=cross One", "'union' operator: Unknown value 'cross' of 'kind'.")]
    [InlineData("union isfuzzy=maybe One", "'union' operator: Unknown value 'maybe' of 'isfuzzy'.")]
    [InlineData("union isfuzzy=true One, (Numbers | where Nothing == 1)", "'where' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("union NoSuch*", "'union' operator: Failed to resolve table or column expression named 'NoSuch*'.")]
    public void What_does_not_fit_is_refused(string query, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused(query).Message);

    [Fact]
    public void A_fuzzy_union_makes_do_with_what_is_there()
    {
        Assert.Equal("Unit: 1", KqlLab.Show("union isfuzzy=true NoSuch, One, (NoOther | where x == 1)"));
        Assert.Equal("Unit: 1", KqlLab.Show("One | union isfuzzy=true NoSuch"));
    }

    [Fact]
    public void A_union_of_parts_is_the_whole() =>
        Assert.Equal(
            KqlLab.Run("DeviceProcessEvents | sort by ProcessId").Rows,
            KqlLab
                .Run(
                    """
                    union (DeviceProcessEvents | where Timestamp < datetime(2024-06-01)), (DeviceProcessEvents | where Timestamp >= datetime(2024-06-01))
                    | sort by ProcessId
                    """
                )
                .Rows
        );
}
