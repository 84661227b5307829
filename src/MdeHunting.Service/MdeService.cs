using MdeHunting.Connections;
using MdeHunting.Service.Clouds;
using MdeHunting.Service.Hunting;
using MdeHunting.Service.Sending;
using MdeHunting.Service.SignIn;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service;

/// <summary>The private side of the module: signs in, hunts, and reads tokens.</summary>
/// <param name="clock">The time.</param>
/// <param name="http">The HTTP client of an environment.</param>
internal sealed class MdeService(TimeProvider clock, Func<CloudEnvironment, ServiceHttp> http) : IMdeService
{
    public MdeService()
        : this(TimeProvider.System, environment => new ServiceHttp(environment))
    {
    }

    /// <inheritdoc/>
    public async Task<IHuntingSession> ConnectAsync(ConnectRequest request, ISignInPrompt prompt, CancellationToken token)
    {
        var environment = request.EnvironmentPath is { } path ? EnvironmentReader.ReadFile(path) : EnvironmentReader.ReadPublic();
        if (!environment.Apis.TryGetValue(request.Api, out var endpoint))
        {
            throw new EnvironmentException(
                EnvironmentFailure.ApiNotInEnvironment,
                $"The environment '{environment.Name}' does not have the API {request.Api}.",
                $"It has: {string.Join(", ", environment.Apis.Keys)}.")
            {
                Target = request.Api,
            };
        }

        var client = http(environment);
        try
        {
            var authority = $"{environment.Authority.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{request.TenantId}";
            await prompt.VerboseAsync($"Signing in at {authority} for {endpoint.Resource}.").ConfigureAwait(false);
            var application = PublicClientApplicationBuilder.Create(request.ClientId.ToString("D"))
                .WithAuthority(authority, validateAuthority: environment.IsKnownToEntra)
                .WithInstanceDiscovery(environment.IsKnownToEntra)
                .WithHttpClientFactory(client)
                .Build();

            var facts = HuntingApi.Of(request.Api);
            var result = await new DeviceCodeSignIn(application, clock).SignInAsync([facts.DelegatedScope(endpoint)], prompt, token).ConfigureAwait(false);
            TenantCheck.Require(request.TenantId, result.TenantId);
            var tokens = new UserTokens(application, result);
            return new HuntingSession(environment.Name, SignInMethod.DeviceCode, tokens, new HuntingClient(facts, endpoint, client, clock), client, clock);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public MdeTokenInfo ReadToken(string token, IDynamicFactory factory) => TokenReader.Read(token, factory, clock.GetUtcNow().UtcDateTime);
}
