using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Numerics;
using MdeHunting.Contract;
using MdeHunting.Parameters;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Parameters;

/// <summary>Values become typed literals ahead of a query, under names that mean nothing else in it.</summary>
public sealed class QueryParametersTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static TheoryData<string, object?> Values =>
        new()
        {
            { "'it\\'s \"x\" \\\\ \\0'", "it's \"x\" \\ \0" },
            { "'\\0001'", "\01" },
            { "'x'", 'x' },
            { "bool(true)", true },
            { "bool(false)", new SwitchParameter(false) },
            { "int(5)", (byte)5 },
            { "long(4294967295)", uint.MaxValue },
            { "decimal(18446744073709551615)", ulong.MaxValue },
            { "long(7)", new BigInteger(7) },
            { "real(0.5)", 0.5f },
            { "real(nan)", double.NaN },
            { "real(-inf)", double.NegativeInfinity },
            { "decimal(1.50)", 1.50m },
            { "datetime(2026-11-20T08:00:00.0000001Z)", new DateTime(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc).AddTicks(1) },
            { "datetime(2026-11-20T07:00:00.0000000Z)", new DateTime(2026, 11, 20, 8, 0, 0) },
            { "datetime(2026-11-20T06:00:00.0000000Z)", new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.FromHours(2)) },
            { "datetime(2026-11-19T23:00:00.0000000Z)", new DateOnly(2026, 11, 20) },
            { "90m", TimeSpan.FromMinutes(90) },
            { "timespan(-00:00:01)", TimeSpan.FromSeconds(-1) },
            { "guid(33333333-3333-3333-3333-333333333333)", new Guid("33333333-3333-3333-3333-333333333333") },
            { "'Friday'", DayOfWeek.Friday },
            { "'https://x.example/a b'", new Uri("https://x.example/a b") },
            { "'::1'", IPAddress.IPv6Loopback },
            { "dynamic(null)", null },
            { "dynamic([\"a\",\"b\"])", new[] { "a", "b" } },
            { "dynamic([])", Array.Empty<object>() },
            { "dynamic([1,\"b\",null,[true]])", new object?[] { 1, "b", null, new[] { true } } },
            {
                "dynamic({\"a\":{\"b\":[0.5]}})",
                new Hashtable { ["a"] = new Hashtable { ["b"] = new[] { 0.5 } } }
            },
            {
                "dynamic({\"id\":\"33333333-3333-3333-3333-333333333333\"})",
                new Hashtable { ["id"] = new Guid("33333333-3333-3333-3333-333333333333") }
            },
            { "datatable(Value:timespan)[1h,2d]", new[] { TimeSpan.FromHours(1), TimeSpan.FromDays(2) } },
            { "datatable(Value:decimal)[decimal(1.5),decimal(null)]", new object?[] { 1.5m, null } },
            { "datatable(Value:guid)[guid(33333333-3333-3333-3333-333333333333)]", new[] { new Guid("33333333-3333-3333-3333-333333333333") } },
            { "datatable(Value:datetime)[datetime(2026-11-20T00:00:00.0000000Z)]", new[] { new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc) } },
            {
                "datatable(Name:string,Count:long)['a',long(1),'',long(4294967296)]",
                new[] { Row(("Name", "a"), ("Count", 1)), Row(("Name", string.Empty), ("Count", 1L << 32)) }
            },
            { "datatable(a:dynamic,b:int)[dynamic(null),int(1)]", Row(("a", null), ("b", 1)) },
            { "datatable(a:dynamic)[dynamic([1]),dynamic(\"x\")]", new[] { Row(("a", new[] { 1 })), Row(("a", "x")) } },
            { "datatable(['a b']:real)[real(1.0),real(null)]", new[] { Row(("a b", 1.0)), Row(("a b", null)) } },
            { "datatable(one:bool)[bool(true)]", Row(("one", true)) },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_becomes_one_literal_of_its_type(string literal, object? value) =>
        Assert.Equal($"let v = {literal};\nprint v", Compose("print v", ("v", value)).Text);

    [Theory]
    [InlineData("string", "'5'", "5")]
    [InlineData("datetime", "datetime(2026-11-20T08:00:00.0000000Z)", "2026-11-20T08:00Z")]
    [InlineData("datetime", "datetime(2026-11-19T23:00:00.0000000Z)", "2026-11-20")]
    [InlineData("date", "datetime(null)", null)]
    [InlineData("timespan", "7d", "7d")]
    [InlineData("time", "1h", "PT1H")]
    [InlineData("int", "int(5)", 5L)]
    [InlineData("int", "int(-5)", "-5")]
    [InlineData("long", "long(5)", 5)]
    [InlineData("real", "real(5.0)", 5)]
    [InlineData("decimal", "decimal(5)", 5)]
    [InlineData("bool", "bool(true)", "True")]
    [InlineData("guid", "guid(33333333-3333-3333-3333-333333333333)", "{33333333-3333-3333-3333-333333333333}")]
    [InlineData("dynamic", "dynamic(\"x\")", "x")]
    [InlineData("dynamic", "dynamic(null)", null)]
    public void A_value_becomes_the_type_that_the_query_declares(string type, string literal, object? value)
    {
        var declaration = $"declare query_parameters(v : {type} ) ; ";

        Assert.Equal($"let v = {literal};\n{new string(' ', declaration.Length)}print v", Compose(declaration + "print v", ("v", value)).Text);
    }

    [Theory]
    [InlineData("string", 5, "of the type int")]
    [InlineData("string", null, "$null")]
    [InlineData("datetime", "yesterday", "'yesterday'")]
    [InlineData("datetime", 5, "ISO 8601")]
    [InlineData("timespan", "5", "7d or 24h")]
    [InlineData("int", 5000000000L, "of the type long")]
    [InlineData("long", 0.5, "of the type real")]
    [InlineData("long", "5.0", "'5.0'")]
    [InlineData("guid", "5", "guid")]
    [InlineData("bool", 1, "bool")]
    [InlineData("decimal", 0.5, "decimal")]
    public void A_value_of_another_type_than_the_declared_one_is_refused(string type, object? value, string told)
    {
        var failure = Assert.Throws<HuntingException>(() => Compose($"declare query_parameters(v:{type}); print v", ("v", value)));

        Assert.Equal(HuntingFailure.ParameterInvalid, failure.Failure);
        Assert.Equal(ErrorCategory.InvalidArgument, failure.Category);
        Assert.Contains(told, failure.Message);
        Assert.Contains("'v'", failure.Message);
    }

    public static TheoryData<object, string> Unwritable =>
        new()
        {
            { "a\ud800b", "U+D800" },
            { "ab\udc00", "position 2" },
            {
                new Hashtable { ["\ud800"] = 1 },
                "half of a surrogate pair"
            },
            { new[] { "a", "\ud800" }, "[1]" },
            {
                new Hashtable { [5] = 1 },
                "'5'"
            },
            { new object[] { DateTime.UnixEpoch, "x" }, "datetime, string" },
            { new object[] { 1.5m, 1 }, "decimal, int" },
            { new object[] { Guid.Empty, new[] { 1 } }, "guid, dynamic" },
            {
                new Hashtable { ["n"] = 1.5m },
                ".n"
            },
            {
                new Hashtable { ["n"] = double.NaN },
                "NaN"
            },
            { BigInteger.Pow(10, 30), "64-bit" },
            { new object[] { Row(("a", 1)), 5 }, "both objects and other values" },
            { new[] { Row(("a", DateTime.UnixEpoch)), Row(("a", "x")) }, ".a" },
            { new[] { Row(("Name", "a"), ("Count", 1)), Row(("Name", null), ("Count", 2)) }, "[1].Name is $null" },
            { new[] { Row(("Name", "a"), ("Count", 1)), Row(("Count", 2)) }, "[1].Name is $null" },
            { new object(), "without properties" },
            {
                new Hashtable { ["s"] = new object() },
                "System.Object"
            },
            { new[] { TestSecret.Of("hidden-secret") }, "SecureString" },
            { new DateTime(2026, 10, 25, 2, 30, 0), "2026-10-25" },
            { new DateTime(2026, 3, 29, 2, 30, 0), "doesn't exist" },
        };

    [Theory]
    [MemberData(nameof(Unwritable))]
    public void What_a_query_has_no_value_for_is_refused_by_name_and_place(object value, string told)
    {
        var failure = Assert.Throws<HuntingException>(() => Compose("print v", ("v", value)));

        Assert.Equal(HuntingFailure.ParameterInvalid, failure.Failure);
        Assert.Contains("'v'", failure.Message);
        Assert.Contains(told, failure.Message);
        Assert.DoesNotContain("hidden-secret", failure.ToString());
    }

    [Fact]
    public void What_refers_to_itself_is_refused()
    {
        var loop = new ArrayList();
        loop.Add(loop);

        Assert.Contains("nested too deeply", Assert.Throws<HuntingException>(() => Compose("print v", ("v", loop))).Message);
    }

    [Theory]
    [InlineData("FileName", "DeviceProcessEvents | where FileName == FileName", "a column of DeviceProcessEvents")]
    [InlineData("filename", "DeviceProcessEvents | where FileName == filename", "a column of DeviceProcessEvents")]
    [InlineData("Subject", "search in (EmailEvents) Subject", "a column of")]
    [InlineData("Subject", "search Subject", "a column of")]
    [InlineData("Subject", "union * | where Subject == 'x'", "a column of")]
    [InlineData("Subject", "table('EmailEvents') | where Subject == Subject", "a column of EmailEvents")]
    [InlineData("DeviceEvents", "print DeviceEvents", "the name of a table")]
    [InlineData("deviceevents", "print deviceevents", "the name of a table")]
    [InlineData("where", "print where", "a keyword of KQL")]
    [InlineData("ago", "print ago", "a keyword of KQL")]
    [InlineData("datetime", "print datetime", "a keyword of KQL")]
    [InlineData("total", "DeviceEvents | extend total = 1 | where total == total", "a name that the query uses")]
    [InlineData("total", "let total = 5; print total", "a name that the query uses")]
    [InlineData("rows", "DeviceEvents | as rows | where rows == 1", "a name that the query uses")]
    [InlineData("n", "range n from 1 to 5 step 1", "a name that the query uses")]
    [InlineData("name", "DeviceEvents | parse AdditionalFields with * 'n=' name ';' *", "a name that the query uses")]
    [InlineData("source", "union withsource=source DeviceEvents", "a name that the query uses")]
    [InlineData("c", "datatable(c:string)['x'] | where c == c", "a name that the query uses")]
    [InlineData("count_", "DeviceEvents | summarize count() | where count_ > count_", "a possible name of the query's columns")]
    [InlineData("FileName1", "DeviceEvents | join DeviceFileEvents on DeviceId | where FileName1 == 'x'", "a possible name of the query's columns")]
    [InlineData(
        "percentile_RemotePort_95",
        "DeviceNetworkEvents | summarize percentiles(RemotePort, 50, 95) | where percentile_RemotePort_95 > 1",
        "a possible name of the query's columns"
    )]
    [InlineData(
        "count_distinct_RemotePort",
        "DeviceNetworkEvents | summarize count_distinct(RemotePort) | where count_distinct_RemotePort > 1",
        "a possible name of the query's columns"
    )]
    [InlineData(
        "x_string",
        "union (DeviceNetworkEvents | project x = RemotePort), (DeviceNetworkEvents | project x = RemoteIP) | where x_string == ''",
        "a possible name of the query's columns"
    )]
    [InlineData("print_0", "print 1 | where print_0 == 1", "a possible name of the query's columns")]
    [InlineData("Column1", "print x = 'a' | extend strcat(x, 'b') | where Column1 == 'ab'", "a possible name of the query's columns")]
    [InlineData("Column1", "DeviceEvents | distinct tolower(FileName) | where Column1 == 'a'", "a possible name of the query's columns")]
    [InlineData("AdditionalFields_a", "DeviceEvents | project AdditionalFields.a | where AdditionalFields_a == 1", "a possible name of the query's columns")]
    [InlineData("Count", "DeviceEvents | count | where Count > 5", "a possible name of the query's columns")]
    [InlineData("DataType", "DeviceEvents | getschema | where DataType == 'string'", "a possible name of the query's columns")]
    [InlineData("GlobalPrevalence", "DeviceFileEvents | invoke FileProfile() | where GlobalPrevalence < GlobalPrevalence", "a column that the query adds")]
    [InlineData(
        "Extension",
        "DeviceFileEvents | extend parse_path(FolderPath).Extension | where Extension == Extension",
        "a possible name of the query's columns"
    )]
    [InlineData("a_b", "DeviceFileEvents | extend parse_path(FolderPath).a.b | where a_b == a_b", "a possible name of the query's columns")]
    [InlineData(
        "a_b",
        "DeviceFileEvents | extend a = todynamic(AdditionalFields) | extend a[\"b\"] | where a_b == a_b",
        "a possible name of the query's columns"
    )]
    [InlineData("d_zz", "print d=dynamic({'zz':'evil'}) | project d[ 'zz' ] | where 'x' == d_zz", "a possible name of the query's columns")]
    [InlineData("d_0", "print d=dynamic([1]) | project d[0] | where 'x' == d_0", "a possible name of the query's columns")]
    [InlineData("a b", "print ['a b']", "not valid in KQL without brackets")]
    [InlineData("", "print ['']", "isn't a name")]
    public void A_name_that_means_something_else_is_refused_and_another_is_suggested(string name, string query, string told)
    {
        var failure = Assert.Throws<HuntingException>(() => Compose(query, (name, "x")));

        Assert.Equal(HuntingFailure.ParameterNameTaken, failure.Failure);
        Assert.Contains($"'{name}'", failure.Message);
        Assert.Contains(told, failure.Message);
        var instead = failure.NextStep.Split('\'')[1];
        Assert.NotEqual(name, instead);
        Assert.Contains($"let {instead} = 'x';", Compose($"{query} | where {instead} == 1", (instead, "x")).Text);
    }

    [Fact]
    public void A_secret_is_written_to_its_end()
    {
        var composed = Compose("print strlen(v)", ("v", TestSecret.Of("a\0bcd")));

        Assert.Equal(["a\0bcd"], composed.Secrets);
        Assert.Contains("a\\0bcd", composed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host", "rows | where host == host")]
    [InlineData("Host", "rows | where host == Host")]
    [InlineData("Value", "print Value in (since)")]
    public void A_name_of_another_parameters_column_is_refused(string name, string query)
    {
        (string, object?)[] values = [("rows", new[] { Row(("host", "a")) }), ("since", new[] { DateTime.UnixEpoch }), (name, "x")];
        var failure = Assert.Throws<HuntingException>(() => Compose(query, values));

        Assert.Equal(HuntingFailure.ParameterNameTaken, failure.Failure);
        Assert.Contains($"'{name}'", failure.Message);
        Assert.Contains("a column of the parameter '", failure.Message);
        Assert.Contains($"'p_{name}'", failure.NextStep);
    }

    [Fact]
    public void A_name_of_a_column_of_a_parameter_that_the_query_does_not_use_is_taken() =>
        Assert.Equal("let host = 'x';\nprint host", Compose("print host", ("rows", new[] { Row(("host", "a")) }), ("host", "x")).Text);

    [Theory]
    [InlineData("FileName", "EmailEvents | where Subject == FileName")]
    [InlineData("Subject", "DeviceEvents | where FileName == Subject")]
    [InlineData("FileName1", "DeviceEvents | where FileName == FileName1")]
    [InlineData("max_rows", "DeviceEvents | where FileName == max_rows")]
    public void A_name_of_what_the_query_does_not_reach_is_taken(string name, string query) =>
        Assert.StartsWith($"let {name} = 'x';", Compose(query, (name, "x")).Text);

    [Fact]
    public void A_live_column_of_the_tenant_is_taken_too()
    {
        KnownTable[] tables = [new("Custom_CL", [new KnownColumn("host", "string")])];

        var failure = Assert.Throws<HuntingException>(() => Read(("host", "x")).Compose("Custom_CL | where host == host", tables));

        Assert.Contains("a column of Custom_CL", failure.Message);
    }

    [Fact]
    public void A_value_that_the_query_does_not_use_is_left_out_and_told()
    {
        var parameters = Read(("a", 1), ("b", 2));

        Assert.Empty(parameters.Unused);
        Assert.Equal("let a = int(1);\nprint a, x.b", parameters.Compose("print a, x.b", []).Text);
        Assert.Equal(["b"], parameters.Unused);
        Assert.Equal("let b = int(2);\nprint b", parameters.Compose("print b", []).Text);
        Assert.Empty(parameters.Unused);
    }

    [Fact]
    public void A_name_in_another_case_than_the_querys_is_refused()
    {
        var failure = Assert.Throws<HuntingException>(() => Compose("print hosts", ("Hosts", "x")));

        Assert.Equal(HuntingFailure.ParameterUnknown, failure.Failure);
        Assert.Contains("'hosts'", failure.NextStep);
    }

    [Fact]
    public void Declared_parameters_are_checked_and_replaced_where_they_stand()
    {
        const string query = "// hunt\ndeclare query_parameters(hosts:dynamic, // which\n  since : datetime = ago(1d), n:real = 5);\nDeviceEvents | take 1";

        var composed = Compose(query, ("HOSTS", new[] { "a" }));

        Assert.Equal(
            "let hosts = dynamic([\"a\"]);\nlet since = ago(1d);\nlet n = real(5.0);\n// hunt\n".Length,
            composed.Text.IndexOf("// hunt\n", StringComparison.Ordinal) + "// hunt\n".Length
        );
        Assert.EndsWith("\nDeviceEvents | take 1", composed.Text);
        Assert.DoesNotContain("declare", composed.Text);
        Assert.Equal(3, composed.LinesAhead);
        Assert.Equal(query.Split('\n').Length + 3, composed.Text.Split('\n').Length);
    }

    [Theory]
    [InlineData("declare query_parameters(hosts:dynamic); print hosts", "ParameterMissing", "'hosts' (dynamic)")]
    [InlineData("declare query_parameters(host:string, since:datetime = now()); print host", "ParameterUnknown", "'hosst'", "hosst")]
    [InlineData("declare query_parameters(); print 1", "ParameterUnknown", "It declares no parameters.", "x")]
    [InlineData("declare query_parameters(x:text); print x", "ParameterInvalid", "'text'", "x")]
    [InlineData("declare query_parameters(x:string, X:string); print x", "ParameterInvalid", "more than once", "x")]
    [InlineData(
        "declare query_parameters(DeviceName:string); DeviceEvents | where DeviceName == DeviceName",
        "ParameterNameTaken",
        "DeviceEvents",
        "DeviceName"
    )]
    public void What_does_not_fit_the_declaration_is_refused(string query, string id, string told, params string[] given)
    {
        var failure = Assert.Throws<HuntingException>(() => Compose(query, [.. given.Select(name => (name, (object?)"x"))]));

        Assert.Equal(id, failure.ErrorId);
        Assert.Contains(told, failure.Message);
    }

    [Theory]
    [InlineData("declare query_parameters(s:string) print 1; print 2", "followed by 'print' (line 1, column 36)", "Write a ';' after the ')'")]
    [InlineData("declare query_parameters(s:string)\nlet hosts = 1;\nDeviceLogonEvents | count", "followed by 'let' (line 2, column 1)", "Write a ';'")]
    [InlineData("declare query_parameters(s:string); declare query_parameters(t:string = '') garbage; print s", "followed by 'garbage'", "Write a ';'")]
    [InlineData("declare query_parameters(s:int; print s", "(line 1, column ", "name:type = default")]
    [InlineData(
        "declare query_parameters(s:string=\"x\"; DeviceInfo | count); print s",
        "';' stands before its ')' (line 1, column 38)",
        "name:type = default"
    )]
    [InlineData("declare query_parameters(s:string=\"x\"; print s", "';' stands before its ')'", "name:type = default")]
    [InlineData("declare query_parameters(s:string", "'(' isn't closed", "name:type = default")]
    [InlineData("declare query_parameters(s:string]; print s", "'(' isn't closed", "name:type = default")]
    [InlineData("declare query_parameters(s string); print s", "the parameter 's' has no type", "name:type = default")]
    [InlineData("declare query_parameters(s:); print s", "has no type after its ':'", "name:type = default")]
    [InlineData("declare query_parameters(s:string, ); print s", "a parameter is missing", "name:type = default")]
    [InlineData("declare query_parameters(s:string 'x'); print s", "is followed by ''x''", "name:type = default")]
    [InlineData("declare query_parameters(s:string = ); print s", "no value after its '='", "name:type = default")]
    [InlineData(
        "set notruncation\ndeclare query_parameters(s:string); print s",
        "'declare' doesn't begin a statement (line 2, column 1)",
        "Write a ';' before"
    )]
    [InlineData("print 1 | declare query_parameters(s:string); print s", "'declare' doesn't begin a statement (line 1, column 11)", "Write a ';' before")]
    [InlineData("declare query_parameters s:string; print s", "must be followed by '('", "name:type = default")]
    public void A_declaration_that_is_no_declaration_is_refused_with_its_place(string query, string told, string next)
    {
        var failure = Assert.Throws<HuntingException>(() => Compose(query, ("s", "x")));

        Assert.Equal(HuntingFailure.ParameterInvalid, failure.Failure);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.Contains(next, failure.NextStep);
    }

    [Theory]
    [InlineData("string", "\"x\" @'y'", "'xy'")]
    [InlineData("int", "-5", "int(-5)")]
    [InlineData("int", "0x1F", "int(31)")]
    [InlineData("int", "long(5)", "int(5)")]
    [InlineData("long", "5", "long(5)")]
    [InlineData("real", "5", "real(5.0)")]
    [InlineData("real", "real(-inf)", "real(-inf)")]
    [InlineData("real", "-0.5", "real(-0.5)")]
    [InlineData("decimal", "0.1", "decimal(0.1)")]
    [InlineData("decimal", "decimal(0.10)", "decimal(0.10)")]
    [InlineData("bool", "true", "bool(true)")]
    [InlineData("bool", "bool(0)", "bool(false)")]
    [InlineData("bool", "bool(null)", "bool(null)")]
    [InlineData("datetime", "datetime(2026-11-20)", "datetime(2026-11-20T00:00:00.0000000Z)")]
    [InlineData("datetime", "datetime(null)", "datetime(null)")]
    [InlineData("datetime", "ago(7d)", "ago(7d)")]
    [InlineData("datetime", "now( -1h )", "now( -1h )")]
    [InlineData("timespan", "-90m", "timespan(-01:30:00)")]
    [InlineData("timespan", "timespan(1.00:00:00)", "1d")]
    [InlineData("guid", "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)", "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)")]
    [InlineData("dynamic", "dynamic({'a':[-1, 2]})", "dynamic({'a':[-1, 2]})")]
    [InlineData("dynamic", "\"a\"", "dynamic(\"a\")")]
    [InlineData("dynamic", "5", "dynamic(5)")]
    public void A_default_becomes_a_literal_of_the_declared_type(string type, string given, string literal) =>
        Assert.StartsWith($"let v = {literal};\n", Compose($"declare query_parameters(v:{type} = {given}); print v").Text);

    [Theory]
    [InlineData("datetime", "\"2026-11-20\"", "datetime(2026-11-20T08:00Z)")]
    [InlineData("datetime", "todatetime('2026-11-20')", "datetime(")]
    [InlineData("datetime", "ago(toscalar(DeviceInfo | count) * 1d)", "datetime(")]
    [InlineData("int", "\"abc\"", "such as 5")]
    [InlineData("int", "1.5", "such as 5")]
    [InlineData("int", "5000000000", "such as 5")]
    [InlineData("int", "1 + 1", "such as 5")]
    [InlineData("real", "1e400", "such as 0.5")]
    [InlineData("bool", "1", "such as true")]
    [InlineData("guid", "\"74be27de-1e4e-49d9-b579-fe0b331d3642\"", "guid(")]
    [InlineData("string", "toscalar(DeviceInfo | count)", "'text'")]
    [InlineData("string", "abc", "'text'")]
    [InlineData("string", "5", "'text'")]
    [InlineData("timespan", "7", "7d")]
    [InlineData("dynamic", "dynamic([1]) | take 1", "dynamic(")]
    [InlineData("dynamic", "pack('a', 1)", "dynamic(")]
    public void A_default_that_is_no_literal_of_the_declared_type_is_refused(string type, string given, string next)
    {
        var failure = Assert.Throws<HuntingException>(() => Compose($"declare query_parameters(v:{type} = {given}); print v"));

        Assert.Equal(HuntingFailure.ParameterInvalid, failure.Failure);
        Assert.Contains($"'v' with the type {type}", failure.Message);
        Assert.Contains(given, failure.Message);
        Assert.Contains(next, failure.NextStep);
    }

    [Fact]
    public void A_name_that_is_suggested_is_that_of_no_other_parameter()
    {
        const string query = "DeviceEvents | where FileName == FileName or FileName == p_FileName";

        Assert.Contains("'p2_FileName'", Assert.Throws<HuntingException>(() => Compose(query, ("FileName", "a"), ("p_FileName", "b"))).NextStep);
        Assert.Contains(
            "'p2_FileName'",
            Assert
                .Throws<HuntingException>(() => Compose($"declare query_parameters(FileName:string, p_FileName:string = ''); {query}", ("FileName", "a")))
                .NextStep
        );
    }

    [Fact]
    public void A_declaration_may_stand_behind_a_set_statement() =>
        Assert.Equal(
            ["set notruncation;", "let g = guid(74be27de-1e4e-49d9-b579-fe0b331d3642);", "print g"],
            Compose("set notruncation; declare query_parameters(g:guid = guid(74be27de-1e4e-49d9-b579-fe0b331d3642)); print g")
                .Text.Split('\n')
                .Select(line => line.Trim())
        );

    [Fact]
    public void A_number_beyond_its_type_is_refused() =>
        Assert.Contains("'1e400'", Assert.Throws<HuntingException>(() => Compose("declare query_parameters(v:real); print v", ("v", "1e400"))).Message);

    [Fact]
    public void A_name_without_a_character_is_refused() =>
        Assert.Equal(HuntingFailure.ParameterNameTaken, Assert.Throws<HuntingException>(() => Compose("print 1", (string.Empty, "x"))).Failure);

    [Fact]
    public void A_misspelt_name_of_a_declared_parameter_is_corrected() =>
        Assert.Contains(
            "Did you mean 'hosts'?",
            Assert.Throws<HuntingException>(() => Compose("declare query_parameters(hosts:dynamic); print hosts", ("hots", "x"))).Message
        );

    [Fact]
    public void Moments_that_a_dynamic_value_would_turn_into_strings_are_refused_where_dynamic_is_declared() =>
        Assert.Contains(
            "holds as strings",
            Assert.Throws<HuntingException>(() => Compose("declare query_parameters(t:dynamic); print t", ("t", new[] { DateTime.UnixEpoch }))).Message
        );

    [Fact]
    public void What_has_to_stand_first_stays_first_and_all_else_keeps_its_column()
    {
        var composed = Compose("set notruncation;  print v |\n extend w = v", ("v", 1));

        Assert.Equal($"set notruncation;\nlet v = int(1);\n{new string(' ', "set notruncation;".Length)}  print v |\n extend w = v", composed.Text);
        Assert.Equal(new MdeHunting.Kql.KqlPosition(2, 2), composed.InGiven(new MdeHunting.Kql.KqlPosition(4, 2)));
    }

    [Fact]
    public void A_place_ahead_of_the_values_keeps_its_line_and_one_in_them_is_none_of_the_query()
    {
        var composed = Compose("// one\n// two\n// three\nset notruncation; print v\n| extend w = v", ("v", 1));

        Assert.Equal(new MdeHunting.Kql.KqlPosition(3, 1), composed.InGiven(new MdeHunting.Kql.KqlPosition(3, 1)));
        Assert.Equal(new MdeHunting.Kql.KqlPosition(4, 5), composed.InGiven(new MdeHunting.Kql.KqlPosition(4, 5)));
        Assert.Null(composed.InGiven(new MdeHunting.Kql.KqlPosition(5, 9)));
        Assert.Equal(new MdeHunting.Kql.KqlPosition(4, 19), composed.InGiven(new MdeHunting.Kql.KqlPosition(6, 19)));
        Assert.Equal(new MdeHunting.Kql.KqlPosition(5, 3), composed.InGiven(new MdeHunting.Kql.KqlPosition(7, 3)));
    }

    [Fact]
    public void A_secret_is_sent_hidden_and_shown_as_stars()
    {
        var composed = Compose("print v, 'correct horse'", ("v", TestSecret.Of("correct \"horse\"")));

        Assert.StartsWith("let v = h\"correct \\\"horse\\\"\";\n", composed.Text);
        Assert.Equal("let v = h\"***\";\nprint v, 'correct horse'", composed.Shown(composed.Text));
        Assert.DoesNotContain("horse", composed.ToRequest(composed.Text).ShownQuery.Split('\n')[0]);
        Assert.Contains("correct \"horse\"", composed.ToRequest(composed.Text).Secrets);
    }

    [Fact]
    public void A_query_without_parameters_is_sent_as_it_is() => Assert.Equal("print  1 ;", Read().Compose("print  1 ;", []).Text);

    private static ComposedQuery Compose(string query, params (string Name, object? Value)[] values) => Read(values).Compose(query, TableCatalog.Bundled.All);

    private static QueryParameters Read(params (string Name, object? Value)[] values)
    {
        var given = new Hashtable(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            given.Add(name, value);
        }

        return QueryParameters.Read(given, Berlin);
    }

    private static PSObject Row(params (string Name, object? Value)[] properties)
    {
        var row = new PSObject();
        foreach (var (name, value) in properties)
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }

        return row;
    }

    [Theory]
    [InlineData("v", "print v")]
    [InlineData("v", "DeviceEvents | project Timestamp, v | where v == 5")]
    [InlineData("x_string", "union DeviceEvents, DeviceFileEvents | where FileName == x_string")]
    public void A_name_that_only_the_query_writes_is_free(string name, string query) =>
        new ParameterNames(MdeHunting.Kql.TokenTree.Of(new MdeHunting.Kql.SourceText(query)), TableCatalog.Bundled.All).Check(name);

    [Fact]
    public void A_script_block_is_no_value()
    {
        var given = new System.Collections.Hashtable { ["v"] = System.Management.Automation.ScriptBlock.Create("1") };

        var error = Assert.Throws<HuntingException>(() => QueryParameters.Read(given, TimeZoneInfo.Utc));

        Assert.Equal("-Parameter 'v' is a script block, which isn't a value.", error.What);
    }
}
