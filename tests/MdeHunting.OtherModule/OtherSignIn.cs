using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;
using Microsoft.IdentityModel.Abstractions;

namespace MdeHunting.OtherModule;

/// <summary>
/// What another module does with the MSAL that it brings: signs in with a device code, and logs through an interface of the package beside it.
/// </summary>
internal static class OtherSignIn
{
    /// <summary>Signs in at a lab that approves by itself.</summary>
    /// <returns>Which assemblies it did so with, and as whom.</returns>
    public static async Task<string> SignInAsync(Uri authority, string rootCertificate)
    {
        var logger = new CountingLogger();
        var application = PublicClientApplicationBuilder
            .Create("22222222-2222-2222-2222-222222222222")
            .WithAuthority(authority.AbsoluteUri, validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new LabClient(rootCertificate))
            .WithLogging(logger)
            .Build();
        var result = await application
            .AcquireTokenWithDeviceCode(["https://graph.microsoft.com/ThreatHunting.Read.All"], _ => Task.CompletedTask)
            .ExecuteAsync();
        return $"other: {result.Account.Username} by MSAL {Version(typeof(IPublicClientApplication))} and Abstractions {Version(typeof(IIdentityLogger))}, "
            + $"{(logger.Entries > 0 ? "logged" : "not logged")}";
    }

    private static string Version(Type type) => type.Assembly.GetName().Version!.ToString(3);

    private sealed class CountingLogger : IIdentityLogger
    {
        public int Entries { get; private set; }

        public bool IsEnabled(EventLogLevel eventLogLevel) => true;

        public void Log(LogEntry entry) => Entries++;
    }

    private sealed class LabClient(string rootCertificate) : IMsalHttpClientFactory
    {
        private readonly HttpClient _client = new(
            new SocketsHttpHandler
            {
                SslOptions =
                {
                    CertificateChainPolicy = new X509ChainPolicy
                    {
                        TrustMode = X509ChainTrustMode.CustomRootTrust,
                        CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(rootCertificate) },
                        RevocationMode = X509RevocationMode.NoCheck,
                    },
                },
            }
        );

        public HttpClient GetHttpClient() => _client;
    }
}
