using System.Management.Automation;
using System.Text;
using MdeHunting.Commands;
using MdeHunting.TestKit;
using MdeHunting.Tests.Commands;
using MdeHunting.Text;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>What is no query is refused here, and the service is sent nothing.</summary>
public sealed class NoQueryTests(InvokeTests.Connected connected) : IClassFixture<InvokeTests.Connected>
{
    private readonly Shell _shell = connected.Lab.Shell;

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery ./hunt.kql", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery ./missing.kql", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery hunt.kql", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery 'my missing hunt.kql'", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery '\"missing.kql\"'", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery missing.ps1", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery hunt.KQL", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery C:\\hunts\\hunt.csl", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery 'my hunt.kql'", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery ./hunts/*.kql", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery ../hunts/lateral", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery /etc/passwd", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery ~/notes.md", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery plain.query", "-Path")]
    [InlineData("'hunt.txt' | Invoke-MdeHuntingQuery", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery (Get-Item hunt.kql)", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery -Query (Get-Item hunt.kql), (Get-Item hunt.kql)", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery (Get-ChildItem -Filter hunt.kql)", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery ([pscustomobject]@{ Path = 'hunt.kql' })", "-Path")]
    [InlineData("Invoke-MdeHuntingQuery ([pscustomobject]@{ Query = 'Owner' })", "its property Query")]
    [InlineData("Invoke-MdeHuntingQuery @{ Query = 'Owner' }", "as a string")]
    [InlineData("@{ Query = 'Owner' } | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("[pscustomobject]@{ Name = 'Owner' } | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("[pscustomobject]@{ Query = 5 } | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("5 | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("Invoke-MdeHuntingQuery 5", "as a string")]
    [InlineData("Get-Date | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("{ Owner } | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("Invoke-MdeHuntingQuery ([scriptblock]::Create('Owner'), 'hunt.kql')", "as a string")]
    [InlineData("Invoke-MdeHuntingQuery ([uri] 'https://x.example')", "as a string")]
    [InlineData("Invoke-MdeHuntingQuery ([uri] 'https://x.example/y?query=Owner')", "as a string")]
    [InlineData("[uri] 'https://x.example/y?query=Owner' | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("[uribuilder] 'https://x.example/y?query=Owner' | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("Invoke-MdeHuntingQuery ([uribuilder] 'https://x.example/y?query=Owner')", "as a string")]
    [InlineData(
        "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize([uribuilder] "
            + "'https://x.example/y?query=Owner')) | Invoke-MdeHuntingQuery",
        "as a string"
    )]
    [InlineData("[Diagnostics.Process]::GetCurrentProcess() | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("Get-Module MdeHunting | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("Get-MdeConnection | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("Invoke-MdeHuntingQuery ([xml] '<a><b/></a>')", "as a string")]
    [InlineData("$true | Invoke-MdeHuntingQuery", "as a string")]
    [InlineData("Invoke-MdeHuntingQuery -Query $PSVersionTable", "as a string")]
    [InlineData("Invoke-MdeHuntingQuery \"O`0w`0n`0e`0r`0\"", "UTF-8")]
    public void It_is_refused(string command, string next)
    {
        var folder = Folder();
        var before = connected.Lab.Lab.State.Requests.Count;

        var result = _shell.Run("Push-Location $args[0]; try { " + command + " } finally { Pop-Location }", folder);

        Assert.All(result.Errors, error => Assert.Equal("NotAQuery", error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.All(result.Errors, error => Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category));
        Assert.NotNull(result.Errors[0].TargetObject);
        Assert.Contains(next, result.Errors[0].ToString());
        Assert.Empty(result.Output);
        Assert.Equal(before, connected.Lab.Lab.State.Requests.Count);
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery Owner")]
    [InlineData("'Owner' | Invoke-MdeHuntingQuery")]
    [InlineData("Get-Item hunt.kql | Invoke-MdeHuntingQuery")]
    [InlineData("Get-ChildItem -Filter hunt.kql | Invoke-MdeHuntingQuery")]
    [InlineData("Get-Item hunt.kql | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json | Select-Object FullName | Invoke-MdeHuntingQuery")]
    [InlineData(
        "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-Item hunt.kql))) | "
            + "Invoke-MdeHuntingQuery"
    )]
    [InlineData(
        "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize('Owner')) | Invoke-MdeHuntingQuery"
    )]
    [InlineData("Invoke-MdeHuntingQuery ([psobject]::AsPSObject('Owner') | Add-Member Note 1 -PassThru)")]
    [InlineData("[pscustomobject]@{ Query = 'Owner'; FullName = $null } | Invoke-MdeHuntingQuery")]
    [InlineData("[pscustomobject]@{ LiteralPath = 'hunt.kql' } | Invoke-MdeHuntingQuery")]
    [InlineData("[pscustomobject]@{ Path = 'hunt.kql' } | Invoke-MdeHuntingQuery")]
    [InlineData("Resolve-Path hunt.kql | Invoke-MdeHuntingQuery")]
    [InlineData("[pscustomobject]@{ Path = 'missing.kql'; Query = 'Owner' } | Invoke-MdeHuntingQuery")]
    [InlineData("'Query', 'Owner' | ConvertFrom-Csv | Invoke-MdeHuntingQuery")]
    [InlineData(
        "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize([pscustomobject]@{ Query = "
            + "'Owner' })) | Invoke-MdeHuntingQuery"
    )]
    [InlineData(
        "$o = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize([pscustomobject]@{ Query = "
            + "'Owner' })); $o.PSObject.TypeNames.Insert(0, 'Q'); $o | Invoke-MdeHuntingQuery"
    )]
    [InlineData("class Hunt { [string] $Query = 'Owner' }; [Hunt]::new() | Invoke-MdeHuntingQuery")]
    [InlineData("$t = [Data.DataTable]::new(); [void] $t.Columns.Add('Query'); [void] $t.Rows.Add('Owner'); $t.Rows | Invoke-MdeHuntingQuery")]
    [InlineData("([xml] '<a><Query>Owner</Query></a>').a | Invoke-MdeHuntingQuery")]
    [InlineData("Select-String Owner hunt.kql | Invoke-MdeHuntingQuery")]
    [InlineData("[MdeHunting.Tests.Running.OtherModulesRule]::new() | Invoke-MdeHuntingQuery")]
    [InlineData("Invoke-MdeHuntingQuery Owner -AsResult | Invoke-MdeHuntingQuery")]
    [InlineData("Invoke-MdeHuntingQuery ([System.Collections.Generic.List[string]] @('Owner'))")]
    [InlineData("Invoke-MdeHuntingQuery ([System.Collections.Generic.HashSet[string]] @('Owner'))")]
    [InlineData("Invoke-MdeHuntingQuery ([System.Collections.ArrayList] @('Owner'))")]
    [InlineData("Get-Content -Raw hunt.kql | Invoke-MdeHuntingQuery")]
    [InlineData("Invoke-MdeHuntingQuery (Get-Content -Raw hunt.kql)")]
    [InlineData("Invoke-MdeHuntingQuery -Path hunt.kql")]
    public void A_query_runs_however_it_comes(string command) =>
        Assert.Equal(
            "contoso",
            _shell
                .Run("Push-Location $args[0]; try { " + command + " } finally { Pop-Location }", Folder())
                .ThrowIfFailed()
                .Output.Single()
                .Properties["Name"]
                .Value
        );

    [Fact]
    public void Among_others_it_is_one_error_and_the_others_run()
    {
        var result = _shell.Run("Invoke-MdeHuntingQuery 'Owner', 5, 'Owner', './x.kql'");

        Assert.Equal(2, result.Output.Count);
        Assert.Equal(["NotAQuery", "NotAQuery"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(5, (result.Errors[0].TargetObject as PSObject)?.BaseObject ?? result.Errors[0].TargetObject);
    }

    [Theory]
    [InlineData("AlertInfo")]
    [InlineData("print d.txt")]
    [InlineData("DeviceFileEvents | where FileName endswith '.kql'")]
    [InlineData("AlertInfo | project d.md")]
    [InlineData("// hunt.kql\nAlertInfo")]
    [InlineData("//hunt.kql")]
    [InlineData("database('x').T")]
    [InlineData("T.kql(1)")]
    [InlineData("union a.b")]
    [InlineData("search evil.exe")]
    public void What_may_be_KQL_is_left_to_the_service(string query) =>
        Assert.Null(QueryRefusal.Of(query, _ => query.Contains("evil", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Get-MdeHuntingSchema ./hunt.kql")]
    [InlineData("Get-MdeHuntingSchema (Get-Item hunt.kql)")]
    [InlineData("Get-Item hunt.kql | Get-MdeHuntingSchema -Live")]
    [InlineData("@{ a = 1 } | Get-MdeHuntingSchema -Live")]
    [InlineData("5 | Get-MdeHuntingSchema")]
    [InlineData("Get-MdeHuntingSchema AlertInfo -Column @{ a = 1 }")]
    public void What_is_no_name_of_a_table_is_refused(string command)
    {
        var before = connected.Lab.Lab.State.Requests.Count;

        var result = _shell.Run("Push-Location $args[0]; try { " + command + " } finally { Pop-Location }", Folder());

        Assert.Equal("NotAName", result.ErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, result.Error.CategoryInfo.Category);
        Assert.Empty(result.Output);
        Assert.Equal(before, connected.Lab.Lab.State.Requests.Count);
    }

    [Fact]
    public void Tables_that_the_cmdlet_gave_are_taken_by_their_names() =>
        Assert.Equal(
            2,
            _shell
                .Run(
                    "Get-MdeHuntingSchema AlertI*, AlertE* -Column Timestamp | Out-Null; $t = Get-MdeHuntingSchema | Where-Object Name -like AlertI*; $t "
                        + "| Get-MdeHuntingSchema -Column Title, Severity"
                )
                .ThrowIfFailed()
                .Output.Count
        );

    public static TheoryData<string, byte[]> Encodings() =>
        new()
        {
            { "UTF-8 with a mark", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes("Owner")] },
            { "UTF-16 without a mark", Encoding.Unicode.GetBytes("Owner") },
            { "UTF-16 BE without a mark", Encoding.BigEndianUnicode.GetBytes("Owner") },
            { "UTF-16 BE with a mark", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes("Owner")] },
            { "UTF-32 with a mark", [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes("Owner")] },
            { "UTF-32 without a mark", Encoding.UTF32.GetBytes("Owner") },
            { "UTF-32 BE with a mark", [.. new UTF32Encoding(true, true).GetPreamble(), .. new UTF32Encoding(true, true).GetBytes("Owner")] },
        };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_file_is_read_in_its_encoding(string encoding, byte[] bytes)
    {
        var file = connected.Lab.Write("", $"{encoding}.kql");
        File.WriteAllBytes(file, bytes);

        Assert.Equal("contoso", _shell.Run("Invoke-MdeHuntingQuery -LiteralPath $args[0]", file).ThrowIfFailed().Output.Single().Properties["Name"].Value);
    }

    [Fact]
    public void Text_in_other_letters_is_read_without_a_mark_too()
    {
        const string query = "// Поиск: 日本語\r\nDeviceInfo | where DeviceName == 'Jyväskylä'\r\n";

        Assert.Equal(query, TextEncoding.Read(Encoding.Unicode.GetBytes(query)));
        Assert.Equal(query, TextEncoding.Read(Encoding.BigEndianUnicode.GetBytes(query)));
        Assert.Equal(query, TextEncoding.Read(Encoding.UTF8.GetBytes(query)));
    }

    public static TheoryData<string, byte[], string> Files() =>
        new()
        {
            { "Windows-1252", [.. "DeviceInfo | where DeviceName == 'Jyv"u8, 0xE4, (byte)'\''], "QueryFileUnreadable" },
            { "zip", [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 0, 0x21, 0x5A, 0xFF, 0xFE, 1, 2], "QueryFileUnreadable" },
            { "exe", [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0xB8, 0, 0, 0], "QueryFileUnreadable" },
            { "NULs", "Owner\0"u8.ToArray(), "QueryFileUnreadable" },
            { "only NULs", new byte[64], "QueryFileUnreadable" },
            { "half a UTF-16", [.. Encoding.Unicode.GetPreamble(), 0x4F], "QueryFileUnreadable" },
            { "too large", new byte[(16 * 1024 * 1024) + 1], "QueryFileUnreadable" },
            { "empty", [], "EmptyQuery" },
            { "a mark alone", Encoding.UTF8.GetPreamble(), "EmptyQuery" },
            { "blanks", " \r\n\t"u8.ToArray(), "EmptyQuery" },
            { "comments", "// nothing yet\n"u8.ToArray(), "EmptyQuery" },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_without_a_query_is_named(string name, byte[] bytes, string id)
    {
        var file = connected.Lab.Write("", $"{name}.kql");
        File.WriteAllBytes(file, bytes);
        var before = connected.Lab.Lab.State.Requests.Count;

        var result = _shell.Run("Invoke-MdeHuntingQuery -LiteralPath $args[0]", file);

        Assert.Equal(id, result.ErrorId);
        Assert.Contains(file, result.Error.ToString());
        Assert.Equal(before, connected.Lab.Lab.State.Requests.Count);
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such pipes.");
        var pipe = Path.Combine(Folder(), "pipe.kql");
        await ChildProcess.MakePipeAsync(pipe);

        Assert.Equal("EmptyQuery", _shell.Run("Invoke-MdeHuntingQuery -Path $args[0]", pipe).ErrorId);
    }

    [Fact]
    public void A_folder_is_told_from_a_file()
    {
        var result = _shell.Run("Invoke-MdeHuntingQuery -Path $args[0]", Folder());

        Assert.Equal("QueryFileUnreadable", result.ErrorId);
        Assert.Contains("is a folder", result.Error.ToString());
    }

    private string Folder()
    {
        var folder = Path.GetDirectoryName(connected.Lab.Write("Owner", "hunt.kql"))!;
        connected.Lab.Write("Owner", "plain.query");
        connected.Lab.Write("Owner", "my hunt.kql");
        return folder;
    }
}

/// <summary>What another module returns, such as a detection rule.</summary>
public sealed class OtherModulesRule
{
    public string Query => "Owner";
}
