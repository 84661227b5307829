using System.IO.Compression;
using System.Text;

namespace MdeHunting.Results;

/// <summary>
/// The address that opens a query in the advanced hunting page of the Defender portal: the text as UTF-16, compressed by gzip, in Base64 as addresses have it.
/// The form isn't documented; links that the portal itself makes have it.
/// </summary>
internal static class PortalLink
{
    // What browsers and servers take for sure.
    private const int MostCharacters = 8000;

    // https://learn.microsoft.com/defender-xdr/usgov
    private static readonly Dictionary<string, string> Hosts = new()
    {
        [nameof(MdeCloud.Public)] = "security.microsoft.com",
        [nameof(MdeCloud.GCC)] = "security.microsoft.com",
        [nameof(MdeCloud.GCCHigh)] = "security.microsoft.us",
        [nameof(MdeCloud.DoD)] = "security.apps.mil",
    };

    /// <summary>The address.</summary>
    /// <param name="cloud">The name of the connection's cloud.</param>
    /// <param name="tenantId">The tenant, without which the portal opens the account's own; null where it is not known.</param>
    /// <param name="query">The query.</param>
    /// <param name="reach">How far back from now the query was limited to; null where it was not.</param>
    /// <returns>The address; null for a cloud that has no portal, and a query that is too long for one.</returns>
    public static Uri? Of(string cloud, string? tenantId, string query, TimeSpan? reach = null)
    {
        if (!Hosts.TryGetValue(cloud, out var host))
        {
            return null;
        }

        var tenant = Guid.TryParse(tenantId, out var id) ? $"&tid={id:D}" : string.Empty;
        var address = $"https://{host}/v2/advanced-hunting?query={Encode(query)}{Range(reach)}{tenant}";
        return address.Length <= MostCharacters ? new Uri(address) : null;
    }

    // The portal's ranges all end now, and the links that are known name three of them: the shortest that has the whole range. An hour is for what passed.
    private static string Range(TimeSpan? reach) =>
        reach is not { } length ? string.Empty
        : length < TimeSpan.FromHours(25) ? "&timeRangeId=day"
        : length < TimeSpan.FromHours(7 * 24 + 1) ? "&timeRangeId=week"
        : "&timeRangeId=month";

    private static string Encode(string query)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var text = Encoding.Unicode.GetBytes(query);
            gzip.Write(text, 0, text.Length);
        }

        return Convert.ToBase64String(packed.ToArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
