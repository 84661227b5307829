using System.Net;

namespace MdeHunting.Service.Services;

/// <summary>
/// The hosts that are this machine itself, whatever a resolver says: the name <c>localhost</c> and the loopback addresses (RFC 1122, section 3.2.1.3; RFC 4291,
/// section 2.5.3). Names below it, such as <c>lab.localhost</c>, are not: a resolver may send them elsewhere.
/// </summary>
internal static class Loopback
{
    /// <summary>Whether a host is this machine.</summary>
    public static bool Includes(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
