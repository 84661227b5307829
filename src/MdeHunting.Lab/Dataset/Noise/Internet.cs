using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>The harmless hosts that programs call, each at an address of its own in 192.0.2.0/24.</summary>
internal static class Internet
{
    private static readonly string[] Sites =
    [
        "news.example",
        "intranet.contoso.example",
        "search.example",
        "maps.example",
        "video.example",
        "weather.example",
        "bank.example",
        "rail.example",
        "webmail.example",
        "forum.example",
        "static.cdn.example",
        "fonts.cdn.example",
        "ads.tracker.example",
        "analytics.tracker.example",
        "shop.example",
        "dictionary.example",
        "travel.example",
        "standards.example",
        "wiki.example",
        "tax.example",
        "jobs.example",
        "photos.example",
        "docs.vendor.example",
        "support.vendor.example",
        "portal.vendor.example",
        "crm.vendor.example",
        "parcel.example",
        "uutiset.example",
        "xn--jyvskyl-7wae.example",
        "saa.example",
    ];

    private static readonly string[] Services =
    [
        "outlook.mail.example",
        "autodiscover.mail.example",
        "teams.chat.example",
        "media.chat.example",
        "files.cloud.example",
        "sync.cloud.example",
        "officecdn.example",
        "roaming.officecdn.example",
        "update.windows.example",
        "download.windows.example",
        "ctldl.windows.example",
        "telemetry.defender.example",
        "packages.defender.example",
        "monitor.fabrikam.example",
        "vault.fabrikam.example",
        "marketplace.code.example",
        "git.example",
        "pypi.example",
        "login.identity.example",
        "ocsp.pki.example",
        "time.example",
    ];

    private static readonly Dictionary<string, string> Addresses = Sites
        .Concat(Services)
        .Select((host, i) => (host, Address: $"192.0.2.{30 + i}"))
        .ToDictionary(entry => entry.host, entry => entry.Address, StringComparer.Ordinal);

    public static string AnySite(Dice dice) => dice.Pick(Sites);

    public static string AddressOf(string host) => Addresses[host];
}
