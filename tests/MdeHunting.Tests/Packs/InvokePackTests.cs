using System.Globalization;
using System.Management.Automation;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.Packs;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Packs;

/// <summary>Invoke-MdeHuntingPack in a session, with two tenants of the lab: one that was broken into, and one with other data and fewer tables.</summary>
public sealed class InvokePackTests(InvokePackTests.Intruded intruded) : IClassFixture<InvokePackTests.Intruded>, IDisposable
{
    private readonly Shell _shell = intruded.Lab.Shell;
    private readonly LabState _lab = intruded.Lab.Lab.State;
    private readonly int _before = intruded.Lab.Lab.State.Requests.Count;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdehunting-packs-");

    public void Dispose()
    {
        _lab.Faults.ClearQueryFaults();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Each_built_in_hunt_finds_what_the_story_planted_and_nothing_in_the_quiet_tenant()
    {
        var results = Results(
            """
            $first = Invoke-MdeHuntingQuery 'DeviceProcessEvents | where FileName == "onsync.exe" | top 1 by Timestamp asc' -Connection Contoso
            Get-MdeHuntingPack | Invoke-MdeHuntingPack -Connection Contoso, Seed -Parameter @{ fileHash = $first.SHA256; account = $first.AccountName; at = $first.Timestamp }
            """
        );

        Assert.Equal(2 * BuiltInPack.Queries.Count, results.Count);
        foreach (var result in results)
        {
            if (result.Connection == "Contoso")
            {
                var text = string.Join('\n', result.Results.Select(row => string.Join(" | ", row.Properties.Select(property => $"{property.Value}"))));
                Assert.True(result.Status == "Found", $"{result.Name}: {result.Status} {result.Error}");
                Assert.All(BuiltInPackTests.Planted[result.Id!], planted => Assert.Contains(planted, text, StringComparison.OrdinalIgnoreCase));
                Assert.Equal(result.Results.Count, result.Rows);
                Assert.True(result.IsComplete);
                Assert.NotEmpty(result.Technique);
                Assert.NotNull(result.Seconds);
            }
            else
            {
                Assert.True(result.Status is "NothingFound" or "NotRunnable", $"{result.Name}: {result.Status} {result.Error}");
                Assert.Equal(result.Status == "NothingFound", result.IsComplete);
                Assert.Empty(result.Results);
            }
        }
    }

    [Fact]
    public void Each_query_has_its_status_and_no_call_is_spent_on_what_cannot_run()
    {
        Write("found", "DeviceProcessEvents | where FileName == 'onsync.exe'");
        Write("nothing", "DeviceProcessEvents | where FileName == 'no such program'");
        Write("cut", "DeviceProcessEvents | where Timestamp > ago(90d) and FileName == 'onsync.exe'");
        Write("refused", "DeviceProcessEvents | where NoSuchColumn == 1");
        Write("retired", "AADSignInEventsBeta | take 1");
        Write("former", "ProcessCreationEvents | take 1");
        Write("sentinel", "SecurityEvent | take 1");
        Write("workspace", "DeviceProcessEvents | where TimeGenerated > ago(1d)");
        Write("elsewhere", "workspace('other').DeviceProcessEvents | take 1");
        Write("watchlist", "let list = _GetWatchlist('x'); DeviceProcessEvents | where DeviceName in (list)");
        Write("cluster", "cluster('other').database('x').DeviceProcessEvents | take 1");
        Write("adx", "adx('https://help.kusto.windows.net/Samples').StormEvents | take 1");
        Write("arg", "arg('').Resources | take 1");
        Write("plugin", "DeviceProcessEvents | take 1 | evaluate hint.distribution = per_node python(typeof(*), 'result = df')");
        Write("parameter", "declare query_parameters(device:string); DeviceInfo | where DeviceName == device");
        Write("failed", "DeviceNetworkEvents | where RemotePort == 17");
        _lab.Faults.OnQuery(
            static query => query.Query.Contains("== 17", StringComparison.Ordinal),
            LabResponseFault.Refuse(500, "InternalServerError", "Broken.")
        );

        var run = Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -RetryLimit 0");
        var results = run.Output.Select(one => (MdePackResult)one.BaseObject).ToDictionary(one => one.Name);

        Assert.Equal(
            [
                "adx NotRunnable",
                "arg NotRunnable",
                "cluster NotRunnable",
                "cut Cut",
                "elsewhere NotRunnable",
                "failed Failed",
                "former NotRunnable",
                "found Found",
                "nothing NothingFound",
                "parameter Skipped",
                "plugin NotRunnable",
                "refused Refused",
                "retired NotRunnable",
                "sentinel NotRunnable",
                "watchlist NotRunnable",
                "workspace NotRunnable",
            ],
            results.Values.Select(one => $"{one.Name} {one.Status}").Order(StringComparer.Ordinal)
        );
        Assert.All(results.Values.Where(one => one.Status == "NotRunnable"), one => Assert.Equal("QueryNotRunnable", one.ErrorId));
        Assert.Contains("adx()", results["adx"].Error!);
        Assert.Contains("plug-in python", results["plugin"].Error!);
        Assert.Contains("EntraIdSignInEvents", results["retired"].Error!);
        Assert.Contains("DeviceProcessEvents", results["former"].Error!);
        Assert.Contains("Microsoft Sentinel", results["sentinel"].Error!);
        Assert.Contains("TimeGenerated", results["workspace"].Error!);
        Assert.Contains("device", results["parameter"].Error!);
        Assert.Equal("ParameterMissing", results["parameter"].ErrorId);
        Assert.Equal("QueryRefused", results["refused"].ErrorId);
        Assert.Equal("LookBackCut", results["cut"].ErrorId);
        Assert.Equal("LookBackCut", Assert.Single(results["cut"].Missing).ErrorId);
        Assert.True(results["cut"].Rows > 0);
        Assert.False(results["cut"].IsComplete);
        Assert.Equal(["QueryRefused", "ServiceError"], run.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(5, Queries().Count);
        Assert.Contains(run.Warnings, warning => warning.Contains("'parameter'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-MdeHuntingPack -Name lsass-access", "lsass-access", "")]
    [InlineData("Get-MdeHuntingPack -Name LSASS-*", "lsass-access", "")]
    [InlineData("Get-MdeHuntingPack -Name lsass-access, nothing-like-it", "lsass-access", "nothing-like-it")]
    [InlineData("Get-MdeHuntingPack -Name nothing-like-*", "", "")]
    public void A_query_is_found_by_its_id_and_a_name_that_none_has_is_told(string command, string found, string unknown)
    {
        var run = Run(command);

        Assert.Equal(found, string.Join(' ', run.Output.Select(query => ((MdePackQuery)query.BaseObject).Id)));
        Assert.Equal(unknown, string.Join(' ', run.Errors.Select(error => error.TargetObject)));
        Assert.All(run.Errors, error => Assert.StartsWith("PackNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    [Fact]
    public void That_no_query_has_what_was_asked_for_is_told() =>
        Assert.StartsWith("None of the ", Assert.Single(Run("Get-MdeHuntingPack -Technique T9999").ThrowIfFailed().Warnings), StringComparison.Ordinal);

    [Fact]
    public void A_name_that_no_query_of_a_file_has_is_told_with_the_near_one()
    {
        Write("Handles", "DeviceProcessEvents | take 1");

        var run = Run($"Import-MdeHuntingPack -Path '{_folder.FullName}' -Name Handels");

        Assert.Contains("Did you mean 'Handles'?", Assert.Single(run.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_the_tenant_does_not_have_is_known_without_a_call_and_another_tenant_is_asked()
    {
        Write("mail", "EmailEvents | take 1");

        var results = Results($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso, Seed");

        Assert.Equal(["Contoso Found", "Seed NotRunnable"], results.Select(one => $"{one.Connection} {one.Status}").Order(StringComparer.Ordinal));
        Assert.Single(Queries());
    }

    [Fact]
    public void A_table_that_a_service_refuses_is_asked_for_once()
    {
        intruded.Lab.Connect("-Name Endpoint -Api Endpoint", TestLab.Seed).ThrowIfFailed();
        Write("one", "EmailEvents | take 1");
        Write("other", "EmailEvents | take 2");

        var results = Results($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Endpoint");

        Assert.All(results, one => Assert.Equal("NotRunnable", one.Status));
        Assert.All(results, one => Assert.Contains("EmailEvents", one.Error!));
        Assert.Single(Queries());
    }

    [Fact]
    public void PlanOnly_and_WhatIf_run_no_query_and_the_plan_begins_with_what_is_cheap()
    {
        Write("a", "DeviceProcessEvents | join kind=inner DeviceFileEvents on DeviceId | take 1");
        Write("b", "DeviceInfo | where Timestamp > ago(1d)");
        Write("c", "SecurityEvent | take 1");

        var plan = Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -PlanOnly")
            .ThrowIfFailed()
            .Output.Select(one => (MdePackPlan)one.BaseObject)
            .ToList();
        var shown = Results($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -WhatIf");

        Assert.Empty(Queries());
        Assert.Equal(
            ["1 b", "2 a", " c"],
            plan.OrderBy(one => one.Order ?? 9).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Order} {one.Name}"))
        );
        Assert.Equal("NotRunnable", plan.Single(one => one.Name == "c").Status);
        Assert.Equal(["NotRunnable", "Skipped", "Skipped"], shown.Select(one => one.Status).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rows_are_bounded_with_the_way_for_many_and_typed()
    {
        Write("many", "DeviceProcessEvents");

        var run = Run($"Invoke-MdeHuntingPack -LiteralPath '{_folder.FullName}' -Connection Contoso -MaxRows 3").ThrowIfFailed();
        var result = (MdePackResult)Assert.Single(run.Output).BaseObject;

        Assert.Equal("Found", result.Status);
        Assert.Equal(3, result.Results.Count);
        Assert.False(result.IsComplete);
        Assert.IsType<DateTime>(PSObject.AsPSObject(result.Results[0].Properties["Timestamp"].Value).BaseObject);
        Assert.Contains("-OutputPath", Assert.Single(run.Warnings));
    }

    [Fact]
    public void Each_query_gets_the_values_of_its_own_parameters_and_whatever_they_contain_they_stay_values()
    {
        Write("device", "declare query_parameters(device:string); print Value = device");
        Write("account", "declare query_parameters(account:string, lookback:timespan = 3d); print Value = strcat(account, lookback)");

        var run = Run(
            $$"""Invoke-MdeHuntingPack -Path '{{_folder.FullName}}' -Connection Contoso -Parameter @{ Device = 'a" or 1 == 1 //'; account = 'b'; other = 1 }"""
        );
        var values = run.ThrowIfFailed().Output.ToDictionary(one => ((MdePackResult)one.BaseObject).Name, one => ((MdePackResult)one.BaseObject).Results[0]);

        Assert.Equal("a\" or 1 == 1 //", values["device"].Properties["Value"].Value);
        Assert.Equal("b3.00:00:00", values["account"].Properties["Value"].Value);
        Assert.Contains(run.Warnings, warning => warning.Contains("'other'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_reaches_a_placeholder_by_the_name_that_the_published_text_has()
    {
        // DeviceId is a column, so that the query can't declare it.
        Write("device", "DeviceInfo | take 1 | project Value = \"{DeviceId}\"");

        var run = Run($$"""Invoke-MdeHuntingPack -Path '{{_folder.FullName}}' -Connection Contoso -Parameter @{ deviceid = 'a' }""").ThrowIfFailed();
        var own = Run($$"""Invoke-MdeHuntingPack -Path '{{_folder.FullName}}' -Connection Contoso -Parameter @{ DeviceId = 'a'; p_DeviceId = 'b' }""");

        Assert.Equal("a", ((MdePackResult)Assert.Single(run.Output).BaseObject).Results[0].Properties["Value"].Value);
        Assert.Empty(run.Warnings);
        Assert.Equal("b", ((MdePackResult)Assert.Single(own.ThrowIfFailed().Output).BaseObject).Results[0].Properties["Value"].Value);
        Assert.Contains("'DeviceId'", Assert.Single(own.Warnings));
    }

    [Fact]
    public async Task After_Ctrl_C_what_was_done_is_there()
    {
        Write("a", "DeviceInfo | where Timestamp > ago(1d) | take 1");
        Write("b", "DeviceNetworkEvents | where RemotePort == 18 | take 1");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lab.Faults.OnQuery(
            query => query.Query.Contains("== 18", StringComparison.Ordinal) && (asked.TrySetResult() || true),
            LabResponseFault.SilenceBeforeResponse()
        );

        using (var shell = _shell.Prepare($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -OutVariable global:done"))
        {
            var running = shell.InvokeAsync();
            await asked.Task;
            await shell.StopAsync(null, null);
            await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        }

        Assert.Equal("a", Assert.Single(Results("$done")).Name);
    }

    [Fact]
    public void A_sweep_is_recorded_as_evidence()
    {
        Write("a", "DeviceInfo | take 1");
        var bag = Path.Combine(_folder.FullName, "bag");

        Results($"Invoke-MdeHuntingPack -Path '{_folder.FullName}/a.kql' -Connection Contoso, Seed -EvidencePath '{bag}' -CaseId C1 -Operator me -SingleBag");
        var recorded = Run($"Get-MdeEvidence '{bag}'").ThrowIfFailed().Output;

        Assert.Equal(["Contoso", "Seed"], recorded.Select(one => $"{one.Properties["Connection"].Value}").Order(StringComparer.Ordinal));
        Assert.All(recorded, one => Assert.StartsWith("DeviceInfo", $"{one.Properties["Query"].Value}", StringComparison.Ordinal));
    }

    [Fact]
    public void Time_and_splitting_are_those_of_every_command_that_hunts()
    {
        Write("rows", "DeviceProcessEvents | project Timestamp, FileName");
        Write("sums", "DeviceProcessEvents | summarize count()");

        var run = Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -Timespan 2d -Split 1d");
        var results = run.Output.Select(one => (MdePackResult)one.BaseObject).ToDictionary(one => one.Name);

        Assert.Equal("QueryNotSplittable", Assert.Single(run.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("Refused", results["sums"].Status);
        Assert.Equal("Found", results["rows"].Status);
        Assert.Equal(2, Queries().Count);
        Assert.Equal("TimeInvalid", Run("Get-MdeHuntingPack | Invoke-MdeHuntingPack -Connection Contoso -Timespan soon").ErrorId);
    }

    [Theory]
    [InlineData("", 1, "Found")]
    [InlineData("-Check Warn", 1, "Found")]
    [InlineData("-Check None", 0, "Found")]
    [InlineData("-Check Stop", 0, "Refused")]
    public void Queries_are_checked_as_they_are_run(string parameters, int warnings, string status)
    {
        Write("wrong", "DeviceInfo | where isnotnull(DeviceName) | take 1");
        Write("right", "DeviceInfo | take 1");

        var run = Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso, Seed {parameters}");

        var results = run.Output.Select(one => (MdePackResult)one.BaseObject).Where(one => one.Connection == "Contoso").ToDictionary(one => one.Name);
        Assert.Equal(("Found", status), (results["right"].Status, results["wrong"].Status));
        Assert.Equal(warnings, run.Warnings.Count(text => text.Contains("wrong: MDE005", StringComparison.Ordinal)));
        Assert.Equal(status == "Refused", run.Errors.Any(error => error.ToString().Contains("MDE005", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_to_run_is_an_error_and_a_pack_that_cannot_run_a_warning()
    {
        Write("sentinel", "SecurityEvent | take 1");

        var run = Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso").ThrowIfFailed();

        Assert.Equal("PackEmpty", Run("@() | Invoke-MdeHuntingPack -Connection Contoso").ErrorId);
        Assert.Contains(run.Warnings, warning => warning.StartsWith("None of the queries can be run on Contoso", StringComparison.Ordinal));
    }

    [Fact]
    public void Queries_of_another_process_are_run_and_what_is_no_query_is_told_with_the_way_out()
    {
        Write("parameter", "declare query_parameters(device:string = 'x'); EmailEvents | where Subject == device");
        var results = Results(
            $$"""
            $far = [Management.Automation.PSSerializer]::Serialize((Import-MdeHuntingPack '{{_folder.FullName}}'))
            [Management.Automation.PSSerializer]::Deserialize($far) | Invoke-MdeHuntingPack -Connection Contoso, Seed
            """
        );

        Assert.Equal(["Contoso NothingFound", "Seed NotRunnable"], results.Select(one => $"{one.Connection} {one.Status}").Order(StringComparer.Ordinal));
        Assert.Contains("Invoke-MdeHuntingQuery", Run("Invoke-MdeHuntingPack 'DeviceInfo' -Connection Contoso").Error.ToString());
    }

    [Fact]
    public void Progress_is_shown_for_each_tenant()
    {
        Write("a", "DeviceInfo | take 1");
        Write("b", "DeviceInfo | take 2");

        var progress = Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso, Seed").ThrowIfFailed().Progress;

        foreach (var name in new[] { "Contoso", "Seed" })
        {
            var lines = progress.Where(record => record.Activity == $"Hunting {name}").ToArray();
            Assert.StartsWith("Query 1 of 2", lines[0].StatusDescription);
            Assert.Equal(ProgressRecordType.Completed, lines[^1].RecordType);
        }
    }

    [Fact]
    public void A_placeholder_for_a_part_of_the_query_costs_no_call_also_from_another_process()
    {
        Write("part", "DeviceInfo | where {column} == 'a'");

        var plan = (MdePackPlan)Assert.Single(Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -PlanOnly").Output).BaseObject;
        var result = Assert.Single(
            Results(
                $$"""
                $far = [Management.Automation.PSSerializer]::Serialize((Import-MdeHuntingPack '{{_folder.FullName}}'))
                [Management.Automation.PSSerializer]::Deserialize($far) | Invoke-MdeHuntingPack -Connection Contoso
                """
            )
        );

        Assert.Equal(("NotRunnable", "NotRunnable"), (plan.Status, result.Status));
        Assert.Contains("{column}", plan.Reason);
        Assert.Contains("{column}", result.Error);
        Assert.Empty(Queries());
    }

    [Fact]
    public void A_parameter_of_a_query_that_lacks_another_is_not_told_as_unused()
    {
        Write("hour", "declare query_parameters(account:string, at:datetime); print account, at");
        Write("other", "declare query_parameters(device:string = 'x'); print device");

        var run = Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -Parameter @{{ account = 'a' }}").ThrowIfFailed();

        Assert.Contains("'hour'", Assert.Single(run.Warnings));
    }

    [Fact]
    public void Queries_of_one_name_are_told_and_told_apart()
    {
        foreach (var (folder, name) in new[] { ("a", "same"), ("b", "same"), ("c", "same (2)") })
        {
            _folder.CreateSubdirectory(folder);
            Write($"{folder}/{name}", $"print {folder} = 1");
        }

        var run = Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -OutputPath '{_folder.FullName}/out'").ThrowIfFailed();
        var results = run.Output.Select(one => (MdePackResult)one.BaseObject).ToList();

        Assert.Equal(["same", "same (2)", "same (2) (2)"], results.Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(3, results.Select(one => one.ResultPath).Distinct().Count());
        Assert.Contains("'same'", Assert.Single(run.Warnings));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_in_the_index_and_the_others_are_run()
    {
        Write("a", "print 1");
        File.WriteAllText(Path.Combine(_folder.FullName, "b.yaml"), "indent\nbad: [indd~~~ent\n");

        var run = Run(
            $"""
            $done = Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -OutputPath '{_folder.FullName}/out' -ErrorAction SilentlyContinue
            Import-Csv '{_folder.FullName}/out/index.csv'
            (Get-Content -Raw '{_folder.FullName}/out/index.json' | ConvertFrom-Json)[1].Source
            Import-Csv '{_folder.FullName}/out/index.csv' | Export-MdeAttackLayer -Path '{_folder.FullName}/layer.json'
            """
        );

        Assert.Equal(
            ["a Found ", "b.yaml Failed PackDamaged"],
            run.Output.Take(2).Select(one => string.Join(' ', new[] { "Name", "Status", "ErrorId" }.Select(name => one.Properties[name].Value)))
        );
        Assert.Equal(Path.Combine(_folder.FullName, "b.yaml"), run.Output[2].BaseObject);
    }

    [Fact]
    public void A_first_run_that_runs_no_query_does_not_call_itself_verified()
    {
        Write("sentinel", "SecurityEvent | take 1");

        var run = Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}' -Connection Contoso -OutputPath '{_folder.FullName}/out'").ThrowIfFailed();

        Assert.DoesNotContain(run.Warnings, warning => warning.Contains("verified", StringComparison.Ordinal));
        Assert.Contains(run.Warnings, warning => warning.StartsWith("No query was run.", StringComparison.Ordinal));
    }

    private void Write(string name, string query) => File.WriteAllText(Path.Combine(_folder.FullName, name + ".kql"), query);

    private ShellResult Run(string script) => _shell.Run(script);

    private List<MdePackResult> Results(string script) => [.. Run(script).ThrowIfFailed().Output.Select(one => (MdePackResult)one.BaseObject)];

    private List<string> Queries() => [.. _lab.Requests.Skip(_before).Select(request => request.Query).OfType<string>()];

    /// <summary>The tenants.</summary>
    public sealed class Intruded : IAsyncLifetime
    {
        internal LabShell Lab { get; } = new() { Options = new LabOptions() };

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect("-Name Contoso").ThrowIfFailed();
            Lab.Connect("-Name Seed", TestLab.Seed).ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
