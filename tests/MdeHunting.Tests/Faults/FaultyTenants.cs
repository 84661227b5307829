using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using MdeHunting.Tests.SignIn;
using Xunit;

namespace MdeHunting.Tests.Faults;

/// <summary>Three tenants of one lab with four hours of events each, a session that asks them, and another host that nobody should ask.</summary>
public sealed class FaultyTenants : IAsyncLifetime
{
    public const string Table = "DeviceProcessEvents";

    /// <summary>The tables, which have the same rows.</summary>
    public static readonly string[] Tables = ["DeviceEvents", "DeviceFileEvents", Table];

    private const int RowsPerHour = 60;

    private readonly LabSignIn _signIn;
    private readonly QuickClock[] _clocks = [new(), new(), new()];
    private readonly List<MdeConnection> _connections = [];
    private LabServer _elsewhere = null!;

    public FaultyTenants()
    {
        Start = QuickClock.Begin.UtcDateTime.AddDays(-2);
        LabTenant[] tenants =
        [
            LabTenants.Contoso(now => Database(0, now)),
            LabTenants.Fabrikam(now => Database(1, now)),
            new(new Guid("99999999-0000-0000-0000-000000000001"), "third.example", "Third", "EU", now => Database(2, now))
            {
                Applications = [LabApplications.Runbook],
            },
        ];
        Ids = [.. tenants.Select(tenant => tenant.Id.ToString())];
        _signIn = new LabSignIn
        {
            Options = new LabOptions
            {
                Tenants = tenants,
                Clock = new QuickClock(),
                AccessTokenLifetime = TimeSpan.FromDays(365),
            },
        };
    }

    /// <summary>When the events begin.</summary>
    public DateTime Start { get; }

    /// <summary>When they are over.</summary>
    public DateTime End => Start.AddHours(4);

    /// <summary>The tenants' ids.</summary>
    public IReadOnlyList<string> Ids { get; }

    public LabState State => _signIn.Lab.State;

    /// <summary>A host that is not the connections' own.</summary>
    public Uri Elsewhere => new(_elsewhere.BaseAddress, "v1.0/security/runHuntingQuery");

    /// <summary>How many requests went there.</summary>
    public int RequestsElsewhere => _elsewhere.State.Requests.Count;

    internal IReadOnlyList<MdeConnection> Connections => _connections;

    internal Shell Shell { get; private set; } = null!;

    internal FaultTable Results { get; } = new();

    /// <summary>How long the connections waited since the last fault.</summary>
    public IEnumerable<TimeSpan> Waits => _clocks.SelectMany(clock => clock.Waits);

    public async ValueTask InitializeAsync()
    {
        await _signIn.InitializeAsync();
        _elsewhere = await LabServer.StartAsync(new LabOptions());
        Shell = new Shell();
        var secret = State.CredentialsOf(LabApplications.Runbook.Id).Secrets.Values.First();
        for (var tenant = 0; tenant < Ids.Count; tenant++)
        {
            var request = _signIn.Request(new ClientSecretChoice(TestSecret.Of(secret)), Ids[tenant], LabApplications.Runbook.Id.ToString());
            var session = await _signIn.ConnectAsync(_signIn.NewService(clock: _clocks[tenant]), request);
            _connections.Add(new MdeConnection($"{(char)('A' + tenant)}", LabApplications.Runbook.Id, session));
        }
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.SendDiagnosticMessage(Results.ToString());
        foreach (var connection in _connections)
        {
            connection.Session.Dispose();
        }

        Shell.Dispose();
        await _elsewhere.DisposeAsync();
        await _signIn.DisposeAsync();
    }

    /// <summary>The rows of a tenant, each as one text, in order.</summary>
    public IReadOnlyList<string> Truth(int tenant, Func<DateTime, bool> isIn) =>
        [
            .. Rows(tenant)
                .Where(row => isIn((DateTime)row[0]!))
                .Select(row => Key((DateTime)row[0]!, (long)row[1]!, (string)row[2]!))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>A row as one text.</summary>
    public static string Key(DateTime time, long number, string name) => string.Create(CultureInfo.InvariantCulture, $"{time:O} {number} {name}");

    /// <summary>How many hunting requests reached the lab.</summary>
    public int Calls() => State.Requests.Count(request => request.Api == "Graph");

    /// <summary>Takes all faults back, and lets the quotas be free again.</summary>
    public async Task HealAsync()
    {
        State.Faults.ClearQueryFaults();
        while (State.Faults.TakeChallenge() is not null) { }

        for (var isWhole = false; !isWhole; )
        {
            using var client = _signIn.Lab.CreateClient();
            try
            {
                using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
                isWhole = true;
            }
            catch (HttpRequestException)
            {
                // A handshake was still to be broken off.
            }
        }

        foreach (var clock in _clocks)
        {
            clock.Advance(TimeSpan.FromHours(2));
        }

        // A token that was challenged is renewed by this one.
        Shell.Run($"Invoke-MdeHuntingQuery '{Table} | take 1' -Connection $args[0], $args[1], $args[2]", [.. Connections]).ThrowIfFailed();
        foreach (var clock in _clocks)
        {
            clock.Advance(TimeSpan.FromHours(2));
        }
    }

    private static KqlTable Named(string name, IReadOnlyList<object?[]> rows) =>
        new(name, [new("Timestamp", KqlType.DateTime), new("ReportId", KqlType.Long), new("FileName", KqlType.String)], rows);

    private KqlDatabase Database(int tenant, DateTime now) => new(Tables.ToDictionary(name => name, name => Named(name, Rows(tenant))), now);

    // Some are on the very edge between two windows, and some are there twice.
    private List<object?[]> Rows(int tenant)
    {
        var random = new Random(tenant);
        var rows = new List<object?[]>();
        for (var number = 0; number < 4 * RowsPerHour; number++)
        {
            var bytes = new byte[24];
            random.NextBytes(bytes);
            object?[] row = [Start.AddMinutes(number * 60.0 / RowsPerHour), (long)number, $"{tenant}-{Convert.ToHexString(bytes)}.exe"];
            rows.Add(row);
            if (number % 10 == 0)
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
