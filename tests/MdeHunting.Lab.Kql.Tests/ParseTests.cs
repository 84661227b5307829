using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class ParseTests
{
    private const string Lets = """
        let T = datatable(Id: long, Text: string) [
            1, 'user=ann id=7 at=2024-01-02 end',
            2, 'User=bob id=x at=2024-01-03 end',
            3, 'nothing'];

        """;

    [Theory]
    [InlineData("T | parse Text with 'user=' User ' ' * | project Id, User", "Id,User: 1,ann; 2,; 3,")]
    [InlineData("T | parse Text with * '=' User ' ' * | project Id, User", "Id,User: 1,ann; 2,bob; 3,")]
    [InlineData("T | parse Text with * 'id=' N: long ' at=' At: datetime ' end' | project N, isnull(At)", "N,Column1: 7,false; null,true; null,true")]
    [InlineData(
        "T | parse kind=relaxed Text with * 'id=' N: long ' at=' At: datetime ' end' | project N, isnull(At)",
        "N,Column1: 7,false; null,false; null,true"
    )]
    [InlineData("T | parse-where Text with * 'id=' N: long ' ' * | project Id, N", "Id,N: 1,7")]
    [InlineData("T | parse-where Text with * 'at=' Rest | project Rest", "Rest: 2024-01-02 end; 2024-01-03 end")]
    [InlineData("T | parse-where kind=regex Text with '[uU]ser=' User @'\\s+id=' * | project User", "User: ann; bob")]
    [InlineData("T | parse-where kind=regex flags=i Text with 'user=(a|b)' User ' id=' * | project User", "User: nn; ob")]
    [InlineData("print t = 'x r=a, b, c' | parse kind=regex t with * 'r=' R ',' * | project R", "R: a, b")]
    [InlineData("print t = 'x r=a, b, c' | parse kind=regex flags=Ui t with * 'R=' R ',' * | project R", "R: a")]
    [InlineData("T | parse Text with Text '=' * | project Text", "Text: user; User; ")]
    [InlineData("print Text = 'a.b+c' | parse Text with 'a.b+' C", "Text,C: a.b+c,c")]
    [InlineData("print Text = 'axb+c' | parse Text with 'a.b+' C", "Text,C: axb+c,")]
    public void Columns_are_what_stands_between_texts(string query, string expected) => Assert.Equal(expected, KqlLab.Show(Lets + query));

    [Theory]
    [InlineData("T | parse kind=fuzzy Text with 'a' B", "'parse' operator: Unknown value 'fuzzy' of 'kind'.")]
    [InlineData("T | parse-where Nothing with 'a' B", "'parse-where' operator: Failed to resolve scalar expression named 'Nothing'.")]
    public void What_does_not_fit_is_refused(string query, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused(Lets + query).Message);

    [Fact]
    public void A_pattern_that_is_none_is_refused() =>
        Assert.StartsWith("Failed to parse the regular expression", KqlLab.Refused(Lets + "T | parse kind=regex Text with '(' B").Message);
}
