using System.Management.Automation;
using MdeHunting.Lab.Dataset.Planted;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>Find-MdeIndicator in a session, with two tenants of the lab.</summary>
public sealed class FindIndicatorTests(FindIndicatorTests.Intruded intruded) : IClassFixture<FindIndicatorTests.Intruded>, IDisposable
{
    private readonly Shell _shell = intruded.Lab.Shell;
    private readonly LabState _lab = intruded.Lab.Lab.State;
    private readonly int _before = intruded.Lab.Lab.State.Requests.Count;

    public void Dispose() => _lab.Faults.ClearQueryFaults();

    [Fact]
    public void A_list_is_swept_in_both_tenants_and_each_indicator_has_an_entry_for_each()
    {
        var run = Run(
            $"'{PlantedIndicator.Domain}', '{PlantedIndicator.ToolSha1}', 'nowhere.example' | Find-MdeIndicator -Connection Contoso, Seed -LedgerVariable found"
        );
        var hits = run.ThrowIfFailed().Output;
        var ledger = Ledger("$found");

        Assert.Contains("Contoso kumpula-tools.example Subdomain DeviceEvents.AdditionalFields update.kumpula-tools.example", hits.Select(Text));
        Assert.Contains($"Contoso {PlantedIndicator.ToolSha1} Exact AlertEvidence.SHA1 {PlantedIndicator.ToolSha1}", hits.Select(Text));
        Assert.DoesNotContain(hits, hit => $"{hit.Properties["Value"].Value}".Contains("attacker", StringComparison.Ordinal));
        Assert.Equal(6, ledger.Count);
        Assert.Equal(
            ["Contoso Found", "Contoso Found", "Contoso NotFound", "Seed NotFound", "Seed NotFound", "Seed NotFound"],
            ledger.Select(entry => $"{entry.Connection} {entry.Status}")
        );
        // In that tenant, some rows have the SHA-256 of a file alone.
        var partial = Assert.Single(ledger, entry => !entry.IsComplete);
        Assert.Equal(("Contoso", PlantedIndicator.ToolSha1), (partial.Connection, partial.Indicator.Value));
        Assert.Contains("some have another hash of a file, but not its SHA-1.", partial.Reason, StringComparison.Ordinal);
        Assert.Equal(ledger, Ledger("(Get-MdeIndicatorLedger)"));
    }

    [Fact]
    public void The_documents_of_a_case_are_swept_by_two_commands_in_both_tenants()
    {
        var folder = Directory.CreateTempSubdirectory("mdehunting-case-").FullName;
        foreach (var (name, text) in SupplierDocuments.All)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        const string import = "Import-MdeIndicator $args[0] -IncludeNoise -IncludeExpired -IncludeRevoked -IncludeUndetectable -WarningAction SilentlyContinue";
        var hits = _shell.Run($"{import} | Find-MdeIndicator -Connection Contoso, Seed -Widen", folder).ThrowIfFailed().Output;
        Directory.Delete(folder, recursive: true);

        Assert.Equal(
            SupplierCase.Hits.Select(hit => $"Contoso {hit.Key.Indicator} {hit.Key.Table}.{hit.Key.Column} {hit.Key.Value} {hit.Value}").Order(),
            hits.Select(hit => (MdeIndicatorHit)hit.BaseObject)
                .Select(hit => $"{hit.Connection} {hit.Indicator.Value} {hit.Table}.{hit.Column} {hit.Value} {hit.Count}")
                .Order()
        );
        var found = SupplierCase.Hits.Select(hit => hit.Key.Indicator).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var ledger = Ledger("(Get-MdeIndicatorLedger)");
        Assert.All(
            ledger.Where(entry => entry.Connection == "Contoso"),
            // Some rows have another hash of a file alone, by which -Widen finds none of these two types.
            entry =>
                Assert.Equal(
                    (found.Contains(entry.Indicator.Value) ? "Found" : "NotFound", entry.Type is not ("Md5" or "Sha1")),
                    (entry.Status, entry.IsComplete)
                )
        );
        Assert.DoesNotContain(ledger, entry => entry is { Connection: "Seed", Status: "Found" });
    }

