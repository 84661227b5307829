using static MdeHunting.Lab.Dataset.Planted.PlantedIndicator;

namespace MdeHunting.Lab.Dataset.Planted;

/// <summary>What the supplier, a partner and a newspaper published of the case: a bundle of STIX, an event of MISP, a list and a report.</summary>
internal static class SupplierDocuments
{
    /// <summary>Each document's text by its file name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Bundle] = OfBundle,
            [Event] = OfEvent,
            // As a spreadsheet saves it.
            [List] = "\ufeff" + OfList.ReplaceLineEndings("\r\n"),
            [Report] = OfReport,
        };

    private static string OfBundle =>
        $$"""
            {
              "type": "bundle",
              "id": "bundle--6f2b1c0e-8d57-4a39-b1f4-2c7d90e5a631",
              "objects": [
                {
                  "type": "identity", "spec_version": "2.1", "id": "identity--0d3a9b72-5c41-4e86-9f10-7b8c2d6e4a05",
                  "created": "2026-11-02T08:00:00Z", "modified": "2026-11-02T08:00:00Z", "name": "Kumpula Tools", "identity_class": "organization"
                },
                {
                  "type": "indicator", "spec_version": "2.1", "id": "indicator--1a6c4f83-2e09-4b75-8d21-90f3c7b5e642",
                  "created": "2026-11-02T08:00:00Z", "modified": "2026-11-02T08:00:00Z", "valid_from": "2026-10-20T00:00:00Z",
                  "name": "Loader and where it calls", "indicator_types": ["malicious-activity"], "confidence": 90, "pattern_type": "stix",
                  "pattern": "[file:hashes.'SHA-256' = '{{LoaderSha256}}'] AND [ipv4-addr:value = '{{Address}}' OR domain-name:value = '{{Domain}}'] WITHIN 600 SECONDS"
                },
                {
                  "type": "indicator", "spec_version": "2.1", "id": "indicator--2b7d5094-3f1a-4c86-9e32-a1045d8c6f73",
                  "created": "2026-11-02T08:00:00Z", "modified": "2026-11-02T08:00:00Z", "valid_from": "2026-10-20T00:00:00Z",
                  "name": "Second stage", "pattern_type": "stix", "pattern": "[url:value = '{{Url}}']"
                },
                {
                  "type": "indicator", "spec_version": "2.1", "id": "indicator--3c8e61a5-402b-4d97-8f43-b2156e9d7084",
                  "created": "2026-11-02T08:00:00Z", "modified": "2026-11-02T08:00:00Z", "valid_from": "2026-10-20T00:00:00Z",
                  "name": "Stolen certificate", "pattern_type": "stix", "pattern": "[x509-certificate:hashes.'SHA-1' = '{{Thumbprint}}']"
                },
                {
                  "type": "indicator", "spec_version": "2.1", "id": "indicator--4d9f72b6-513c-4ea8-9054-c3267fae8195",
                  "created": "2026-11-02T08:00:00Z", "modified": "2026-11-02T08:00:00Z", "valid_from": "2026-10-01T00:00:00Z",
                  "valid_until": "2026-10-15T00:00:00Z", "name": "A first relay", "pattern_type": "stix",
                  "pattern": "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '{{ExpiredAddress}}']"
                },
                {
                  "type": "indicator", "spec_version": "2.1", "id": "indicator--5ea083c7-624d-4fb9-8165-d4378abf92a6",
                  "created": "2026-11-02T08:00:00Z", "modified": "2026-11-09T08:00:00Z", "valid_from": "2026-10-20T00:00:00Z", "revoked": true,
                  "name": "A domain that was taken for one of theirs", "pattern_type": "stix", "pattern": "[domain-name:value = '{{RevokedDomain}}']"
                },
                {
                  "type": "indicator", "spec_version": "2.1", "id": "indicator--6fb194d8-735e-40ca-9276-e5489bc0a3b7",
                  "created": "2026-11-02T08:00:00Z", "modified": "2026-11-02T08:00:00Z", "valid_from": "2026-10-20T00:00:00Z",
                  "name": "A rule for a proxy", "pattern_type": "suricata", "pattern": "alert http any any -> any any (msg:\"relay\"; sid:1;)"
                },
                {
                  "type": "windows-registry-key", "spec_version": "2.1", "id": "windows-registry-key--70c2a5e9-846f-51db-a387-f65aacd1b4c8",
                  "key": "HKLM\\SYSTEM\\CurrentControlSet\\Services\\KumpulaSync", "values": [{ "name": "{{RegistryValue}}", "data": "1", "data_type": "REG_SZ" }]
                }
              ]
            }
            """;

    private static string OfEvent =>
        $$"""
            {
              "Event": {
                "uuid": "81d3b6fa-9570-42ec-b498-076bbde2c5d9",
                "info": "Kumpula Tools, what a partner saw",
                "date": "2026-11-05",
                "Attribute": [
                  { "type": "sha1", "category": "Payload delivery", "to_ids": true, "value": "{{ToolSha1.ToUpperInvariant()}}", "comment": "library beside the agent" },
                  { "type": "ip-dst", "category": "Network activity", "to_ids": true, "value": "2001:0DB8:0077:0000:0000:0000:0000:0015" },
                  { "type": "email-src", "category": "Payload delivery", "to_ids": true, "value": "{{MailAddress}}", "Tag": [{ "name": "tlp:amber" }] },
                  { "type": "email-subject", "category": "Payload delivery", "to_ids": true, "value": "{{Subject}}" },
                  { "type": "email-message-id", "category": "Payload delivery", "to_ids": true, "value": "{{MessageId}}" },
                  { "type": "user-agent", "category": "Network activity", "to_ids": true, "value": "{{UserAgent}}" },
                  { "type": "x509-fingerprint-sha256", "category": "Network activity", "to_ids": true, "value": "{{SignerHash}}" },
                  { "type": "domain", "category": "Network activity", "to_ids": false, "value": "{{UndetectableDomain}}", "comment": "everybody calls it" },
                  { "type": "mutex", "category": "Artifacts dropped", "to_ids": true, "value": "Global\\kumpula" }
                ],
                "Object": [
                  {
                    "name": "file",
                    "Attribute": [
                      { "type": "malware-sample", "category": "Payload delivery", "to_ids": true, "value": "{{AgentName}}|{{AgentMd5}}" },
                      { "type": "regkey", "category": "Persistence mechanism", "to_ids": true, "value": "HKCU\\Software\\Kumpula\\Agent" }
                    ]
                  }
                ]
              }
            }
            """;

    private static string OfList =>
        $"""
            type;value;comment
            filename;{SetupName};the installer
            filepath;{AgentPath};
            commandline;{CommandLine};"how it is started; twice a day"
            upn;{AccountUpn};
            sid;{AccountSid};
            objectid;{AccountObjectId};
            account;{AccountName};
            ip;{ListedAddress};a tunnel's end
            md5;{EmptyMd5};log file

            """;

    private static string OfReport =>
        $"""
            # Kumpula Tools: what we know so far

            The company, known for its tools and for a shotput club, e.g. at the games of 2024, was broken into in October.
            Its update service handed out a loader; see version 1.2.3 of their notes, and/or ours.

            ## Second stage

            A script was fetched from hxxps://lataus[.]harju-update[.]example/k/stage2.ps1 (SHA-256
            `{StageSha256.ToUpperInvariant()}`), and everything at lataus[.]harju-update[.]example is theirs.

            ## Relays

            | Network | Since |
            |---|---|
            | 198.51.100[.]80/28 | October |

            """;
}
