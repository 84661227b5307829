using MdeHunting.Contract;

namespace MdeHunting.Formats.Misp;

/// <summary>What the types of MISP's attributes are indicators of, https://www.misp-standard.org/rfc/misp-standard-core.html#name-attribute.</summary>
internal static class MispTypes
{
    private static readonly Dictionary<string, MdeIndicatorType?> Types = new(StringComparer.Ordinal)
    {
        ["md5"] = MdeIndicatorType.Md5,
        ["sha1"] = MdeIndicatorType.Sha1,
        ["sha256"] = MdeIndicatorType.Sha256,
        ["filename"] = MdeIndicatorType.FileName,
        ["ip-src"] = null,
        ["ip-dst"] = null,
        ["ip"] = null,
        ["domain"] = MdeIndicatorType.Domain,
        ["hostname"] = MdeIndicatorType.Domain,
        ["url"] = MdeIndicatorType.Url,
        ["link"] = MdeIndicatorType.Url,
        ["email"] = MdeIndicatorType.MailAddress,
        ["email-src"] = MdeIndicatorType.MailAddress,
        ["email-dst"] = MdeIndicatorType.MailAddress,
        ["email-reply-to"] = MdeIndicatorType.MailAddress,
        ["email-subject"] = MdeIndicatorType.MailSubject,
        ["email-message-id"] = MdeIndicatorType.MessageId,
        ["email-attachment"] = MdeIndicatorType.FileName,
        ["regkey"] = MdeIndicatorType.RegistryKey,
        ["user-agent"] = MdeIndicatorType.UserAgent,
        ["x509-fingerprint-sha1"] = MdeIndicatorType.CertificateThumbprint,
        ["x509-fingerprint-sha256"] = MdeIndicatorType.SignerHash,
    };

    /// <summary>The values of an attribute, with the type of each; null for a type that no table has. A composite has several.</summary>
    /// <param name="type">The attribute's type.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The values; Unread is why a part is no indicator, and null of the others. A port says nothing without its address.</returns>
    public static IReadOnlyList<(string Value, MdeIndicatorType? Type, string? Unread)>? Of(string type, string value)
    {
        // The value of a sample is its file's name and its hash.
        var kind = type == "malware-sample" ? "filename|md5" : type;
        if (Types.TryGetValue(kind, out var known))
        {
            return [(value, known, null)];
        }

        var kinds = kind.Split('|');
        var values = value.Split(['|'], kinds.Length);
        var read = kinds
            .Zip(values, (one, text) => (Value: text, Kind: one))
            .Where(pair => pair.Kind != "port")
            .Select(pair =>
                pair.Kind == "value" && kinds[0] == "regkey" ? (pair.Value, MdeIndicatorType.RegistryValue, CompositeValue.WhyNoRegistryValue(pair.Value))
                : Types.TryGetValue(pair.Kind, out var of) ? (pair.Value, of, null)
                : (pair.Value, (MdeIndicatorType?)null, $"No table contains the part {pair.Kind} of attributes of the type {type}.")
            )
            .ToArray();
        return kinds.Length > 1 && Array.Exists(read, part => part.Item3 is null) ? read : null;
    }

    /// <summary>What a warning list is about that names these types of attributes.</summary>
    public static IReadOnlyList<MdeIndicatorType> Matching(IEnumerable<string> attributes) =>
        [.. attributes.SelectMany(attribute => attribute.Split('|')).Distinct().SelectMany(Matching).Distinct()];

    // Hashes of files stand in composites alone there; an attribute of an address may be one of a network.
    private static IEnumerable<MdeIndicatorType> Matching(string attribute) =>
        attribute switch
        {
            "ip" or "ip-src" or "ip-dst" => [MdeIndicatorType.IPv4, MdeIndicatorType.IPv6, MdeIndicatorType.Cidr],
            "uri" => [MdeIndicatorType.Url],
            "target-email" or "whois-registrant-email" => [MdeIndicatorType.MailAddress],
            _ => Types.TryGetValue(attribute, out var type) && type is { } known ? [known] : [],
        };
}
