using System.Data;
using MdeHunting.Pipeline;
using MdeHunting.Running;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>A folder of queries in one pipeline: each row, message, result and failure says which query it is of.</summary>
public sealed class SeveralQueriesInOnePipelineTests(QueryBatchTests.TwoTenants tenants) : IClassFixture<QueryBatchTests.TwoTenants>, IDisposable
{
    private readonly Shell _shell = tenants.Lab.Shell;
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-several-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("-ThrottleLimit 4")]
    public void Rows_of_several_queries_say_which_they_are_of(string options)
    {
        var result = _shell.Run($"'Owner', 'Processes', 'Owner' | Invoke-MdeHuntingQuery -Connection Seed {options}").ThrowIfFailed();

        Assert.Equal(
            ["1: Owner", "2: Processes", "2: Processes", "3: Owner"],
            result.Output.Select(row => row.Properties.First()).Select(column => $"{column.Value}")
        );
        Assert.All(result.Output, row => Assert.Equal("MdeQuery", row.Properties.First().Name));
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery -Path \"$($args[0])/*.kql\" -Connection Seed")]
    [InlineData("Get-ChildItem $args[0] -Filter *.kql -Recurse -File | Sort-Object FullName | Invoke-MdeHuntingQuery -Connection Seed")]
    [InlineData("Get-ChildItem $args[0] -Filter *.kql -Recurse -File | Sort-Object FullName | Invoke-MdeHuntingQuery -Connection Seed -ThrottleLimit 3")]
    public void Rows_of_files_carry_the_files_names(string script)
    {
        Write("a.kql", "Owner");
        Write("b.kql", "Owner");

        Assert.Equal(["a.kql", "b.kql"], _shell.Run(script, _folder).ThrowIfFailed().Output.Select(row => row.Properties["MdeQuery"].Value));
    }

    [Fact]
    public void Files_of_one_name_are_told_apart_by_their_folders()
    {
        Write("one/a.kql", "Owner");
        Write("two/a.kql", "Owner");

        var rows = _shell
            .Run("Get-ChildItem $args[0] -Filter *.kql -Recurse -File | Sort-Object FullName | Invoke-MdeHuntingQuery -Connection Seed", _folder)
            .ThrowIfFailed()
            .Output;

        Assert.Equal(["a.kql", "two/a.kql"], rows.Select(row => row.Properties["MdeQuery"].Value));
    }

    [Fact]
    public void One_query_has_no_such_column_and_a_column_of_that_name_gives_way_to_it()
    {
        Assert.Equal("Name", _shell.Run("Invoke-MdeHuntingQuery Owner -Connection Seed").ThrowIfFailed().Output[0].Properties.First().Name);

        var row = _shell.Run("'Owner', 'Owner' | Invoke-MdeHuntingQuery -Connection Contoso, Seed -QueryColumn Name").ThrowIfFailed().Output[0];

        Assert.Equal(["MdeConnection=Contoso", "Name=1: Owner", "Name_2=contoso"], row.Properties.Select(column => $"{column.Name}={column.Value}"));
    }

    [Theory]
    [InlineData("'Owner', 'Processes', 'Numbers'", "2: Processes", "1: Owner")]
    [InlineData("'Processes', 'Owner', 'Processes', 'Owner'", "2: Owner", "1: Processes")]
    public void Rows_with_other_columns_are_told_once_in_a_pipeline(string queries, string other, string first)
    {
        var result = _shell.Run($"{queries} | Invoke-MdeHuntingQuery -Connection Seed -WarningVariable told | ConvertTo-Csv | Out-Null; $told").ThrowIfFailed();

        var warning = Assert.Single(result.Output).ToString();
        Assert.Contains($"'{other}'", warning);
        Assert.Contains($"'{first}'", warning);
        Assert.Contains("Export-Csv", warning);
    }

    [Theory]
    [InlineData("'Owner', 'Owner'", "")]
    [InlineData("'Owner', 'Processes'", "-AsResult")]
    [InlineData("'Owner', 'Processes'", "-AsDataTable")]
    [InlineData("'Owner', 'Owner'", "-Connection Contoso, Seed")]
    public void Nothing_is_told_where_nothing_can_be_lost(string queries, string options)
    {
        var connection = options.Contains("-Connection", StringComparison.Ordinal) ? "" : "-Connection Seed";

        Assert.Empty(_shell.Run($"{queries} | Invoke-MdeHuntingQuery {connection} {options} -WarningVariable told | Out-Null; $told").ThrowIfFailed().Output);
    }

    [Theory]
    [InlineData("'Owner', 'Processes', 'Numbers' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed } | ConvertTo-Csv", 1)]
    [InlineData(
        "'Owner', 'Processes' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed } | Where-Object Name | Sort-Object Name | Export-Csv $args[0]",
        1
    )]
    [InlineData("& { Invoke-MdeHuntingQuery Owner -Connection Seed; Invoke-MdeHuntingQuery Processes -Connection Seed } | ConvertTo-Csv", 1)]
    [InlineData(
        "function all { Invoke-MdeHuntingQuery Owner -Connection Seed; Invoke-MdeHuntingQuery Processes -Connection Seed }; all | Format-Table | Out-String",
        0
    )]
    [InlineData("function all { Invoke-MdeHuntingQuery Owner -Connection Seed; Invoke-MdeHuntingQuery Processes -Connection Seed }; all | Format-Table *", 1)]
    [InlineData("& { Invoke-MdeHuntingQuery Owner -Connection Seed; Invoke-MdeHuntingQuery Processes -Connection Seed } | Format-Table", 0)]
    [InlineData("& { Invoke-MdeHuntingQuery Owner -Connection Seed; Invoke-MdeHuntingQuery Processes -Connection Seed } | Format-Table Name", 0)]
    [InlineData("'Owner', 'Processes' | Invoke-MdeHuntingQuery -Connection Seed | Out-Null", 0)]
    [InlineData("'Owner', 'Processes' | Invoke-MdeHuntingQuery -Connection Seed | Format-Table | Out-String", 0)]
    [InlineData("'Owner', 'Processes' | Invoke-MdeHuntingQuery -Connection Seed | Measure-Object", 0)]
    [InlineData("'Owner', 'Processes' | Invoke-MdeHuntingQuery -Connection Seed | Out-Host", 0)]
    [InlineData("& { 'Owner', 'Processes' | Invoke-MdeHuntingQuery -Connection Seed } | Out-Default", 0)]
    [InlineData("$rows = 'Owner', 'Processes' | Invoke-MdeHuntingQuery -Connection Seed", 1)]
    [InlineData("function one { Invoke-MdeHuntingQuery $args[0] -Connection Seed }; & { one Owner; one Processes } | ConvertTo-Csv", 1)]
    [InlineData("'Owner', 'Owner' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed } | ConvertTo-Csv", 0)]
    [InlineData("'Owner', 'Processes' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed } | Select-Object Name | ConvertTo-Csv", 0)]
    [InlineData("'Owner', 'Processes' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed | ConvertTo-Csv }", 0)]
    [InlineData("'Owner', 'Processes' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed -AsResult } | ConvertTo-Csv", 0)]
    [InlineData("foreach ($query in 'Owner', 'Processes') { Invoke-MdeHuntingQuery $query -Connection Seed | Export-Csv $args[0] }", 0)]
    [InlineData(
        "'Owner', 'Owner' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed } | ConvertTo-Csv; 'Processes' | ForEach-Object { "
            + "Invoke-MdeHuntingQuery $_ -Connection Seed } | ConvertTo-Csv",
        0
    )]
    [InlineData("'Owner', 'Processes' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed | Where-Object { $true } } | ConvertTo-Csv", 1)]
    [InlineData(
        "'Owner', 'Processes' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed | Select-Object -First 5 | Sort-Object Name } | ConvertTo-Csv",
        1
    )]
    [InlineData("'Owner', 'Processes' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed } | Select-Object -First 5 | ConvertTo-Csv", 1)]
    [InlineData("'Owner', 'Processes' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed | Select-Object Name } | ConvertTo-Csv", 0)]
    [InlineData("'Owner', 'Processes' | ForEach-Object { Invoke-MdeHuntingQuery $_ -Connection Seed | Measure-Object } | ConvertTo-Csv", 0)]
    public void Rows_of_several_calls_into_one_table_are_told_once(string script, int warnings)
    {
        var result = _shell
            .Run($"& {{ {script} }} $args[0] 3>&1 | Where-Object {{ $_ -is [Management.Automation.WarningRecord] }}", Path.Combine(_folder, "out.csv"))
            .ThrowIfFailed();

        Assert.Equal(warnings, result.Output.Count);
        Assert.All(result.Output, warning => Assert.Contains("Export-Csv", warning.ToString()));
    }

    [Fact]
    public void Queries_of_several_calls_are_told_apart_by_their_words()
    {
        var warning = Assert.Single(
            _shell
                .Run("& { Invoke-MdeHuntingQuery Owner -Connection Seed; Invoke-MdeHuntingQuery Processes -Connection Seed } | ConvertTo-Csv")
                .ThrowIfFailed()
                .Warnings
        );

        Assert.StartsWith("The rows of 'Processes' have other columns than those of 'Owner', ", warning);
    }

    [Fact]
    public void The_order_of_columns_and_their_types_do_not_matter_and_neither_do_responses_without_rows()
    {
        var watch = new RowColumnsWatch();

        Assert.Null(watch.See([new("A", "String"), new("B", "Int64")], "1"));
        Assert.Null(watch.See([new("b", "String"), new("A", "String")], "2"));
        Assert.Contains("'3'", watch.See([new("A", "String")], "3"));
        Assert.Null(watch.See([new("C", "String")], "4"));
    }

    [Fact]
    public void Windows_of_one_query_with_other_columns_are_told_too()
    {
        var watch = new RowColumnsWatch();
        watch.See([new("A", "String")], "bag.kql");

        Assert.StartsWith("The rows of 'bag.kql' don't all have the same columns", watch.See([new("A", "String"), new("B", "String")], "bag.kql"));
    }

    [Fact]
    public void Results_and_tables_carry_the_names_and_paths()
    {
        var (a, b) = (Write("a.kql", "Owner"), Write("b.kql", "Processes"));

        var results = _shell
            .Run("Invoke-MdeHuntingQuery -LiteralPath $args -Connection Seed -AsResult", a, b)
            .ThrowIfFailed()
            .Output.Select(o => (MdeHuntingResult)o.BaseObject)
            .ToArray();
        Assert.Equal([("a.kql", a), ("b.kql", b)], results.Select(result => (result.Name, result.Path)));
        Assert.Equal(
            "1: Owner",
            ((MdeHuntingResult)_shell.Run("Invoke-MdeHuntingQuery Owner -Connection Seed -AsResult").ThrowIfFailed().Output[0].BaseObject).Name
        );

        var tables = _shell
            .Run("Invoke-MdeHuntingQuery -LiteralPath $args -Connection Seed -AsDataTable", a, b)
            .ThrowIfFailed()
            .Output.Select(o => (DataTable)o.BaseObject)
            .ToArray();
        Assert.Equal(["a.kql", "b.kql"], tables.Select(table => table.ExtendedProperties["Name"]));
    }

    [Theory]
    [InlineData("-Connection Contoso, Seed", "Contoso, b.kql: ", "Seed, b.kql: ")]
    [InlineData("-Connection Seed", "b.kql: ")]
    public void The_failure_of_a_file_names_it_and_the_connection(string options, params string[] labels)
    {
        Write("a.kql", "Owner");
        var file = Write("b.kql", "Nonsense");
        Write("c.kql", "Owner");

        var errors = _shell.Run($"Invoke-MdeHuntingQuery -Path \"$($args[0])/*.kql\" {options}", _folder).Errors;

        Assert.Equal(labels.Length, errors.Count);
        foreach (var (error, label) in errors.Zip(labels))
        {
            var failure = Assert.IsAssignableFrom<MdeException>(error.Exception);
            Assert.StartsWith(label, failure.Message);
            Assert.StartsWith(label, error.ErrorDetails.Message);
            Assert.StartsWith(label, error.ToString());
            Assert.Equal(file, failure.Path);
            Assert.Equal(label.StartsWith("Contoso", StringComparison.Ordinal) ? "Contoso" : "Seed", failure.Connection);
            Assert.False(string.IsNullOrEmpty(failure.TenantId));
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_once_with_its_connection()
    {
        var error = Assert.Single(_shell.Run("Invoke-MdeHuntingQuery -Path $args[0] -Connection Seed", Path.Combine(_folder, "missing.kql")).Errors);

        Assert.Equal(Path.Combine(_folder, "missing.kql"), ((MdeException)error.Exception).Path);
        Assert.Contains("missing.kql", error.ToString());
    }

    [Fact]
    public void Queries_that_are_not_asked_any_more_are_named()
    {
        tenants.Lab.Connect("-Name Gone", TestLab.Seed).ThrowIfFailed();
        Write("a.kql", "Owner");
        Write("b.kql", "Owner");
        Write("c.kql", "Owner");

        var result = _shell.Run(
            "$left = Get-MdeConnection Gone; Disconnect-MdeTenant Gone; Invoke-MdeHuntingQuery -Path \"$($args[0])/*.kql\" -Connection $left, Seed "
                + "-ThrottleLimit 2",
            _folder
        );

        Assert.Equal(["ConnectionClosed", "NotAsked"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith("Gone, a.kql: ", result.Errors[0].Exception.Message);
        Assert.Contains("b.kql, c.kql", result.Errors[1].ToString());
        Assert.Equal("Gone", ((MdeException)result.Errors[1].Exception).Connection);
    }

    [Fact]
    public void What_is_told_with_verbose_names_the_file()
    {
        Write("a.kql", "Processes");

        var told = _shell
            .Run(
                "Invoke-MdeHuntingQuery -Path \"$($args[0])/a.kql\" -Connection Seed -Verbose 4>&1 | Where-Object { $_ -is "
                    + "[Management.Automation.VerboseRecord] } | ForEach-Object Message",
                _folder
            )
            .Output;

        Assert.NotEmpty(told);
        Assert.All(told, line => Assert.StartsWith("a.kql: ", line.ToString()));
    }

    [Theory]
    [InlineData("DeviceNetworkEvents | take 2 | project RemoteIP", "DeviceNetworkEvents | take 2 | project…")]
    [InlineData("// comment\nlet x = 1;\nprint x", "let x = 1; print x")]
    [InlineData("", "")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…")]
    public void The_first_words_of_a_query_are_one_line_without_comments(string query, string words) => Assert.Equal(words, FirstWords.Of(query));

    private string Write(string name, string query)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, query);
        return path;
    }
}