    [Fact]
    public void Skipped_and_unknown_indicators_are_in_the_ledger_with_the_reason_and_no_query_looks_for_them()
    {
        var ledger = Ledger(
            "(& { '10.1.2.3', 'no indicator at all' | ConvertTo-MdeIndicator -IncludeUnread | Find-MdeIndicator -Connection Contoso; Get-MdeIndicatorLedger })"
        );

        Assert.Equal(["NotSearched", "NotSearched"], ledger.Select(entry => entry.Status));
        Assert.StartsWith("ReservedAddress: ", ledger[0].Reason!, StringComparison.Ordinal);
        Assert.Empty(Queries());
    }

    [Fact]
    public void PlanOnly_and_WhatIf_run_no_query_and_say_which_there_would_be()
    {
        var plan = Run("'evil.example' | Find-MdeIndicator -Connection Contoso -PlanOnly")
            .ThrowIfFailed()
            .Output.Select(step => (MdeIndicatorPlan)step.BaseObject)
            .ToList();
        var shown = Run("'evil.example' | Find-MdeIndicator -Connection Contoso -WhatIf -LedgerVariable whatif; $whatif[0].Status").ThrowIfFailed();

        Assert.Empty(Queries());
        Assert.Contains(plan, step => step.Table == "DeviceNetworkEvents" && step.Query.Contains("has_any", StringComparison.Ordinal));
        Assert.All(plan, step => Assert.InRange(step.QuotaPercent!.Value, 0.00001, 100));
        Assert.Equal("NotSearched", Assert.Single(shown.Output).BaseObject);
    }

    [Fact]
    public void A_plan_with_Widen_says_which_queries_will_have_hashes_that_are_not_known_yet()
    {
        var plan = Run($"'{PlantedIndicator.LoaderSha256}', 'evil.example' | Find-MdeIndicator -Connection Contoso -PlanOnly -Widen")
            .ThrowIfFailed()
            .Output.Select(step => (MdeIndicatorPlan)step.BaseObject)
            .ToLookup(step => step.Purpose == "Search" && step.Columns.Contains("SHA1"));

        Assert.NotEmpty(plan[true]);
        Assert.All(plan[true], step => Assert.Contains("SHA-1", step.Note!, StringComparison.Ordinal));
        Assert.Contains(plan[false], step => step.Purpose == "Widen");
        Assert.All(plan[false].Where(step => step.Purpose == "Widen" || step.Table == "UrlClickEvents"), step => Assert.Null(step.Note));
        Assert.Empty(Queries());
    }

