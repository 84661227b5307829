using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using Microsoft.Identity.Client;
using Accepts = System.Func<
    System.Net.Http.HttpRequestMessage,
    System.Security.Cryptography.X509Certificates.X509Certificate2,
    System.Security.Cryptography.X509Certificates.X509Chain,
    System.Net.Security.SslPolicyErrors,
    bool
>;

namespace MdeHunting.Service.SignIn;

/// <summary>HTTP clients for MSAL, whose responses are bounded and checked.</summary>
internal static class IdentityHttp
{
    /// <summary>A connection's client, for the requests of its sign-in.</summary>
    /// <param name="http">The connection's client.</param>
    /// <param name="check">Checks a response.</param>
    public static IMsalHttpClientFactory ForIdentity(this ServiceHttp http, IdentityHandler.Check check) =>
        new Given(http.Through((clock, inner) => new IdentityHandler(clock, check, inner)));

    /// <summary>A client for a managed identity's endpoint.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="clock">The time.</param>
    /// <param name="secrets">Where what the requests must keep secret is remembered.</param>
    public static IMsalSFHttpClientFactory OfHost(CloudEnvironment environment, TimeProvider clock, KnownSecrets secrets) =>
        new Host(accepts => ServiceHttp.OfHost(environment, clock, secrets, accepts).ForIdentity(IdentityResponse.OfHost).GetHttpClient());

    // Service Fabric's endpoint has a certificate of its own making, whose thumbprint it tells:
    // https://learn.microsoft.com/azure/service-fabric/how-to-managed-identity-service-fabric-app-code.
    private sealed class Host(Func<Accepts?, HttpClient> create) : IMsalSFHttpClientFactory
    {
        private readonly Lazy<HttpClient> _usual = new(() => create(null));
        private HttpClient? _pinned;

        public HttpClient GetHttpClient() => _usual.Value;

        public HttpClient GetHttpClient(Accepts validateServerCert) => LazyInitializer.EnsureInitialized(ref _pinned, () => create(validateServerCert))!;
    }

    private sealed class Given(HttpClient client) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => client;
    }
}
