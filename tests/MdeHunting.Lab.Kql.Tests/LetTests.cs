using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class LetTests
{
    [Fact]
    public void A_let_names_a_value() => Assert.Equal([4L], KqlLab.Cells("let least = 5; let more = least + 1; Numbers | where Value >= more | project Id"));

    [Fact]
    public void A_let_names_a_table() => Assert.Equal([2L], KqlLab.Cells("let Positive = Numbers | where Value > 0; Positive | count;"));

    [Fact]
    public void A_let_names_a_list() => Assert.Equal([1L, 3L], KqlLab.Cells("let ids = dynamic([1, 3]); Numbers | where Id in (ids) | project Id"));

    [Fact]
    public void A_let_shadows_the_table_that_it_is_made_of() =>
        Assert.Equal([1L], KqlLab.Cells("let Numbers = Numbers | where Value == 5; Numbers | project Id"));

    [Fact]
    public void A_let_of_a_name_alone_is_that_table() => Assert.Equal([4L], KqlLab.Cells("let T = Numbers; T | count"));

    [Fact]
    public void A_column_goes_before_a_let() => Assert.Equal([5L], KqlLab.Cells("let Value = 100; Numbers | where Id == 1 | project Value"));

    [Fact]
    public void A_declaration_is_refused_unless_the_database_takes_it()
    {
        const string query =
            "declare query_parameters(least:long = 5, ids:dynamic = dynamic([1, 4])); Numbers | where Id in (ids) and Value > least | project Id";

        Assert.Contains("recognition error", Assert.Throws<KqlException>(() => KqlEngine.Run(query, KqlLab.Database)).Message);
        Assert.Equal([4L], KqlEngine.Run(query, Declaring).Rows.Select(row => row[0]));
    }

    [Fact]
    public void A_declared_name_without_a_default_is_not_known() =>
        Assert.Contains("'least'", Assert.Throws<KqlException>(() => KqlEngine.Run("declare query_parameters(least:long); print least", Declaring)).Message);

    private static KqlDatabase Declaring => KqlLab.Database with { TakesDeclarations = true };

    [Fact]
    public void A_let_can_be_used_more_than_once() =>
        Assert.Equal([0L], KqlLab.Cells("let n = 2; let T = Numbers | take n; let U = T | where Id > n; U | take n | count"));

    [Fact]
    public void Comments_and_blank_lines_mean_nothing() =>
        Assert.Equal(
            [4L],
            KqlLab.Cells(
                """
                // who
                let n = 10; // how many

                Numbers // what
                // | take 1
                | take n
                | count // end
                """
            )
        );

    [Fact]
    public void The_clock_stands_still_over_a_whole_query() =>
        Assert.Equal([TimeSpan.FromDays(1)], KqlLab.Cells("let start = ago(1d); One | project now() - start"));

    [Theory]
    [InlineData("")]
    [InlineData("   // nothing\n")]
    [InlineData("let a = 1;")]
    [InlineData("let a = 1")]
    [InlineData("let T = Numbers | take 1;")]
    public void A_query_without_a_table_is_refused(string query)
    {
        var refused = KqlLab.Refused(query);

        Assert.Equal(KqlErrorKind.Semantic, refused.Kind);
        Assert.Equal("No tabular expression statement found. Fix semantic errors in your query.", refused.Message);
    }

    [Theory]
    [InlineData("let x = y; Numbers", "Failed to resolve table or column expression named 'y'. Fix semantic errors in your query.")]
    [InlineData("let x = Value + 1; Numbers", "Failed to resolve scalar expression named 'Value'. Fix semantic errors in your query.")]
    [InlineData("let x = 1; x | take 1", "'take' operator: Failed to resolve table or column expression named 'x'. Fix semantic errors in your query.")]
    [InlineData("let Numbers = 1; Numbers", "Failed to resolve table or column expression named 'Numbers'. Fix semantic errors in your query.")]
    [InlineData("let T = Numbers; One | where T == 1", "Scalar value expected. Fix semantic errors in your query.")]
    [InlineData("let x = 1; let x = 2; Numbers", "A variable with the name 'x' has already been declared. Fix semantic errors in your query.")]
    public void A_let_that_does_not_fit_is_refused(string query, string message) => Assert.Equal(message, KqlLab.Refused(query).Message);
}
