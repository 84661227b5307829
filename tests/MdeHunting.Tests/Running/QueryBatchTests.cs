using System.Data;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>Many questions to many tenants, as a person at the prompt asks them.</summary>
public sealed class QueryBatchTests(QueryBatchTests.TwoTenants tenants) : IClassFixture<QueryBatchTests.TwoTenants>
{
    private readonly Shell _shell = tenants.Lab.Shell;

    [Fact]
    public void Rows_carry_where_they_come_from_in_their_first_column()
    {
        var rows = _shell.Run("Invoke-MdeHuntingQuery Owner -Connection Contoso, Seed").ThrowIfFailed().Output;

        Assert.Equal(["Contoso:contoso", "Seed:seed"], rows.Select(row => $"{row.Properties["MdeConnection"].Value}:{row.Properties["Name"].Value}"));
        Assert.Equal("MdeConnection", rows[0].Properties.First().Name);
    }

    [Fact]
    public void The_column_has_the_name_that_is_asked_for_and_is_not_there_for_one_connection()
    {
        Assert.Equal(
            "Tenant",
            _shell.Run("Invoke-MdeHuntingQuery Owner -Connection Contoso, Seed -ConnectionColumn Tenant").ThrowIfFailed().Output[0].Properties.First().Name
        );
        Assert.Equal("Name", _shell.Run("Invoke-MdeHuntingQuery Owner -Connection Seed").ThrowIfFailed().Output[0].Properties.First().Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ThrottleLimit 1")]
    [InlineData("-ThrottleLimit 2")]
    [InlineData("-ThrottleLimit 16")]
    public void Answers_come_in_the_order_asked_however_many_run_at_once(string throttle)
    {
        var rows = _shell.Run($"'Numbers', 'Owner', 'Numbers', 'Owner' | Invoke-MdeHuntingQuery -Connection Contoso, Seed {throttle}").ThrowIfFailed().Output;

        var expected = Enumerable.Range(0, 2).SelectMany(_ => new[] { ("Contoso", 5000), ("Seed", 5000), ("Contoso", 1), ("Seed", 1) });
        Assert.Equal(
            expected,
            Runs(rows.Select(row => $"{row.Properties["MdeConnection"].Value}:{row.Properties.Last().Name}")).Select(run => (run.Key.Split(':')[0], run.Count))
        );
    }

    [Fact]
    public void Unordered_gives_the_same_rows()
    {
        var rows = _shell
            .Run("'Numbers', 'Owner', 'Owner', 'Owner' | Invoke-MdeHuntingQuery -Connection Contoso, Seed -ThrottleLimit 4 -Unordered")
            .ThrowIfFailed()
            .Output;

        Assert.Equal(2 * (5000 + 3), rows.Count);
        Assert.Equal(3, rows.Count(row => Equals(row.Properties["MdeConnection"].Value, "Seed") && row.Properties["Name"] is not null));
    }

    [Fact]
    public void With_one_connection_queries_run_side_by_side_when_they_are_asked_to()
    {
        var rows = _shell
            .Run("1..20 | ForEach-Object { if ($_ % 2) { 'Owner' } else { 'Numbers' } } | Invoke-MdeHuntingQuery -Connection Seed -ThrottleLimit 5")
            .ThrowIfFailed()
            .Output;

        Assert.Equal(Enumerable.Range(0, 10).SelectMany(_ => new[] { 1, 5000 }), Runs(rows.Select(row => row.Properties.Last().Name)).Select(run => run.Count));
    }

    [Fact]
    public void One_tenant_that_fails_is_an_error_with_its_name_and_the_others_go_on()
    {
        tenants.Lab.Connect("-Name Leaving", TestLab.Seed).ThrowIfFailed();

        var result = _shell.Run(
            "$left = Get-MdeConnection Leaving; Disconnect-MdeTenant Leaving; 'Owner', 'Owner', 'Owner' | Invoke-MdeHuntingQuery -Connection Contoso, "
                + "$left, Seed"
        );

        Assert.Equal(6, result.Output.Count);
        Assert.Equal(["ConnectionClosed", "NotAsked"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith("Leaving: The connection was closed.", result.Errors[0].ToString());
        Assert.StartsWith("2 more queries weren't run on Leaving", result.Errors[1].ToString());
    }

    [Fact]
    public async Task A_sign_in_that_is_revoked_in_the_middle_fails_its_tenant_alone()
    {
        await using var lab = new LabShell();
        await lab.InitializeAsync();
        lab.Connect("-Name Asked", TestLab.Contoso).ThrowIfFailed();
        lab.Connect("-Name Revoked -NonInteractive", TestLab.Contoso).ThrowIfFailed();
        lab.Connect("-Name Seed", TestLab.Seed).ThrowIfFailed();
        lab.Shell.Run("Invoke-MdeHuntingQuery Owner -Connection Revoked, Seed").ThrowIfFailed();

        lab.Lab.State.RevokeSessions(TestLab.Responder);
        var result = lab.Shell.Run("'Owner', 'Owner', 'Owner' | Invoke-MdeHuntingQuery -Connection Revoked, Seed");

        Assert.Equal(["Seed", "Seed", "Seed"], result.Output.Select(row => row.Properties["MdeConnection"].Value));
        Assert.Equal(["SignInRequired", "NotAsked"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith("Revoked: ", result.Errors[0].ToString());

        // One connection alone, whose queries run one by one as they come.
        var asked = lab.Lab.State.Requests.Count;
        result = lab.Shell.Run("'Owner', 'Owner', 'Owner', 'Owner' | Invoke-MdeHuntingQuery -Connection Revoked");

        Assert.Equal(["SignInRequired", "NotAsked"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith("3 more queries weren't run on Revoked", result.Errors[1].ToString());
        Assert.InRange(lab.Lab.State.Requests.Count - asked, 0, 2);
    }

    [Fact]
    public void A_query_that_one_service_refuses_is_refused_by_its_name()
    {
        var result = _shell.Run("'Nonsense', 'Owner' | Invoke-MdeHuntingQuery -Connection Contoso, Seed");

        Assert.Equal(2, result.Output.Count);
        Assert.Equal(["Contoso", "Seed"], result.Errors.Select(error => error.ToString().Split(':')[0]));
        Assert.All(result.Errors, error => Assert.Equal("Nonsense", error.TargetObject));
    }

    [Fact]
    public void Results_and_tables_are_one_for_each_query_and_connection()
    {
        var results = _shell
            .Run("Invoke-MdeHuntingQuery Owner -Connection Contoso, Seed -AsResult")
            .ThrowIfFailed()
            .Output.Select(o => (MdeHuntingResult)o.BaseObject)
            .ToArray();
        Assert.Equal(["Contoso", "Seed"], results.Select(result => result.Connection));
        Assert.Equal("MdeConnection", results[0].Schema[0].Name);

        var tables = _shell
            .Run("Invoke-MdeHuntingQuery Owner -Connection Contoso, Seed -AsDataTable")
            .ThrowIfFailed()
            .Output.Select(o => (DataTable)o.BaseObject)
            .ToArray();
        Assert.Equal(["Contoso", "Seed"], tables.Select(table => table.Rows[0]["MdeConnection"]));
    }

    [Theory]
    [InlineData("-Connection Contoso, Seed, Contoso", "ArgumentConflict")]
    [InlineData("-Connection Contoso -ThrottleLimit 0", "ParameterArgumentValidationError")]
    [InlineData("-Connection Contoso -TimeoutSec -1", "ParameterArgumentValidationError")]
    [InlineData("-Connection Contoso -RetryLimit -1", "ParameterArgumentValidationError")]
    [InlineData("-Connection Contoso -RetryTimeout soon", "TimeInvalid")]
    [InlineData("-Connection Contoso -MaxQuotaWait -5m", "TimeInvalid")]
    [InlineData("-Connection Contoso, Nobody", "ConnectionNotFound")]
    public void Bad_input_is_refused_before_anything_is_sent(string options, string errorId)
    {
        var before = tenants.Lab.Lab.State.Requests.Count;

        var result = _shell.Run($"Invoke-MdeHuntingQuery Owner {options}");

        Assert.Equal(errorId, result.ErrorId);
        Assert.Empty(result.Output);
        Assert.Equal(before, tenants.Lab.Lab.State.Requests.Count);
    }

    [Fact]
    public void A_stopped_downstream_stops_all_of_them()
    {
        var result = _shell.Run(
            "foreach ($once in 1) { 1..8 | ForEach-Object { 'Numbers' } | Invoke-MdeHuntingQuery -Connection Contoso, Seed -ThrottleLimit 8 | ForEach-Object { $_.N; if ($_.N -eq 700) { break } } }"
        );

        Assert.Null(result.Thrown);
        Assert.Equal(701, result.Output.Count);
    }

    [Fact]
    public void Get_MdeQuota_shows_what_was_used()
    {
        tenants.Lab.Connect("-Name Counted -Limit @{ callsPerMinute = 2000 }", TestLab.Seed).ThrowIfFailed();
        _shell.Run("Invoke-MdeHuntingQuery Owner -Connection Seed").ThrowIfFailed();

        var quota = _shell
            .Run("Get-MdeQuota Counted")
            .ThrowIfFailed()
            .Output.Select(o => (MdeQuota)o.BaseObject)
            .Single(q => q.Unit is nameof(MdeQuotaUnit.Calls) && q.Period == "00:01:00");

        Assert.Equal(2000, quota.Limit);
        Assert.InRange(quota.Used, 1, 1999);
        Assert.Equal(2000 - quota.Used, quota.Left);
        Assert.NotNull(quota.FreesAt);
        Assert.Contains("isn't visible", quota.Note);
    }

    // Neighbours that are alike, each run once with how many there were.
    private static List<(string Key, int Count)> Runs(IEnumerable<string> keys)
    {
        var runs = new List<(string Key, int Count)>();
        foreach (var key in keys)
        {
            if (runs.Count > 0 && runs[^1].Key == key)
            {
                runs[^1] = (key, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((key, 1));
            }
        }

        return runs;
    }

    public sealed class TwoTenants : IAsyncLifetime
    {
        public LabShell Lab { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect("-Name Contoso").ThrowIfFailed();
            Lab.Connect("-Name Seed", TestLab.Seed).ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
