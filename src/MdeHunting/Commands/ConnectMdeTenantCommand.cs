using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Kql.Writing;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Signs in to a tenant and makes that the current connection.</summary>
/// <include file="../Help/Connect-MdeTenant.xml" path="help/*"/>
[Cmdlet(VerbsCommunications.Connect, "MdeTenant", DefaultParameterSetName = UserSet)]
[OutputType(typeof(MdeConnection))]
public sealed class ConnectMdeTenantCommand : AsyncCommand
{
    private const string UserSet = "User";
    private const string CertificateSet = "Certificate";
    private const string SecretSet = "ClientSecret";
    private const string IdentitySet = "Identity";
    private const string FederationSet = "Federation";
    private const string TokenSet = "AccessToken";
    private const string ProviderSet = "TokenProvider";

    /// <summary>The tenant to hunt in: its id, or one of its domains.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = UserSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CertificateSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SecretSet)]
    [Parameter(Position = 0, ParameterSetName = IdentitySet)]
    [Parameter(Position = 0, ParameterSetName = FederationSet)]
    [Parameter(Position = 0, ParameterSetName = TokenSet)]
    [Parameter(Position = 0, ParameterSetName = ProviderSet)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? TenantId { get; set; }

    /// <summary>
    /// The application (client) id to sign in with; with -Identity that of a user-assigned identity. GraphCommandLineTools is Microsoft's shared application,
    /// for those who have none of their own. By default, the environment variable MDEHUNTING_CLIENT_ID.
    /// </summary>
    [Parameter(Position = 1)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? ClientId { get; set; }

    /// <summary>The service to hunt with; Graph unless told otherwise.</summary>
    [Parameter]
    public MdeApi Api { get; set; } = MdeApi.Graph;

    /// <summary>Microsoft's cloud that the tenant is in; the public one unless told otherwise.</summary>
    [Parameter]
    public MdeCloud Cloud { get; set; } = MdeCloud.Public;

    /// <summary>The path of an environment file, which describes a lab or a cloud that this module does not know.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentFileCompleter))]
    public string? Environment { get; set; }

    /// <summary>The connection's name; the tenant and the API unless told otherwise. An earlier connection of that name is closed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Sign in by entering a code on a page, in a browser anywhere. Many tenants block this.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>The account to sign in with, such as responder@contoso.example; another one is refused. A guest may be named as at home.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [ValidateNotNullOrEmpty]
    public string? Username { get; set; }

    /// <summary>Never ask a person: sign in with an account of the cache, or fail with SignInRequired.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter NonInteractive { get; set; }

    /// <summary>Keep the account between processes, in a cache that the system encrypts (DPAPI, Keychain, Secret Service).</summary>
    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter Persist { get; set; }

    /// <summary>With -Persist: keep it in a plain file of the user's own where the system has no encrypted place.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter AllowUnencryptedCache { get; set; }

    /// <summary>The application's certificate, with its private key.</summary>
    [Parameter(ParameterSetName = CertificateSet)]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The thumbprint of the application's certificate, in the store of the user or of the machine.</summary>
    [Parameter(ParameterSetName = CertificateSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    /// <summary>
    /// A file with the application's certificate and its key: PFX, or (PowerShell 7) PEM. Of several certificates, the one of the key is taken.
    /// </summary>
    [Parameter(ParameterSetName = CertificateSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The password of that file.</summary>
    [Parameter(ParameterSetName = CertificateSet)]
    [SecretOnly]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The application's client secret; blanks, line ends and quotes around it are not sent.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [SecretOnly]
    public SecureString? ClientSecret { get; set; }

    /// <summary>Sign in as the managed identity of this Azure host: Automation, Functions, a virtual machine, Arc.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdentitySet)]
    public SwitchParameter Identity { get; set; }

    /// <summary>
    /// Sign in by workload identity federation, with what the environment names: AZURE_FEDERATED_TOKEN_FILE, or GitHub Actions' request variables.
    /// </summary>
    [Parameter(ParameterSetName = FederationSet)]
    public SwitchParameter Federated { get; set; }

    /// <summary>Another issuer's token for the application, a JSON Web Token; nothing else is sent.</summary>
    [Parameter(ParameterSetName = FederationSet)]
    [SecretOnly]
    public SecureString? FederatedToken { get; set; }

    /// <summary>The file that another issuer keeps such a token in; it is read anew for each sign-in.</summary>
    [Parameter(ParameterSetName = FederationSet)]
    [ValidateNotNullOrEmpty]
    public string? FederatedTokenFile { get; set; }

    /// <summary>An access token from elsewhere, for this API and tenant. It is used as it is, and not renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [SecretOnly]
    public SecureString? AccessToken { get; set; }

    /// <summary>
    /// A script block that returns an access token: { param($Resource, $TenantId, $Claims) … }. It is run when a command needs a token: before the one in hand
    /// expires, and when the service requires another (a claims challenge, as JSON in $Claims). It may return a string, a SecureString, or what
    /// Get-AzAccessToken returns.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ProviderSet)]
    [ValidateNotNull]
    public ScriptBlock? TokenProvider { get; set; }

    /// <summary>The scopes to ask for, in place of the one that hunting needs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Scope { get; set; }

    /// <summary>How many rows a result has at the most, where the service's limit is another than the 100,000 that are known.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int RowLimit { get; set; }

    /// <summary>How many bytes a result may have, where the service's limit is another than the 50 MB that are known.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long ByteLimit { get; set; }

    /// <summary>How many calls the tenant may make a minute, where that is other than the 45 that are known.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int CallsPerMinute { get; set; }

    /// <summary>How many calls the tenant may make an hour; known of Endpoint alone (1,500).</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int CallsPerHour { get; set; }

    /// <summary>How many minutes queries may run in an hour, all together; known of Endpoint alone (10).</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int RunningMinutesPerHour { get; set; }

    /// <summary>How many minutes queries may run in a day, all together; known of Endpoint alone (180).</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int RunningMinutesPerDay { get; set; }

    /// <summary>The proxy to go through; that of the system or of HTTPS_PROXY unless told otherwise.</summary>
    [Parameter]
    [ProxyAddress]
    public Uri? Proxy { get; set; }

    /// <summary>The proxy's credentials.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// How long the sign-in is tried again after faults that pass by themselves: a TimeSpan, or 10m as KQL writes it. One minute unless told otherwise, since
    /// somebody may be waiting; what renews in a query goes by the query's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string RetryTimeout { get; set; } = KqlWriter.Value(ConnectRequest.UsualRetryTimeout);

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        var provider = TokenProvider is { } block ? await streams.InvokeAsync(() => new ScriptTokenProvider(block)).ConfigureAwait(false) : null;
        var request = Request(Named(await streams.InvokeAsync(ResolvePaths).ConfigureAwait(false)), provider);
        var prompt = new SignInPrompt(streams);
        IHuntingSession session;
        try
        {
            session = await ServiceLoader.Service.ConnectAsync(request, prompt, token).ConfigureAwait(false);
        }
        finally
        {
            await prompt.CompleteAsync().ConfigureAwait(false);
        }

        var connection = new MdeConnection(Name ?? $"{request.TenantId ?? session.TenantId}/{Api}", request.ClientId, session);
        table.Add(connection)?.Session.Dispose();
        await streams.WriteAsync(connection).ConfigureAwait(false);
    }

    private ConnectRequest Request(Paths paths, ITokenProvider? provider)
    {
        ConnectArguments.RequireAtMostOne(("-Cloud", MyInvocation.BoundParameters.ContainsKey(nameof(Cloud))), ("-Environment", Environment is not null));
        var choice = Choice(paths, provider);
        var client = Client(choice);
        ConnectArguments.RequireFit(client, choice.Method, Api);
        return new ConnectRequest(choice, Tenant(), client, Api, Cloud)
        {
            EnvironmentPath = paths.Environment,
            Scopes = Scope?.Select(PastedText.Trim).ToArray(),
            RowLimit = RowLimit == 0 ? null : RowLimit,
            ByteLimit = ByteLimit == 0 ? null : ByteLimit,
            Quotas = Quotas(),
            Proxy = ConnectArguments.Proxy(Proxy, ProxyCredential),
            RetryTimeout = DurationArgument.Parse("-RetryTimeout", RetryTimeout),
        };
    }

    private QuotaLimit[]? Quotas()
    {
        QuotaLimit[] told =
        [
            new(MdeQuotaUnit.Calls, CallsPerMinute, TimeSpan.FromMinutes(1)),
            new(MdeQuotaUnit.Calls, CallsPerHour, TimeSpan.FromHours(1)),
            new(MdeQuotaUnit.RunningTime, TimeSpan.FromMinutes(RunningMinutesPerHour).TotalSeconds, TimeSpan.FromHours(1)),
            new(MdeQuotaUnit.RunningTime, TimeSpan.FromMinutes(RunningMinutesPerDay).TotalSeconds, TimeSpan.FromDays(1)),
        ];
        QuotaLimit[] known = [.. told.Where(quota => quota.Limit > 0)];
        return known.Length == 0 ? null : known;
    }

    private SignInChoice Choice(Paths paths, ITokenProvider? provider)
    {
        switch (ParameterSetName)
        {
            case CertificateSet:
                ConnectArguments.RequireAtMostOne(
                    ("-Certificate", Certificate is not null),
                    ("-CertificateThumbprint", CertificateThumbprint is not null),
                    ("-CertificatePath", CertificatePath is not null)
                );
                return Certificate is not null ? new CertificateChoice(Certificate)
                    : CertificateThumbprint is not null ? new CertificateThumbprintChoice(CertificateThumbprint)
                    : paths.Certificate is not null ? new CertificateFileChoice(paths.Certificate, CertificatePassword)
                    : throw ConnectArguments.Conflict(
                        "-CertificatePassword was given, and no certificate.",
                        "Give the certificate's file with -CertificatePath."
                    );
            case SecretSet:
                return new ClientSecretChoice(ClientSecret!);
            case IdentitySet:
                return new ManagedIdentityChoice();
            case FederationSet:
                ConnectArguments.RequireAtMostOne(("-FederatedToken", FederatedToken is not null), ("-FederatedTokenFile", FederatedTokenFile is not null));
                return new FederationChoice(FederatedToken, paths.FederatedToken);
            case ProviderSet:
                return new TokenProviderChoice(provider!);
            case TokenSet:
                return new AccessTokenChoice(AccessToken!);
            default:
                var persistence =
                    !Persist ? CachePersistence.Memory
                    : AllowUnencryptedCache ? CachePersistence.EncryptedOrPlain
                    : CachePersistence.Encrypted;
                return new UserChoice(
                    DeviceCode ? SignInMethod.DeviceCode : SignInMethod.Browser,
                    ConnectArguments.Username(Username),
                    !NonInteractive,
                    persistence
                );
        }
    }

    private string? Tenant() =>
        (TenantId, ParameterSetName) switch
        {
            ({ } typed, _) => ConnectArguments.Tenant(typed),
            (null, FederationSet) => ConnectArguments.TenantOfEnvironment(),
            _ => null,
        };

    private Guid? Client(SignInChoice choice) =>
        choice.Method switch
        {
            SignInMethod.AccessToken or SignInMethod.TokenProvider or SignInMethod.ManagedIdentity => ClientId is null
                ? null
                : ConnectArguments.Client(ClientId),
            _ => ConnectArguments.Client(ClientId ?? ConnectArguments.ClientOfEnvironment(choice.Method)),
        };

    private FilePath?[] ResolvePaths() => [Resolve(Environment), Resolve(CertificatePath), Resolve(FederatedTokenFile)];

    private FilePath? Resolve(string? path) => path is null ? null : FilePath.Of(SessionState, path);

    private static Paths Named(FilePath?[] paths)
    {
        if (paths.FirstOrDefault(path => path is { IsOfFileSystem: false }) is { } other)
        {
            throw new ConnectionException(ConnectionFailure.PathOfAnotherProvider, other.Fault, "Specify the path of a file.") { Target = other.Given };
        }

        return new Paths(paths[0]?.Full, paths[1]?.Full, paths[2]?.Full);
    }

    private readonly record struct Paths(string? Environment, string? Certificate, string? FederatedToken);
}