    [Fact]
    public void A_table_that_fails_is_an_error_and_what_might_be_in_it_is_not_called_absent()
    {
        _lab.Faults.OnQuery(
            static query => query.Query.Contains("UrlClickEvents\n", StringComparison.Ordinal),
            LabResponseFault.Refuse(500, "InternalServerError", "Broken.")
        );

        var run = Run("'nowhere.example', 'kumpula-tools.example' | Find-MdeIndicator -Connection Contoso -RetryLimit 0");
        var ledger = Ledger("(Get-MdeIndicatorLedger)");

        Assert.NotEmpty(run.Errors);
        Assert.Equal(["Partial", "Found"], ledger.Select(entry => entry.Status));
        Assert.All(ledger, entry => Assert.False(entry.IsComplete));
        Assert.All(ledger, entry => Assert.StartsWith("UrlClickEvents: ", entry.Reason!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_Ctrl_C_the_ledger_says_what_was_searched()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lab.Faults.OnQuery(
            query => query.Query.Contains("DeviceNetworkEvents\n", StringComparison.Ordinal) && (asked.TrySetResult() || true),
            LabResponseFault.SilenceBeforeResponse()
        );
        Run("$global:stopped = 'before'").ThrowIfFailed();
        using (var shell = _shell.Prepare("'nowhere.example' | Find-MdeIndicator -Connection Contoso -LedgerVariable +stopped"))
        {
            var running = shell.InvokeAsync();
            await asked.Task;
            await shell.StopAsync(null, null);
            await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        }

        var entry = Assert.Single(Ledger("(Get-MdeIndicatorLedger)"));
        Assert.Equal(["before", "nowhere.example"], Run("$stopped | ForEach-Object { \"$($_.Indicator ?? $_)\" }").Output.Select(one => one.ToString()));
        Assert.Equal("Partial", entry.Status);
        Assert.Contains("BehaviorEntities", entry.Tables);
        Assert.Contains(entry.NotSearched, gap => gap is { Table: "DeviceNetworkEvents", Reason: "The sweep ended before it was searched." });
    }

    [Fact]
    public async Task After_Ctrl_C_the_ledger_says_that_rows_of_hits_are_missing()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lab.Faults.OnQuery(
            query => !query.Query.Contains("summarize", StringComparison.Ordinal) && (asked.TrySetResult() || true),
            LabResponseFault.SilenceBeforeResponse()
        );
        using (var shell = _shell.Prepare($"'{PlantedIndicator.Domain}' | Find-MdeIndicator -Connection Contoso -Table DeviceEvents -Detailed"))
        {
            var running = shell.InvokeAsync();
            await asked.Task;
            await shell.StopAsync(null, null);
            await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        }

        var entry = Assert.Single(Ledger("(Get-MdeIndicatorLedger)"));
        Assert.Equal(("Found", false), (entry.Status, entry.IsComplete));
        Assert.EndsWith("Rows of hits are missing from DeviceEvents: The sweep ended before they were returned.", entry.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_SHA256_is_complete_only_where_its_SHA1_is_searched_too()
    {
        var plain = Ledger($"(& {{ '{PlantedIndicator.LoaderSha256}' | Find-MdeIndicator -Connection Contoso | Out-Null; Get-MdeIndicatorLedger }})");
        var hits = Run($"'{PlantedIndicator.LoaderSha256}' | Find-MdeIndicator -Connection Contoso -Widen").ThrowIfFailed().Output;
        var widened = Assert.Single(Ledger("(Get-MdeIndicatorLedger)"));

        Assert.False(plain[0].IsComplete);
        Assert.Contains(plain[0].NotSearched, gap => gap.Reason.Contains("-Widen", StringComparison.Ordinal));
        Assert.Contains(hits, hit => $"{hit.Properties["Grade"].Value}" == "SameFile");
        Assert.True(widened.IsComplete);
        Assert.Single(widened.WidenedTo);
    }

    [Fact]
    public void With_Detailed_each_hit_has_its_rows()
    {
        var hits = Run($"'{PlantedIndicator.Domain}' | Find-MdeIndicator -Connection Contoso -Detailed -Table DeviceNetworkEvents, DeviceEvents")
            .ThrowIfFailed()
            .Output.Select(hit => (MdeIndicatorHit)hit.BaseObject)
            .ToList();

        Assert.NotEmpty(hits);
        Assert.All(hits, hit => Assert.Equal(hit.Count, hit.Rows.Count));
        Assert.All(hits, hit => Assert.Contains(hit.Value, $"{hit.Rows[0].Properties[hit.Column].Value}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(@"HKCU\Software\Kumpula\Agent\{0}")]
    [InlineData(@"HKEY_CURRENT_USER\SOFTWARE\kumpula\AGENT\{0}\")]
    public void A_key_with_the_name_of_a_value_behind_it_is_found(string format)
    {
        var row = Run(
                $"Invoke-MdeHuntingQuery 'DeviceRegistryEvents | where RegistryKey endswith \"Kumpula\\\\Agent\" and isnotempty(RegistryValueName) | take 1' -Connection Contoso"
            )
            .ThrowIfFailed()
            .Output.Single();
        var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, row.Properties["RegistryValueName"].Value);

        var hits = Run($"ConvertTo-MdeIndicator '{path}' | Find-MdeIndicator -Connection Contoso -Detailed")
            .ThrowIfFailed()
            .Output.Select(hit => (MdeIndicatorHit)hit.BaseObject)
            .ToList();

        var hit = Assert.Single(hits);
        Assert.Equal(("Exact", "RegistryValueName"), (hit.Grade, hit.Column));
        Assert.Equal($"{row.Properties["RegistryKey"].Value}\\{row.Properties["RegistryValueName"].Value}", hit.Value);
        Assert.Equal(hit.Count, hit.Rows.Count);
        Assert.Empty(Run($"ConvertTo-MdeIndicator '{path}x' | Find-MdeIndicator -Connection Contoso").ThrowIfFailed().Output);
    }

    [Fact]
    public void A_table_that_one_of_two_tenants_lacks_is_searched_in_the_other()
    {
        var run = Run("'kumpula-tools.example', 'a@nowhere.example' | Find-MdeIndicator -Table EmailEvents, UrlClickEvents -Connection Seed, Contoso");
        var ledger = Ledger("(Get-MdeIndicatorLedger)");

        Assert.StartsWith("ArgumentConflict,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Seed", run.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(run.Output);
        Assert.Equal(
            ["Seed NotSearched", "Seed NotSearched", "Contoso Found", "Contoso NotFound"],
            ledger.Select(entry => $"{entry.Connection} {entry.Status}")
        );
        Assert.StartsWith("This account can't query EmailEvents", ledger[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@() | Find-MdeIndicator -Connection Contoso")]
    [InlineData("'evil.example' | Find-MdeIndicator -Connection Nobody")]
    [InlineData("'evil.example' | Find-MdeIndicator -Connection Contoso -Timespan soon")]
    public void What_fails_before_it_begins_leaves_no_ledger_of_an_earlier_sweep(string sweep)
    {
        Run("'nowhere.example' | Find-MdeIndicator -Connection Contoso -Table UrlClickEvents -LedgerVariable kept").ThrowIfFailed();

        Assert.NotEmpty(Run($"{sweep} -LedgerVariable kept").ErrorId);

        Assert.Empty(Run("Get-MdeIndicatorLedger; $kept").Output);
    }

    [Theory]
    [InlineData(
        "[pscustomobject]@{ Value = 'nowhere.example'; Type = 'domain' }, [pscustomobject]@{ Value = 'zzz'; Type = 'Sha256' }",
        "Indicator 2, 'zzz': The value isn't valid"
    )]
    [InlineData("'nowhere.example', '', \"8.8.4.77`n10.0.0.300\"", "Indicator 3, '10.0.0.300': It looks like an IPv4 address")]
    public void A_value_that_cannot_be_searched_for_is_told_and_the_others_are_searched_for(string input, string expected)
    {
        var told = Run($"$null = {input} | Find-MdeIndicator -Connection Contoso -WarningVariable told; $told").ThrowIfFailed().Output;
        var ledger = Ledger("(Get-MdeIndicatorLedger)");

        Assert.Contains(expected, Assert.Single(told).ToString());
        Assert.Equal("NotFound", ledger[0].Status);
        Assert.Equal("NotSearched", ledger[^1].Status);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Value = '45.77.20.8'; Type = 'ip' }", "IPv4 45.77.20.8")]
    [InlineData("[pscustomobject]@{ Value = 'evil.example'; Type = 'hostname' }", "Domain evil.example")]
    [InlineData("[pscustomobject]@{ Value = '45.77.20.8'; Type = '3' }", "IPv4 45.77.20.8")]
    public void An_object_is_taken_by_what_lists_call_its_type(string input, string expected)
    {
        Run($"{input} | Find-MdeIndicator -Connection Contoso -PlanOnly").ThrowIfFailed();

        var entry = Assert.Single(Ledger("(Get-MdeIndicatorLedger)"));
        Assert.Equal(expected, $"{entry.Type} {entry.Indicator}");
    }

    [Fact]
    public void An_empty_list_and_a_table_that_is_none_are_errors()
    {
        Assert.StartsWith("ArgumentConflict,", Run("@() | Find-MdeIndicator -Connection Contoso").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith(
            "TableNotFound,",
            Run("Find-MdeIndicator evil.example -Table Nothing* -Connection Contoso").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );
    }

    private static string Text(PSObject hit) =>
        string.Join(' ', new[] { "Connection", "Indicator", "Grade" }.Select(name => hit.Properties[name].Value))
        + $" {hit.Properties["Table"].Value}.{hit.Properties["Column"].Value} {hit.Properties["Value"].Value}";

    private ShellResult Run(string script) => _shell.Run(script);

    private List<MdeIndicatorLedgerEntry> Ledger(string script) => [.. Run(script).Output.Select(entry => entry.BaseObject).OfType<MdeIndicatorLedgerEntry>()];

    private List<string> Queries() => [.. _lab.Requests.Skip(_before).Select(request => request.Query).OfType<string>()];

    /// <summary>Two tenants: one that was broken into, and one with other data.</summary>
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
