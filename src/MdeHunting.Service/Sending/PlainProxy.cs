using System.Collections.Concurrent;
using System.Net;
using System.Runtime.InteropServices;

namespace MdeHunting.Service.Sending;

/// <summary>
/// A proxy whose address has no user and no password in it, whatever the one has that it stands for (<c>HTTPS_PROXY=http://user:password@proxy</c>): .NET
/// writes the address into its messages. They are given as credentials, where the proxy asks for some.
/// </summary>
internal sealed class PlainProxy : IWebProxy
{
    // What .NET reads: https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.defaultproxy.
    private static readonly string[] Variables = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    private readonly IWebProxy _proxy;
    private readonly KnownSecrets _secrets;
    private readonly ConcurrentDictionary<Uri, NetworkCredential> _users = new();

    /// <param name="proxy">The proxy that it stands for.</param>
    /// <param name="secrets">Where passwords are remembered.</param>
    public PlainProxy(IWebProxy proxy, KnownSecrets secrets)
    {
        _proxy = proxy;
        _secrets = secrets;
        Credentials = new UsersCredentials(this);
    }

    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; }

    /// <summary>The proxy to use.</summary>
    /// <param name="named">The one that was asked for; null for that of the system or the process's environment.</param>
    /// <param name="secrets">Where passwords are remembered.</param>
    public static IWebProxy Of(IWebProxy? named, KnownSecrets secrets)
    {
        var proxy = named ?? SystemProxy;

        // Windows may have several proxies for one address, which only its own class can give; its settings have no passwords.
        return
            named is null
            && RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            && !Array.Exists(Variables, variable => Environment.GetEnvironmentVariable(variable)?.IndexOf('@') >= 0)
            ? proxy
            : new PlainProxy(proxy, secrets);
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination)
    {
        var address = _proxy.GetProxy(destination);
        if (address is { UserInfo.Length: > 0 })
        {
            var plain = new UriBuilder(address) { UserName = string.Empty, Password = string.Empty }.Uri;
            _users[plain] = CredentialOf(address);
            address = plain;
        }

        if (address is not null)
        {
            // What a proxy says is told without the password also where it never asked for one.
            Find(address, "Basic");
        }

        return address;
    }

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => _proxy.IsBypassed(host);

#if NET
    private static IWebProxy SystemProxy => HttpClient.DefaultProxy;
#else
    private static IWebProxy SystemProxy => WebRequest.DefaultWebProxy;
#endif

    private static NetworkCredential CredentialOf(Uri address)
    {
        var at = address.UserInfo.IndexOf(':');
        return at < 0
            ? new NetworkCredential(Uri.UnescapeDataString(address.UserInfo), string.Empty)
            : new NetworkCredential(Uri.UnescapeDataString(address.UserInfo.Substring(0, at)), Uri.UnescapeDataString(address.UserInfo.Substring(at + 1)));
    }

    private NetworkCredential? Find(Uri address, string authType)
    {
        var found = _proxy.Credentials?.GetCredential(address, authType) ?? (_users.TryGetValue(address, out var user) ? user : null);
        _secrets.Add(found?.Password);
        return found;
    }

    private sealed class UsersCredentials(PlainProxy proxy) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType) => proxy.Find(uri, authType);
    }
}
