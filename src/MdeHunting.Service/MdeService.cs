using System.Net;
using System.Security;
using MdeHunting.Contract;
using MdeHunting.Service.Hunting;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Registration;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using MdeHunting.Service.SignIn;
using MdeHunting.Service.Tokens;
using MdeHunting.Text;

namespace MdeHunting.Service;

/// <summary>The private part that signs in, hunts, and reads tokens.</summary>
/// <param name="clock">The time.</param>
/// <param name="openBrowser">Opens an address in a browser.</param>
/// <param name="cacheFolder">Where persisted accounts lie.</param>
internal sealed class MdeService(TimeProvider clock, Func<Uri, Task> openBrowser, string cacheFolder) : IMdeService
{
    private readonly PublicClientSignIn _users = new(new TokenCaches(cacheFolder), openBrowser);
    private readonly Lazy<Task> _roots = new(RootStoreWarmup.ReadAsync);

    public MdeService()
        : this(
            TimeProvider.System,
            BrowserLauncher.OfProcess.OpenAsync,
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "MdeHunting")
        ) { }

    /// <inheritdoc/>
    public async Task<IHuntingSession> ConnectAsync(ConnectRequest request, ISignInPrompt prompt, CancellationToken token)
    {
        if (HuntingService.Of(request.Api).Notice is { } notice)
        {
            await prompt.WarnAsync(notice).ConfigureAwait(false);
        }

        var environment = EnvironmentOf(request);
        var endpoint = Endpoint(environment, request.Api);
        RequireOwnScopes(environment, endpoint, request.Scopes);
        await WarnOfOtherCloudAsync(environment, endpoint, prompt).ConfigureAwait(false);

        // Meanwhile, since the first query, if not signing in, will need them.
        var roots = _roots.Value;
#if NET
        if (request.Proxy is null)
        {
            await ProxyVariables.OfProcess.CheckAsync(environment.Hosts, () => HttpClient.DefaultProxy, prompt).ConfigureAwait(false);
        }
#endif

        var http = ServiceHttp.Of(environment, request.Proxy, clock);
        try
        {
            return await http
                .Secrets.GuardAsync(() => ConnectAsync(request, environment, endpoint, http, new GuardedSignInPrompt(prompt, http.Secrets), token))
                .ConfigureAwait(false);
        }
        catch
        {
            http.Dispose();
            throw;
        }
        finally
        {
            await roots.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public RegistrationPlan PlanRegistration(ConnectRequest request, bool isByItself)
    {
        var environment = EnvironmentOf(request);
        _ = Endpoint(environment, request.Api);
        var api = HuntingService.Of(request.Api);
        return new RegistrationPlan(
            Endpoint(environment, MdeApi.Graph).BaseAddress,
            environment.AuthorityOf(request.TenantId!),
            api.Resource,
            api.ResourceId,
            isByItself ? api.ApplicationPermission : api.Permission
        );
    }

    /// <inheritdoc/>
    public async Task<RegisteredApplication> RegisterAsync(
        ConnectRequest request,
        ApplicationRequest application,
        IHuntingPrompt prompt,
        CancellationToken token
    )
    {
        var environment = EnvironmentOf(request);
        var plan = PlanRegistration(request, application.IsByItself);
        var graph = Endpoint(environment, MdeApi.Graph);
        await WarnOfOtherCloudAsync(environment, graph, prompt).ConfigureAwait(false);
        using var http = ServiceHttp.Of(environment, request.Proxy, clock);
        return await http
            .Secrets.GuardAsync(async () =>
            {
                var guarded = new GuardedPrompt(prompt, http.Secrets);
                string[] scopes = [$"{graph.Resource.TrimEnd('/')}/{ApplicationRegistrar.Permission}"];
                var context = new SignInContext(environment, graph, HuntingService.Of(MdeApi.Graph), request.TenantId, request.ClientId, scopes, http, clock)
                {
                    RetryTimeout = request.RetryTimeout,
                    IsUser = true,
                };
                context = context with
                {
                    TenantId = await new TenantResolver(context, context.DemandOf(guarded)).ResolveAsync(request.TenantId!, token).ConfigureAwait(false),
                };
                using var tokens = await _users.SignInAsync(context, (UserChoice)request.SignIn, guarded, token).ConfigureAwait(false);
                return await new ApplicationRegistrar(context, tokens, plan, guarded).RegisterAsync(application, token).ConfigureAwait(false);
            })
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<StoredRows> ReadStoredAsync(StoredContent source, IRowSink receiver, IMessageSink messages, CancellationToken token) =>
        StoredResponse.ReadAsync(source, receiver, messages, token);

    /// <inheritdoc/>
    public SigningIdentity FindSigningIdentity(SignInChoice choice) => CertificateSource.FindIdentity(choice);

    /// <inheritdoc/>
    public async Task<byte[]> RequestStampAsync(Uri server, byte[] request, IWebProxy? proxy, TimeSpan timeLimit, CancellationToken token)
    {
        using var http = ServiceHttp.OfStamps(proxy, clock);
        return await http.Secrets.GuardAsync(() => StampSender.SendAsync(http, clock, server, request, timeLimit, token)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public MdeTokenInfo ReadToken(string token, IObjectFactory factory) => TokenReader.Read(token, factory, clock.GetUtcNow().UtcDateTime);

    private async Task<IHuntingSession> ConnectAsync(
        ConnectRequest request,
        CloudEnvironment environment,
        ApiEndpoint endpoint,
        ServiceHttp http,
        ISignInPrompt prompt,
        CancellationToken token
    )
    {
        var api = HuntingService.Of(request.Api);
        var context = new SignInContext(environment, endpoint, api, request.TenantId, request.ClientId, request.Scopes, http, clock)
        {
            RetryTimeout = request.RetryTimeout,
            IsUser = request.SignIn is UserChoice,
        };
        if (request.TenantId is { } tenant)
        {
            context = context with { TenantId = await new TenantResolver(context, context.DemandOf(prompt)).ResolveAsync(tenant, token).ConfigureAwait(false) };
        }

        await prompt.VerboseAsync($"Signing in by {request.SignIn.Method} at {context.Authority} for {endpoint.Resource}.").ConfigureAwait(false);
        var tokens = await SignInAsync(context, request.SignIn, prompt, token).ConfigureAwait(false);
        if (http.ClockFault is { } clockFault)
        {
            await prompt.WarnAsync($"{clockFault}; sign-ins and ago() in your own scripts will be off.").ConfigureAwait(false);
        }

        var limits = new ResponseLimits(request.RowLimit ?? endpoint.RowLimit ?? api.Limits.Rows, request.ByteLimit ?? endpoint.ByteLimit ?? api.Limits.Bytes);
        var ledger = QuotaRegistry.Of(api.Address(endpoint), api.Api, tokens.Latest.TenantId, clock);

        // Whoever connects anew wants to know how it stands; the service says so again, where it still wants nothing to be asked.
        ledger.ClearWait();
        var quota = TenantQuota.Of(ledger, api, endpoint, request);
        var sender = new AuthorizedSender(tokens, http, clock);
        return new HuntingSession(
            environment,
            sender,
            new HuntingClient(api, endpoint, sender, clock, limits),
            new TableDiscovery(api, endpoint, sender, clock),
            limits,
            quota,
            http,
            clock
        );
    }

    private static Task WarnOfOtherCloudAsync(CloudEnvironment environment, ApiEndpoint endpoint, ISignInPrompt prompt) =>
        environment is { Cloud: null, IsLab: false }
            ? prompt.WarnAsync(
                $"The environment '{environment.Name}' isn't one of Microsoft's clouds; a file defines it. You sign in at "
                    + $"{environment.Authority.Authority}, and queries and their token go to "
                    + $"{endpoint.BaseAddress.Authority}."
            )
            : Task.CompletedTask;

    private static CloudEnvironment EnvironmentOf(ConnectRequest request) =>
        request.EnvironmentPath is { } path ? EnvironmentReader.ReadFile(path) : EnvironmentReader.ReadCloud(request.Cloud);

    private static ApiEndpoint Endpoint(CloudEnvironment environment, MdeApi api) =>
        environment.Apis.TryGetValue(api, out var endpoint)
            ? endpoint
            : throw new EnvironmentException(
                EnvironmentFailure.ApiNotInEnvironment,
                $"The environment '{environment.Name}' doesn't have the API {api}.",
                $"It has: {string.Join(", ", environment.Apis.Keys)}."
            )
            {
                Target = api,
            };

    // Entra ID takes a scope without a resource for one of Microsoft Graph's, and gives a token for whatever resource a scope begins with.
    private static void RequireOwnScopes(CloudEnvironment environment, ApiEndpoint endpoint, IReadOnlyList<string>? scopes)
    {
        if (environment is not { Cloud: null, IsLab: false })
        {
            return;
        }

        var own = $"{endpoint.Resource.TrimEnd('/')}/";
        if (scopes?.FirstOrDefault(scope => !scope.StartsWith(own, StringComparison.OrdinalIgnoreCase) || scope.Any(char.IsWhiteSpace)) is { } foreign)
        {
            throw new EnvironmentException(
                EnvironmentFailure.ScopeOfAnotherService,
                $"The scope '{foreign}' doesn't belong to the service of the environment '{environment.Name}': its token would go to "
                    + $"{endpoint.BaseAddress.Authority}.",
                $"Remove -Scope, or start it with {own}."
            )
            {
                Target = foreign,
            };
        }
    }

    private Task<ITokenSource> SignInAsync(SignInContext context, SignInChoice choice, ISignInPrompt prompt, CancellationToken token)
    {
        context.Http.Secrets.Keep(SecretOf(choice) is { } own ? SecretText.Of(own) : null);
        return choice switch
        {
            UserChoice user => _users.SignInAsync(context, user, prompt, token),
            ClientSecretChoice secret => ClientSecretSignIn.SignInAsync(context, secret, prompt, token),
            CertificateChoice or CertificateThumbprintChoice or CertificateFileChoice => CertificateSignIn.SignInAsync(
                context,
                CertificateSource.Find(choice),
                prompt,
                token
            ),
            ManagedIdentityChoice => ManagedIdentitySignIn.SignInAsync(context, prompt, token),
            FederationChoice federation => new FederationSignIn(context, federation).SignInAsync(prompt, token),
            TokenProviderChoice provided => ProvidedTokenSource.SignInAsync(context, provided.Provider, prompt, token),
            AccessTokenChoice supplied => StaticTokenSource.CheckAsync(context, supplied, prompt),
            _ => throw new NotSupportedException($"Nothing signs in by {choice.GetType().Name}."),
        };
    }

    private static SecureString? SecretOf(SignInChoice choice) =>
        choice switch
        {
            ClientSecretChoice given => given.Secret,
            CertificateFileChoice file => file.Password,
            FederationChoice federation => federation.Token,
            AccessTokenChoice supplied => supplied.Token,
            _ => null,
        };
}
