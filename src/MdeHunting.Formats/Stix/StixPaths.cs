namespace MdeHunting.Formats.Stix;

/// <summary>
/// What the properties of STIX's observable objects are indicators of, https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html#_mlbmudhl16lr.
/// </summary>
internal static class StixPaths
{
    private static readonly Dictionary<string, MdeIndicatorType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["file:name"] = MdeIndicatorType.FileName,
        ["file:hashes[*]"] = MdeIndicatorType.Unknown,
        ["file:parent_directory_ref.path"] = MdeIndicatorType.FilePath,
        ["directory:path"] = MdeIndicatorType.FilePath,
        ["ipv4-addr:value"] = MdeIndicatorType.IPv4,
        ["ipv6-addr:value"] = MdeIndicatorType.IPv6,
        ["domain-name:value"] = MdeIndicatorType.Domain,
        ["domain-name:resolves_to_refs[*].value"] = MdeIndicatorType.Unknown,
        ["artifact:url"] = MdeIndicatorType.Url,
        ["url:value"] = MdeIndicatorType.Url,
        ["email-addr:value"] = MdeIndicatorType.MailAddress,
        ["email-message:from_ref.value"] = MdeIndicatorType.MailAddress,
        ["email-message:sender_ref.value"] = MdeIndicatorType.MailAddress,
        ["email-message:body_multipart[*].body_raw_ref.name"] = MdeIndicatorType.FileName,
        ["email-message:subject"] = MdeIndicatorType.MailSubject,
        ["email-message:message_id"] = MdeIndicatorType.MessageId,
        ["windows-registry-key:key"] = MdeIndicatorType.RegistryKey,
        // As some of the standard's own examples write it.
        ["win-registry-key:key"] = MdeIndicatorType.RegistryKey,
        ["windows-registry-key:values[*].name"] = MdeIndicatorType.RegistryValue,
        ["process:command_line"] = MdeIndicatorType.CommandLine,
        ["process:name"] = MdeIndicatorType.FileName,
        ["process:image_ref.name"] = MdeIndicatorType.FileName,
        ["process:binary_ref.name"] = MdeIndicatorType.FileName,
        ["user-account:account_login"] = MdeIndicatorType.AccountName,
        ["user-account:user_id"] = MdeIndicatorType.AccountName,
        ["network-traffic:dst_ref.value"] = MdeIndicatorType.Unknown,
        ["network-traffic:src_ref.value"] = MdeIndicatorType.Unknown,
        ["network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'"] = MdeIndicatorType.UserAgent,
    };

    private static readonly string[] Hashed =
    [
        "file:hashes.",
        "artifact:hashes.",
        "file:content_ref.hashes.",
        "process:image_ref.hashes.",
        "process:binary_ref.hashes.",
    ];

    /// <summary>What a path's values are; Unknown where the value itself tells, null where they are no indicators.</summary>
    public static MdeIndicatorType? Of(string path)
    {
        if (Types.TryGetValue(path, out var type))
        {
            return type;
        }

        foreach (var start in Hashed)
        {
            if (path.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return OfHash(path.Substring(start.Length));
            }
        }

        return path.StartsWith("x509-certificate:hashes.", StringComparison.OrdinalIgnoreCase)
            ? OfHash(path.Substring("x509-certificate:hashes.".Length)) switch
            {
                MdeIndicatorType.Sha1 => MdeIndicatorType.CertificateThumbprint,
                MdeIndicatorType.Sha256 => MdeIndicatorType.SignerHash,
                _ => null,
            }
            : null;
    }

    /// <summary>What a hash is by the name of its algorithm, as the standard writes it or as others do; null for one that no table has.</summary>
    public static MdeIndicatorType? OfHash(string algorithm) =>
        algorithm.Trim('\'', '"').Replace("-", string.Empty).Replace("_", string.Empty).ToUpperInvariant() switch
        {
            "MD5" => MdeIndicatorType.Md5,
            "SHA1" => MdeIndicatorType.Sha1,
            "SHA256" => MdeIndicatorType.Sha256,
            _ => null,
        };
}
