using CsCheck;
using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class JoinTests
{
    private const string Lets = """
        let X = datatable(Key: string, Value1: long) ['a', 1, 'b', 2, 'b', 3, 'c', 4];
        let Y = datatable(Key: string, Value2: long) ['b', 10, 'c', 20, 'c', 30, 'd', 40];

        """;

    // The tables and the results of the documentation's own examples.
    [Theory]
    [InlineData("X | join Y on Key", "b,2,b,10; c,4,c,20; c,4,c,30")]
    [InlineData("X | join kind=innerunique Y on Key", "b,2,b,10; c,4,c,20; c,4,c,30")]
    [InlineData("X | join kind=inner Y on Key", "b,2,b,10; b,3,b,10; c,4,c,20; c,4,c,30")]
    [InlineData("X | join kind=leftouter Y on Key", "a,1,,null; b,2,b,10; b,3,b,10; c,4,c,20; c,4,c,30")]
    [InlineData("X | join kind=rightouter Y on Key", "b,2,b,10; b,3,b,10; c,4,c,20; c,4,c,30; ,null,d,40")]
    [InlineData("X | join kind=fullouter Y on Key", "a,1,,null; b,2,b,10; b,3,b,10; c,4,c,20; c,4,c,30; ,null,d,40")]
    public void A_join_of_both_sides_has_the_columns_of_both(string query, string expected) =>
        Assert.Equal($"Key,Value1,Key1,Value2: {expected}", KqlLab.Show(Lets + query));

    [Theory]
    [InlineData("X | join kind=leftsemi Y on Key", "Key,Value1: b,2; b,3; c,4")]
    [InlineData("X | join kind=leftanti Y on Key", "Key,Value1: a,1")]
    [InlineData("X | join kind=leftantisemi Y on Key", "Key,Value1: a,1")]
    [InlineData("X | join kind=anti Y on Key", "Key,Value1: a,1")]
    [InlineData("X | join kind=rightsemi Y on Key", "Key,Value2: b,10; c,20; c,30")]
    [InlineData("X | join kind=rightanti Y on Key", "Key,Value2: d,40")]
    [InlineData("X | join kind=rightantisemi Y on Key", "Key,Value2: d,40")]
    public void A_join_of_one_side_has_its_columns_alone(string query, string expected) => Assert.Equal(expected, KqlLab.Show(Lets + query));

    [Theory]
    [InlineData("X | join kind=inner (Y | where Value2 > 10) on Key", "c,4,c,20; c,4,c,30")]
    [InlineData("X | join kind=inner hint.strategy=broadcast hint.remote=left Y on Key | take 1", "b,2,b,10")]
    [InlineData("X | join kind=inner Y on $left.Key == $right.Key | take 1", "b,2,b,10")]
    [InlineData("X | join kind=inner Y on $right.Key == $left.Key | take 1", "b,2,b,10")]
    [InlineData("X | join kind=inner (Y | extend N = Value2 / 10 + 1) on Key, $left.Value1 == $right.N | project-away N", "b,2,b,10; c,4,c,30")]
    [InlineData("X | join kind=inner (Y | extend N = Value2 / 10 + 1) on Key and $left.Value1 == $right.N | project-away N", "b,2,b,10; c,4,c,30")]
    [InlineData("X | join kind=inner (datatable(Key: string, Value2: long) ['a', 7]) on Key", "a,1,a,7")]
    public void Keys_are_names_or_equalities(string query, string expected) => Assert.Equal($"Key,Value1,Key1,Value2: {expected}", KqlLab.Show(Lets + query));

    [Fact]
    public void Names_that_are_taken_get_a_number() =>
        Assert.Equal(["Id", "Id1", "X", "Id2", "Id11", "X1"], KqlLab.Columns("print Id = 1, Id1 = 2, X = 3 | join (print Id = 1, Id1 = 2, X = 3) on Id"));

    [Theory]
    [InlineData("inner", "Id,Value,Id1,Value1: 2,null,2,null")]
    [InlineData("leftanti", "Id,Value: ")]
    [InlineData("leftsemi", "Id,Value: 2,null")]
    public void A_null_key_matches_a_null_key(string kind, string expected)
    {
        const string side = "Numbers | where isnull(Value) | project Id, Value";

        Assert.Equal(expected, KqlLab.Show($"{side} | join kind={kind} ({side}) on Value"));
    }

    [Fact]
    public void Whole_numbers_of_either_width_match() =>
        Assert.Equal([3L], KqlLab.Cells("Numbers | where isnotnull(Value) | join kind=inner Numbers on $left.Value == $right.Small | count"));

    [Theory]
    [InlineData("X | join Y on Nothing", "'join' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("X | join Y on Value1", "'join' operator: Failed to resolve scalar expression named 'Value1'.")]
    [InlineData("X | join NoSuch on Key", "'join' operator: Failed to resolve table or column expression named 'NoSuch'.")]
    [InlineData("X | join kind=cross Y on Key", "'join' operator: Unknown value 'cross' of 'kind'.")]
    [InlineData("X | join Y on $left.Value1 == $right.Key", "Cannot compare values of types long and string. Try adding explicit casts.")]
    [InlineData(
        "X | join Y on $left.Value1 > $right.Value2",
        "'join' operator: Only equality is allowed in this context: a column of both tables, or $left.Column == $right.Column."
    )]
    [InlineData(
        "X | join Y on Key == Key",
        "'join' operator: Only equality is allowed in this context: a column of both tables, or $left.Column == $right.Column."
    )]
    [InlineData("X | lookup kind=fullouter Y on Key", "'lookup' operator: Unknown value 'fullouter' of 'kind'.")]
    public void What_does_not_fit_is_refused(string query, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused(Lets + query).Message);

    [Fact]
    public void A_dynamic_key_is_refused() =>
        Assert.Contains(
            "Join key 'AdditionalFields' is of a 'dynamic' type",
            KqlLab.Refused("DeviceProcessEvents | join DeviceProcessEvents on AdditionalFields").Message
        );

    [Theory]
    [InlineData("X | lookup Y on Key", "Key,Value1,Value2: a,1,null; b,2,10; b,3,10; c,4,20; c,4,30")]
    [InlineData("X | lookup kind=leftouter (Y) on Key", "Key,Value1,Value2: a,1,null; b,2,10; b,3,10; c,4,20; c,4,30")]
    [InlineData("X | lookup kind=inner Y on Key", "Key,Value1,Value2: b,2,10; b,3,10; c,4,20; c,4,30")]
    [InlineData("X | lookup kind=inner (Y | project-rename Name = Key) on $left.Key == $right.Name | take 1", "Key,Value1,Value2: b,2,10")]
    [InlineData("X | lookup kind=inner (Y | project Key, Value1 = Value2) on Key | take 1", "Key,Value1,Value11: b,2,10")]
    public void A_lookup_keeps_only_its_own_keys(string query, string expected) => Assert.Equal(expected, KqlLab.Show(Lets + query));

    [Theory]
    [InlineData("A | join B on K", "A | summarize arg_min(N, *) by K | project N, K, V | join kind=inner B on K")]
    [InlineData("A | join kind=leftsemi B on K", "A | where K in ((B | project K)) or (isnull(K) and toscalar(B | where isnull(K) | count) > 0)")]
    [InlineData("A | join kind=leftanti B on K", "A | join kind=leftouter (B | distinct K, Found = true) on K | where isnull(Found) | project N, K, V")]
    [InlineData("A | lookup B on K | count", "A | join kind=leftouter B on K | project-away K1 | count")]
    [InlineData("A | lookup B on K", "A | join kind=leftouter B on K | project-away K1")]
    [InlineData("A | lookup kind=inner B on K", "A | join kind=inner B on K | project-away K1")]
    [InlineData("A | join kind=rightouter B on K | project V, W", "B | join kind=leftouter A on K | project V, W")]
    [InlineData(
        "A | join kind=fullouter B on K | project V, W",
        "union (A | join kind=inner B on K), (A | join kind=leftanti B on K | extend W = ''), (B | join kind=leftanti A on K | extend V = '') | project V, W"
    )]
    [InlineData("A | join kind=rightsemi B on K", "B | join kind=leftsemi A on K")]
    [InlineData("A | join kind=rightanti B on K", "B | join kind=leftanti A on K")]
    [InlineData("A | distinct K", "A | summarize by K")]
    [InlineData("A | union B | count", "union (A | count), (B | count) | summarize Count = sum(Count)")]
    [InlineData("A | where K in (B)", "A | where K in ((B | distinct K))")]
    [InlineData("A | where K !in (B)", "A | where not(K in (B))")]
    [InlineData("A | summarize dcount(K)", "A | where isnotnull(K) | distinct K | summarize dcount_K = count()")]
    public void Two_ways_to_say_the_same_give_the_same_rows(string one, string other)
    {
        var key = Gen.OneOf(Gen.Int[1, 6].Select(i => (object?)(long)i), Gen.Const((object?)null));
        var cells = key.Array[0, 12];

        Gen.Select(cells, cells)
            .Sample(
                (left, right) =>
                {
                    var a = Table("A", ["N", "K", "V"], left.Select((k, i) => new object?[] { (long)i, k, $"a{i}" }));
                    var b = Table("B", ["K", "W"], right.Select((k, i) => new[] { k, $"b{i}" }));
                    var database = new KqlDatabase(new Dictionary<string, KqlTable> { ["A"] = a, ["B"] = b }, KqlLab.Now);
                    Assert.Equal(Rows(one, database), Rows(other, database));
                },
                iter: 100
            );
    }

    private static KqlTable Table(string name, string[] columns, IEnumerable<object?[]> rows) =>
        new(name, [.. columns.Select(column => new KqlColumn(column, column is "V" or "W" ? KqlType.String : KqlType.Long))], [.. rows]);

    private static string[] Rows(string query, KqlDatabase database) =>
        [.. KqlEngine.Run(query, database).Rows.Select(row => string.Join('|', row.Select(cell => cell ?? "null"))).Order(StringComparer.Ordinal)];
}
