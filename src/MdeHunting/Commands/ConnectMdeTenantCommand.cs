using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Kql.Writing;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Running;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Signs in to a tenant and makes the new connection the current one.</summary>
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

    private ConnectCells _cells = new(false, []);
    private ITokenProvider? _provider;
    private LimitArgument? _limits;
    private IWebProxy? _proxy;
    private TimeSpan _retryTimeout;
    private readonly Dictionary<string, int> _rowNames = new(StringComparer.OrdinalIgnoreCase);
    private int _row;

    /// <summary>Specifies the tenant to hunt in, by its id or by one of its domains.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = UserSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CertificateSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = IdentitySet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = FederationSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = TokenSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? TenantId { get; set; }

    /// <summary>
    /// Specifies the application (client) id to sign in with. With -Identity, specifies the client id of a user-assigned identity.
    /// GraphCommandLineTools is Microsoft's shared application, for those who have none of their own. The default is the environment variable
    /// MDEHUNTING_CLIENT_ID.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("AppId", "ApplicationId")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? ClientId { get; set; }

    /// <summary>Specifies the service to hunt with. The default is Graph.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(MdeApi))]
    public MdeApi Api { get; set; } = MdeApi.Graph;

    /// <summary>Specifies the Microsoft cloud that the tenant is in. The default is Public.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(MdeCloud))]
    public MdeCloud Cloud { get; set; } = MdeCloud.Public;

    /// <summary>Specifies the path of an environment file, which describes a lab or a cloud that this module doesn't know.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("EnvironmentPath")]
    [ArgumentCompleter(typeof(EnvironmentFileCompleter))]
    public string? Environment { get; set; }

    /// <summary>
    /// Specifies the connection's name. The default is the tenant's domain and the API, such as contoso.com/Graph. If no domain is known, it's the
    /// application's name with the beginning of the tenant's ID, or the whole ID. An earlier connection with the same name is closed, unless it's from an
    /// earlier row of the same table: then the row is an error.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? Name { get; set; }

    /// <summary>Signs in with a code that you enter on a page, in a browser on any device. Many tenants block this.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Alias("UseDeviceCode")]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>
    /// Specifies the account to sign in with, such as responder@contoso.example. Another account is rejected. For a guest, you can specify the name
    /// in the home tenant.
    /// </summary>
    [Parameter(ParameterSetName = UserSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Username { get; set; }

    /// <summary>Prevents prompts. If no cached account can sign in, the cmdlet fails with SignInRequired.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter NonInteractive { get; set; }

    /// <summary>Keeps the account between processes, in a cache that the system encrypts (DPAPI, Keychain, or Secret Service).</summary>
    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter Persist { get; set; }

    /// <summary>Keeps the account in a plain file that only you can read if -Persist finds no encrypted store.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter AllowUnencryptedCache { get; set; }

    /// <summary>Specifies the application's certificate, with its private key.</summary>
    [Parameter(ParameterSetName = CertificateSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Specifies the thumbprint of the application's certificate, in the store of the user or of the machine.</summary>
    [Parameter(ParameterSetName = CertificateSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = UserSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? CertificateThumbprint { get; set; }

    /// <summary>
    /// Specifies a file with the application's certificate and its private key: PFX or, in PowerShell 7, PEM. If the file has more than one
    /// certificate, the one that matches the key is used.
    /// </summary>
    [Parameter(ParameterSetName = CertificateSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = UserSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? CertificatePath { get; set; }

    /// <summary>Specifies the password of the certificate's file.</summary>
    [Parameter(ParameterSetName = CertificateSet)]
    [SecretOnly]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>Specifies the application's client secret. Spaces, line breaks, and quotes around it are removed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [SecretOnly]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public SecureString? ClientSecret { get; set; }

    /// <summary>Signs in as the managed identity of this Azure host: Automation, Functions, a virtual machine, or Arc.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdentitySet)]
    public SwitchParameter Identity { get; set; }

    /// <summary>
    /// Signs in by workload identity federation, with what the environment variables specify: AZURE_FEDERATED_TOKEN_FILE, or the request variables of
    /// GitHub Actions.
    /// </summary>
    [Parameter(ParameterSetName = FederationSet)]
    public SwitchParameter Federated { get; set; }

    /// <summary>Specifies another issuer's token for the application, which must be a JSON Web Token.</summary>
    [Parameter(ParameterSetName = FederationSet)]
    [SecretOnly]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public SecureString? FederatedToken { get; set; }

    /// <summary>Specifies the file that another issuer keeps such a token in. The file is read again for each sign-in.</summary>
    [Parameter(ParameterSetName = FederationSet)]
    [ValidateNotNullOrEmpty]
    public string? FederatedTokenFile { get; set; }

    /// <summary>Specifies an access token from another tool, for this API and tenant. It's used as it is, and isn't renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [SecretOnly]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public SecureString? AccessToken { get; set; }

    /// <summary>
    /// Specifies a script block that returns an access token: { param($Resource, $TenantId, $Claims) … }. It runs when a command needs a token:
    /// before the current one expires, and when the service requires another one (a claims challenge, as JSON in $Claims). It can return a string, a
    /// SecureString, or what Get-AzAccessToken returns.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ProviderSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public ScriptBlock? TokenProvider { get; set; }

    /// <summary>Specifies the scopes to request, instead of the one that hunting needs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string[]? Scope { get; set; }

    /// <summary>
    /// Specifies the service's limits and the tenant's quotas if they differ from the documented ones, with the names and units of an environment
    /// file: rowLimit, byteLimit, callsPerMinute, callsPerHour, runningSecondsPerHour, and runningSecondsPerDay.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public IDictionary? Limit { get; set; }

    /// <summary>Specifies the proxy to use. The default is the system's proxy, or the one in HTTPS_PROXY.</summary>
    [Parameter]
    [ProxyAddress]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public Uri? Proxy { get; set; }

    /// <summary>Specifies the proxy's credentials.</summary>
    [Parameter]
    [Credential]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// Specifies how long the sign-in is retried after transient failures, as a TimeSpan or in KQL form such as 10m. The default is one minute,
    /// because somebody might be waiting. When a token is renewed during a query, the query's own -RetryTimeout applies.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string RetryTimeout { get; set; } = KqlWriter.Value(ConnectRequest.UsualRetryTimeout);

    private protected override async Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        _cells = new ConnectCells(MyInvocation.ExpectingInput, MyInvocation.BoundParameters.Keys);
        _provider = TokenProvider is { } block ? await streams.InvokeAsync(() => new ScriptTokenProvider(block)).ConfigureAwait(false) : null;
        _limits = LimitArgument.Of(Limit);
        _proxy = ConnectArguments.Proxy(Proxy, ProxyCredential);
        _retryTimeout = DurationArgument.Parse("-RetryTimeout", RetryTimeout);
    }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        _row++;
        try
        {
            await ConnectAsync(streams, token).ConfigureAwait(false);
        }
        catch (MdeException e) when (MyInvocation.ExpectingInput)
        {
            // One row of a table must not end the others.
            var tenant = string.IsNullOrWhiteSpace(TenantId) ? null : TenantId;
            var who = string.IsNullOrWhiteSpace(Name) ? tenant : Name;
            e.SetSubject(FormattableString.Invariant($"Row {_row}{(who is null ? string.Empty : $" ({who})")}"), Name ?? string.Empty, tenant, null);
            await streams.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    private async Task ConnectAsync(PipelineStreams streams, CancellationToken token)
    {
        var name = _cells.Text(nameof(Name), Name);
        RequireUnused(name);
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        string?[] paths = [Environment, _cells.Text(nameof(CertificatePath), CertificatePath), FederatedTokenFile];
        var request = Request(Named(await streams.InvokeAsync(() => Array.ConvertAll(paths, Resolve)).ConfigureAwait(false)));
        var prompt = new SignInPrompt(streams);
        var service = ServiceLoader.Service;
        var rehearsal = QueryRehearsal.OnceAsync(service, token);
        IHuntingSession session;
        try
        {
            session = await service.ConnectAsync(request, prompt, token).ConfigureAwait(false);
        }
        finally
        {
            await rehearsal.ConfigureAwait(false);
            await prompt.CompleteAsync().ConfigureAwait(false);
        }

        var domain = Guid.TryParse(request.TenantId, out _) ? null : request.TenantId;
        var connection = new MdeConnection(name ?? ConnectionName.Of(request, domain, session, table.All), request.ClientId, session, domain);
        try
        {
            RequireUnused(connection.Name);
        }
        catch (ConnectionException)
        {
            session.Dispose();
            throw;
        }

        _rowNames[connection.Name] = _row;
        if (table.Add(connection) is { } earlier)
        {
            earlier.Session.Dispose();
            if (ConnectionName.Moved(earlier, connection) is { } moved)
            {
                await streams.WarnAsync(moved).ConfigureAwait(false);
            }
        }

        await streams.WriteTogetherAsync([connection]).ConfigureAwait(false);
    }

    // A connection of a row would take the place of another row's, and its tenant would be left out of every later command without a word.
    private void RequireUnused(string? name)
    {
        if (name is not null && _rowNames.TryGetValue(name, out var row))
        {
            throw ConnectArguments.Conflict(
                FormattableString.Invariant($"Row {row} already has a connection named '{name}', which is kept."),
                "Specify another Name in one of the rows."
            );
        }
    }

    private ConnectRequest Request(Paths paths)
    {
        var (api, cloud) = (_cells.Value(nameof(Api), Api, MdeApi.Graph), _cells.Value(nameof(Cloud), Cloud, MdeCloud.Public));
        var isCloudGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Cloud)) && !CellAttribute.IsBlank(Cloud);
        ConnectArguments.RequireAtMostOne(("-Cloud", isCloudGiven), ("-Environment", Environment is not null));
        var choice = Choice(paths);
        var client = ConnectArguments.Client(_cells.Given(nameof(ClientId), ClientId), choice.Method);
        ConnectArguments.RequireFit(client, choice.Method, api);
        var tenant = ConnectArguments.Tenant(_cells.Given(nameof(TenantId), TenantId), choice.Method);
        return new ConnectRequest(choice, tenant, client, api, cloud)
        {
            EnvironmentPath = paths.Environment,
            Scopes = Scope?.Select(PastedText.Trim).ToArray(),
            RowLimit = _limits?.Rows,
            ByteLimit = _limits?.Bytes,
            Quotas = _limits?.Quotas,
            Proxy = _proxy,
            RetryTimeout = _retryTimeout,
        };
    }

    private SignInChoice Choice(Paths paths)
    {
        switch (ParameterSetName)
        {
            case UserSet or CertificateSet when CertificateChoiceOf(paths) is { } certificate:
                return certificate;
            case SecretSet:
                return new ClientSecretChoice(ClientSecret!);
            case IdentitySet:
                return new ManagedIdentityChoice();
            case FederationSet:
                ConnectArguments.RequireAtMostOne(("-FederatedToken", FederatedToken is not null), ("-FederatedTokenFile", FederatedTokenFile is not null));
                return new FederationChoice(FederatedToken, paths.FederatedToken);
            case ProviderSet:
                return new TokenProviderChoice(_provider!);
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

    // A table's columns bind in the set of users, too, since PowerShell takes the default one before it looks at all of them.
    private SignInChoice? CertificateChoiceOf(Paths paths)
    {
        var thumbprint = _cells.Text(nameof(CertificateThumbprint), CertificateThumbprint);
        if (ConnectArguments.CertificateChoiceOf(Certificate, thumbprint, paths.Certificate, CertificatePassword) is not { } choice)
        {
            return null;
        }

        foreach (var ofUsers in (string[])[nameof(DeviceCode), nameof(Username), nameof(NonInteractive), nameof(Persist), nameof(AllowUnencryptedCache)])
        {
            ConnectArguments.RequireAtMostOne(
                ($"-{ofUsers}", MyInvocation.BoundParameters.ContainsKey(ofUsers)),
                (thumbprint is not null ? "-CertificateThumbprint" : "-CertificatePath", true)
            );
        }

        return choice;
    }

    private FilePath? Resolve(string? path) => path is null ? null : FilePath.Of(SessionState, path);

    private static Paths Named(FilePath?[] paths) => new(ConnectArguments.File(paths[0]), ConnectArguments.File(paths[1]), ConnectArguments.File(paths[2]));

    private readonly record struct Paths(string? Environment, string? Certificate, string? FederatedToken);
}
