using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using MdeHunting.Tests.SignIn;

namespace MdeHunting.Tests.Faults;

/// <summary>
/// Tenants of one lab, and one of a lab of its own, that can be stopped; a connection to each, whose waits take no time.
/// </summary>
internal sealed class ManyTenants : IAsyncDisposable
{
    private readonly List<LabSignIn> _labs = [];
    private readonly List<MdeConnection> _connections = [];
    private readonly List<QuickClock> _clocks = [];
    private readonly List<string> _ids = [];

    private ManyTenants() { }

    public IReadOnlyList<MdeConnection> Connections => _connections;

    /// <summary>The one that is in a lab of its own; it is the last.</summary>
    public LabServer Alone => _labs[1].Lab;

    /// <summary>The lab of the others.</summary>
    public LabServer Lab => _labs[0].Lab;

    public Shell Shell { get; } = new();

    /// <summary>Starts them.</summary>
    /// <param name="count">How many there are in all.</param>
    /// <param name="isExpired">Whether the tokens in hand have ended.</param>
    public static async Task<ManyTenants> StartAsync(int count, bool isExpired = true)
    {
        var many = new ManyTenants();
        await many.AddAsync([.. Enumerable.Range(1, count - 1)], isExpired);
        await many.AddAsync([count], isExpired);
        return many;
    }

    public async ValueTask DisposeAsync()
    {
        _connections.ForEach(connection => connection.Session.Dispose());
        Shell.Dispose();
        foreach (var lab in _labs)
        {
            await lab.DisposeAsync();
        }
    }

    /// <summary>The id of a tenant by its place, from 1.</summary>
    public string Id(int tenant) => _ids[tenant - 1];

    /// <summary>The clock that the connection to a tenant goes by.</summary>
    public QuickClock Clock(int tenant) => _clocks[tenant - 1];

    /// <summary>How many queries reached a tenant that is not alone.</summary>
    public int Queries(int tenant) =>
        Lab.State.Requests.Count(request => request.Api == "Graph" && string.Equals(request.Tenant, Id(tenant), StringComparison.OrdinalIgnoreCase));

    /// <summary>Asks each tenant so many queries, which tell whose data they read.</summary>
    public ShellResult Sweep(int queries, string options = "") =>
        Shell.Run($"1..{queries} | ForEach-Object {{ 'Owner' }} | Invoke-MdeHuntingQuery -Connection $args[0] {options}", (object)_connections.ToArray());

    private async Task AddAsync(int[] numbers, bool isExpired)
    {
        LabTenant[] tenants =
        [
            .. numbers.Select(number => new LabTenant(
                new Guid(number, 0, 0, new byte[8]),
                $"t{number}.example",
                $"T{number}",
                "EU",
                _ => TinyEngine.Database($"t{number}")
            )
            {
                Applications = [LabApplications.Runbook],
            }),
        ];
        var lab = new LabSignIn
        {
            // How long a tenant's waits are together depends on what runs beside them, and no token is to end meanwhile.
            Options = new LabOptions
            {
                Tenants = tenants,
                RunQuery = TinyEngine.Run,
                AccessTokenLifetime = isExpired ? TimeSpan.FromMinutes(75) : TimeSpan.FromHours(24),
            },
        };
        _labs.Add(lab);
        await lab.InitializeAsync();
        foreach (var tenant in tenants)
        {
            // The machine's time, since MSAL goes by that.
            var clock = new QuickClock(DateTimeOffset.UtcNow);
            var request = lab.Request(new ClientSecretChoice(TestSecret.Of(lab.RunbookSecret)), tenant.Id.ToString(), LabApplications.Runbook.Id.ToString());
            var session = await lab.ConnectAsync(lab.NewService(clock: clock), request);
            clock.Advance(isExpired ? TimeSpan.FromHours(2) : TimeSpan.Zero);
            _clocks.Add(clock);
            _ids.Add(tenant.Id.ToString());
            _connections.Add(new MdeConnection(tenant.Name, null, session));
        }
    }
}
