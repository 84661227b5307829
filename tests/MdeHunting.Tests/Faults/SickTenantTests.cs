using MdeHunting.Lab.Faults;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Faults;

/// <summary>One tenant of several is in trouble: the others have all their rows, and what it does not give is told by its name.</summary>
public sealed class SickTenantTests(ITestOutputHelper output)
{
    private const int Queries = 5;
    private const string Page = "<!DOCTYPE html><html><body>Welcome to the hotel.</body></html>";

    [Theory]
    [InlineData("reset", 2)]
    [InlineData("page", 2)]
    [InlineData("silence", 2)]
    [InlineData("reset", null)]
    [InlineData("page", null)]
    [InlineData("silence", null)]
    public async Task Its_identity_service_at_a_renewal(string kind, int? times)
    {
        await using var tenants = await ManyTenants.StartAsync(6);
        const int Sick = 3;
        var fault = kind switch
        {
            "reset" => LabIdentityFault.Reset(),
            "page" => LabIdentityFault.Respond(200, "text/html", Page),
            _ => LabIdentityFault.Silence(begun: () => tenants.Clock(Sick).EndLimits()),
        };
        tenants.Lab.State.Faults.OnIdentity($"/{tenants.Id(Sick)}/oauth2/v2.0/token", fault, times);

        var result = tenants.Sweep(Queries);

        AssertOthersWhole(result, 6, except: times is null ? Sick : null);
        if (times is null)
        {
            AssertNamed(
                result,
                "T3",
                kind switch
                {
                    "reset" => "ServiceUnreachable",
                    "page" => "InvalidIdentityResponse",
                    _ => "SignInTimeout",
                }
            );
        }
    }

    [Fact]
    public async Task Its_services_are_gone()
    {
        await using var tenants = await ManyTenants.StartAsync(6);
        await tenants.Alone.DisposeAsync();

        var result = tenants.Sweep(Queries);

        AssertOthersWhole(result, 6, except: 6);
        AssertNamed(result, "T6", "ServiceUnreachable");
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, "-Unordered")]
    [InlineData(true, "-Unordered")]
    public async Task Its_hunting_service_and_another_ones_that_is_overloaded(bool hangs, string options)
    {
        const int Hanging = 2;
        const int Overloaded = 5;
        const int Refusing = 8;
        await using var tenants = await ManyTenants.StartAsync(8, isExpired: false);
        tenants.Lab.State.Faults.OnQuery(Of(Overloaded), LabResponseFault.Refuse(503, "ServiceUnavailable", "Overloaded."));
        if (hangs)
        {
            tenants.Lab.State.Faults.OnQuery(Of(Hanging, tenants.Clock(Hanging).EndLimits), LabResponseFault.SilenceBeforeResponse());
        }
        else
        {
            await tenants.Alone.DisposeAsync();
        }

        var result = tenants.Sweep(Queries, options + " -Verbose");

        var dead = hangs ? Hanging : Refusing;
        AssertOthersWhole(result, 8, Overloaded, dead);
        AssertNamed(result, "T5", "ServiceError");
        AssertNamed(result, $"T{dead}", hangs ? "RequestTimeout" : "HuntingServiceUnreachable");
        if (options.Length == 0)
        {
            Assert.Equal(Enumerable.Repeat(Rows(result).Take(6), Queries).SelectMany(row => row), Rows(result));
        }

        // Ten minutes, in waits of up to a minute, and then once for each query; side by side once the others have none left.
        var repeats = result.Verbose.Count(line =>
            line.StartsWith($"T{dead}: ", StringComparison.Ordinal) && line.Contains("Retrying ", StringComparison.Ordinal)
        );
        output.WriteLine($"{repeats} repeats of {dead}, {tenants.Queries(Overloaded)} and {tenants.Queries(Hanging)} requests");
        Assert.InRange(tenants.Queries(Overloaded), 10 + Queries, 20 * Queries);
        Assert.InRange(repeats, hangs ? 1 : 10, hangs ? 3 : 20 * Queries);

        Func<LabQuery, bool> Of(int tenant, Action? met = null) =>
            query =>
            {
                var isMeant = query.Tenant == tenants.Id(tenant);
                if (isMeant)
                {
                    met?.Invoke();
                }

                return isMeant;
            };
    }

    private static IEnumerable<string> Rows(ShellResult result) =>
        result.Output.Select(row => $"{row.Properties["MdeConnection"].Value} {row.Properties["Name"].Value}");

    private static void AssertOthersWhole(ShellResult result, int count, params int?[] except)
    {
        var whole = Enumerable
            .Range(1, count)
            .Where(tenant => !except.Contains(tenant))
            .SelectMany(tenant => Enumerable.Repeat($"T{tenant} t{tenant}", Queries));
        Assert.Null(result.Thrown);
        Assert.Equal(whole.Order(StringComparer.Ordinal), Rows(result).Order(StringComparer.Ordinal));
    }

    private static void AssertNamed(ShellResult result, string tenant, string errorId)
    {
        var errors = result.Errors.Where(error => error.ToString().StartsWith($"{tenant}: ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Queries, errors.Length);
        Assert.All(errors, error => Assert.Equal(errorId, error.FullyQualifiedErrorId.Split(',')[0]));
    }
}
