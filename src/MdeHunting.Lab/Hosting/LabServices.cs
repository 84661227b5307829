using MdeHunting.Lab.Authorize;
using MdeHunting.Lab.DeviceCode;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Tokens;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Hosting;

/// <summary>The parts of one lab, and how they know each other.</summary>
internal sealed class LabServices : IDisposable
{
    private readonly SigningKey _key = new();
    private readonly IssuedTokens _issued = new();
    private readonly TimeProvider _clock;
    private readonly IdentityEndpoints _identity;
    private readonly IReadOnlyList<HuntingEndpoint> _hunting;
    private readonly SchemaEndpoint? _schema;
    private readonly ApplicationsEndpoint _applications;

    public LabServices(LabOptions options, Uri baseAddress)
    {
        _clock = options.Clock;
        Log = new RequestLog(_clock);
        var clock = Skew(options.IdentityClockSkew);
        var huntingClock = Skew(options.HuntingClockSkew);
        var directory = new LabDirectory(options.Tenants);
        var sessions = new BrowserSessions();
        var codes = new AuthorizationCodes(clock);
        var signIns = new DeviceSignIns(clock, options.DeviceCodeLifetime, options.ApproveSignIns, Faults);
        Credentials = new ApplicationCredentials(options.Tenants, clock.GetUtcNow());
        var challenges = new ClaimsChallenges(_issued, Faults, _clock);
        var policies = new AccountPolicies(Faults, challenges);
        Issuer = new TokenIssuer(_key, baseAddress, clock, _issued);
        RefreshTokens = new RefreshTokens(clock, options.RotateStrictly);
        ExternalIssuer = new ExternalIssuer(baseAddress, _clock);
        ExternalEndpoint = new ExternalIssuerEndpoint(ExternalIssuer, baseAddress, LabApplications.FederatedSubject);
        ManagedIdentity = new ManagedIdentityEndpoint(options.Tenants, Issuer, options, Faults, baseAddress, clock);
        var clients = new ClientAuthenticator(
            Credentials,
            new CertificateAssertionCheck(Credentials, baseAddress, clock),
            new FederatedTokenCheck(ExternalIssuer, clock),
            clock
        );
        _identity = new IdentityEndpoints(
            directory,
            clock,
            new MetadataEndpoint(baseAddress, _key, Issuer),
            new DeviceCodeEndpoint(signIns, options, baseAddress),
            new AuthorizeEndpoint(sessions, codes, policies, options),
            new AdminConsentEndpoint(directory),
            new TokenEndpoint(clients, codes, signIns, RefreshTokens, policies, Issuer, options, Faults),
            ExternalEndpoint,
            ManagedIdentity,
            new DeviceLoginEndpoint(signIns, sessions)
        );

        var bearers = new BearerCheck(_key, directory, challenges, huntingClock);
        Quotas = new QuotaMeters(options, huntingClock);
        Data = new TenantData(options, _clock.GetUtcNow().UtcDateTime);
        var graph = new GraphDialect(baseAddress, huntingClock);
        _applications = new ApplicationsEndpoint(graph, bearers, directory, baseAddress.Authority);
        _schema = options.TellsTables ? new SchemaEndpoint(graph, bearers, Data, baseAddress) : null;
        HuntingDialect[] dialects = [graph, LegacyDialect.Endpoint(baseAddress), LegacyDialect.Xdr(baseAddress)];
        _hunting = [.. dialects.Select(dialect => new HuntingEndpoint(dialect, bearers, Quotas, Data, Faults, options, huntingClock))];
    }

    public RequestLog Log { get; }

    public QuotaMeters Quotas { get; }

    public TenantData Data { get; }

    public LabFaults Faults { get; } = new();

    public ApplicationCredentials Credentials { get; }

    public TokenIssuer Issuer { get; }

    public RefreshTokens RefreshTokens { get; }

    public ExternalIssuer ExternalIssuer { get; }

    public ExternalIssuerEndpoint ExternalEndpoint { get; }

    public ManagedIdentityEndpoint ManagedIdentity { get; }

    /// <summary>Ends the sessions of the people that are meant: refresh tokens are dead, access tokens are called back.</summary>
    public void Revoke(Func<LabTenant, LabAccount, bool> isMeant)
    {
        RefreshTokens.Revoke(isMeant);
        _issued.Revoke(isMeant, _clock.GetUtcNow());
    }

    public void Map(WebApplication app)
    {
        app.Use((context, next) => Log.RecordAsync(context, next));
        app.Use(Faults.Identity.RespondAsync);
        app.UseResponseCompression();
        app.UseRouting();
        _identity.Map(app);
        foreach (var endpoint in _hunting)
        {
            endpoint.Map(app);
        }

        _schema?.Map(app);
        _applications.Map(app);
    }

    public void Dispose()
    {
        Credentials.Dispose();
        _key.Dispose();
        ExternalIssuer.Dispose();
    }

    private TimeProvider Skew(TimeSpan skew) => skew == TimeSpan.Zero ? _clock : new SkewedClock(_clock, skew);
}
