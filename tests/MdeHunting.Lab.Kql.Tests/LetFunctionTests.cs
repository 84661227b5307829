using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class LetFunctionTests
{
    [Theory]
    [InlineData("let twice = (x: long) { x * 2 }; Numbers | where Id < 3 | project twice(Id)", "Column1: 2; 4")]
    [InlineData("let add = (x: long, y: long = 10) { x + y }; print a = add(1), b = add(1, 2)", "a,b: 11,3")]
    [InlineData("let f = () { 5 }; print a = f()", "a: 5")]
    [InlineData("let f = (x: long) { let y = x + 1; let z = y * 2; z }; print a = f(1)", "a: 4")]
    [InlineData("let f = (x: long) { x + 1 }; let g = (x: long) { f(f(x)) }; print a = g(1)", "a: 3")]
    [InlineData("let f = (x: real) { x }; print a = f(1)", "a: 1.0")]
    [InlineData("let f = (s: string) { strcat(s, '!') }; Numbers | summarize n = count() by t = f(Text) | take 1", "t,n: five!,1")]
    [InlineData("let f = (x: long) { x * 2 }; Numbers | summarize a = sum(f(Id)), b = f(count())", "a,b: 20,8")]
    [InlineData("let tolower = (s: string) { 'mine' }; print a = tolower('X')", "a: mine")]
    public void A_function_gives_a_value(string query, string expected) => Assert.Equal(expected, KqlLab.Show(query));

    [Theory]
    [InlineData("let f = () { Numbers }; f | count", 4L)]
    [InlineData("let f = () { Numbers }; f() | count", 4L)]
    [InlineData("let f = view () { Numbers | where Id > 1 }; f | count", 3L)]
    [InlineData("let f = (n: long) { Numbers | where Id > n }; f(2) | count", 2L)]
    [InlineData("let f = (n: long) { Numbers | where Id > n }; union f(2), (f(3)) | count", 3L)]
    [InlineData("let f = (n: long) { let least = n + 1; let T = Numbers | where Id >= least; T; }; f(2) | count", 2L)]
    [InlineData("let f = (T: (Id: long), n: long) { T | where Id > n }; f(Numbers, 2) | count", 2L)]
    [InlineData("let f = (T: (*)) { T | count }; f((Numbers | take 3))", 3L)]
    [InlineData("let f = (T: (*), n: long) { T | where Id > n | count }; Numbers | invoke f(1)", 3L)]
    [InlineData("let f = (T: (*)) { T | where Id > 1 }; let g = (T: (*)) { f(T) | invoke f() | count }; g(Numbers)", 3L)]
    [InlineData("let from = ago(1h); let f = (at: datetime = datetime(2024-06-01)) { DeviceProcessEvents | where Timestamp > at | count }; f()", 3L)]
    [InlineData("let f = () { Numbers }; let g = f() | where Id > 1; g | count", 3L)]
    [InlineData("let f = (name: string) { table(name) | count }; f('Numbers')", 4L)]
    [InlineData("let n = 1; let f = () { Numbers | where Id > n }; f() | count", 3L)]
    [InlineData("let Numbers = Numbers | where Id > 1; let f = () { let Numbers = Numbers | where Id > 2; Numbers }; f() | count", 2L)]
    [InlineData("let Numbers = () { Numbers | where Id > 3 }; Numbers | count", 1L)]
    public void A_function_gives_a_table(string query, long expected) => Assert.Equal([expected], KqlLab.Cells(query));

    [Fact]
    public void A_function_sees_the_names_that_were_there_before_it() =>
        Assert.Equal("a: 1", KqlLab.Show("let n = 1; let f = () { n }; let g = (n: long) { f() }; print a = g(5)"));

    [Theory]
    [InlineData("let f = (x: long) { x }; print f()", "The function 'f' expects 1 argument.")]
    [InlineData("let f = (x: long) { x }; print f(1, 2)", "The function 'f' expects 1 argument.")]
    [InlineData("let f = (x: long) { x }; print f('a')", "The function 'f' is not compatible with arguments (string).")]
    [InlineData("let f = (x: long) { x }; f(1) | count", "Table expected.")]
    [InlineData("let f = () { Numbers }; print f()", "Scalar value expected.")]
    [InlineData("let f = (T: (Nothing: long)) { T }; f(Numbers)", "Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("let f = (x: long) { Nothing }; print f(1)", "'print' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData(
        "let f = (x: long) { toscalar(Numbers | where Id == x | count) }; Numbers | project f(Id)",
        "'where' operator: Failed to resolve scalar expression named 'x'."
    )]
    [InlineData("let f = (x: long) { f(x) }; print f(1)", "Unknown function: 'f'.")]
    [InlineData("let f = () { let a = 1; let a = 2; a }; print f()", "A variable with the name 'a' has already been declared.")]
    [InlineData("Numbers | invoke nosuch()", "Unknown function: 'nosuch'.")]
    public void What_does_not_fit_is_refused(string query, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused(query).Message);

    [Fact]
    public void A_function_of_a_constant_may_look_into_a_table() =>
        Assert.Equal("n: 3", KqlLab.Show("let f = (x: long) { toscalar(Numbers | where Id > x | count) }; print n = f(1)"));

    [Fact]
    public void Values_that_nest_without_end_are_refused()
    {
        var sum = string.Concat(Enumerable.Repeat(" + x", 100));
        var functions = string.Concat(Enumerable.Range(1, 8).Select(i => $"let f{i} = (x: long) {{ f{i - 1}(f{i - 1}(x)) }}; "));
        var tables = string.Concat(Enumerable.Range(1, 1_900).Select(i => $"let T{i} = materialize(T{i - 1} | where Id in (T{i - 1})); "));
        var lets = string.Concat(Enumerable.Range(1, 3_000).Select(i => $"let v{i} = toscalar(print v{i - 1} + 1); "));

        Assert.Contains("too complex", KqlLab.Refused($"let f0 = (x: long) {{ x{sum} }}; {functions} Numbers | project f8(Id)").Message);
        Assert.Contains("too complex", OnSmallStack($"let v0 = 0; {lets} print v3000"));
        Assert.Contains("too complex", OnSmallStack($"let T0 = Numbers; {tables} T1900"));
    }

    [Fact]
    public void Functions_that_call_each_other_without_end_are_refused()
    {
        var lets = string.Concat(Enumerable.Range(1, 40).Select(i => $"let f{i} = (T: (*)) {{ f{i - 1}(T) | invoke f{i - 1}() }}; "));

        Assert.Contains("too complex", KqlLab.Refused($"let f0 = (T: (*)) {{ T | where true }}; {lets} Numbers | invoke f40()").Message);
    }

    // How much is too much depends on the stack, so the test brings one of a known size.
    private static string OnSmallStack(string query)
    {
        Exception? refused = null;
        var thread = new Thread(() => refused = Record.Exception(() => KqlLab.Run(query)), 1 << 20);
        thread.Start();
        thread.Join();
        return Assert.IsType<KqlException>(refused).Message;
    }
}
