namespace MdeHunting.Contract;

/// <summary>
/// What columns and properties are called that have indicators: those of plain lists, of MISP's exports, and of Defender's own,
/// https://learn.microsoft.com/defender-endpoint/indicator-manage#import-a-list-of-iocs. Names are compared without case and by their letters and digits alone.
/// </summary>
internal static class IndicatorNames
{
    /// <summary>A value's type by the name of its column; Unknown where the value itself tells.</summary>
    public static IReadOnlyDictionary<string, MdeIndicatorType> Columns { get; } =
        new Dictionary<string, MdeIndicatorType>(StringComparer.OrdinalIgnoreCase)
        {
            ["md5"] = MdeIndicatorType.Md5,
            ["hashmd5"] = MdeIndicatorType.Md5,
            ["filemd5"] = MdeIndicatorType.Md5,
            ["sha1"] = MdeIndicatorType.Sha1,
            ["hashsha1"] = MdeIndicatorType.Sha1,
            ["filesha1"] = MdeIndicatorType.Sha1,
            ["sha256"] = MdeIndicatorType.Sha256,
            ["hashsha256"] = MdeIndicatorType.Sha256,
            ["filesha256"] = MdeIndicatorType.Sha256,
            ["domain"] = MdeIndicatorType.Domain,
            ["domainname"] = MdeIndicatorType.Domain,
            ["hostname"] = MdeIndicatorType.Domain,
            ["fqdn"] = MdeIndicatorType.Domain,
            ["url"] = MdeIndicatorType.Url,
            ["uri"] = MdeIndicatorType.Url,
            ["filename"] = MdeIndicatorType.FileName,
            ["filepath"] = MdeIndicatorType.FilePath,
            ["path"] = MdeIndicatorType.FilePath,
            ["folderpath"] = MdeIndicatorType.FilePath,
            ["registry"] = MdeIndicatorType.RegistryKey,
            ["registrykey"] = MdeIndicatorType.RegistryKey,
            ["regkey"] = MdeIndicatorType.RegistryKey,
            ["email"] = MdeIndicatorType.MailAddress,
            ["mail"] = MdeIndicatorType.MailAddress,
            ["emailaddress"] = MdeIndicatorType.MailAddress,
            ["sender"] = MdeIndicatorType.MailAddress,
            ["subject"] = MdeIndicatorType.MailSubject,
            ["emailsubject"] = MdeIndicatorType.MailSubject,
            ["messageid"] = MdeIndicatorType.MessageId,
            ["upn"] = MdeIndicatorType.AccountUpn,
            ["userprincipalname"] = MdeIndicatorType.AccountUpn,
            ["account"] = MdeIndicatorType.AccountName,
            ["accountname"] = MdeIndicatorType.AccountName,
            ["username"] = MdeIndicatorType.AccountName,
            ["sid"] = MdeIndicatorType.AccountSid,
            ["objectid"] = MdeIndicatorType.AccountObjectId,
            ["thumbprint"] = MdeIndicatorType.CertificateThumbprint,
            ["certificatethumbprint"] = MdeIndicatorType.CertificateThumbprint,
            ["useragent"] = MdeIndicatorType.UserAgent,
            ["commandline"] = MdeIndicatorType.CommandLine,
            ["ip"] = MdeIndicatorType.Unknown,
            ["ipaddress"] = MdeIndicatorType.Unknown,
            ["ipv4"] = MdeIndicatorType.Unknown,
            ["ipv6"] = MdeIndicatorType.Unknown,
            ["ipsrc"] = MdeIndicatorType.Unknown,
            ["ipdst"] = MdeIndicatorType.Unknown,
            ["srcip"] = MdeIndicatorType.Unknown,
            ["dstip"] = MdeIndicatorType.Unknown,
            ["hash"] = MdeIndicatorType.Unknown,
            ["filehash"] = MdeIndicatorType.Unknown,
        };

    /// <summary>What a column of values of any type is called.</summary>
    public static HashSet<string> Values { get; } =
        new(StringComparer.OrdinalIgnoreCase) { "value", "indicator", "indicatorvalue", "ioc", "iocvalue", "observable" };

    /// <summary>What a column of the types of such values is called.</summary>
    public static HashSet<string> Types { get; } = new(StringComparer.OrdinalIgnoreCase) { "type", "indicatortype", "ioctype", "observabletype" };

    /// <summary>What columns are called that say something of a value.</summary>
    public static IReadOnlyList<string> Contexts { get; } = ["title", "description", "comment", "source", "info", "notes"];

    /// <summary>A name by its letters and digits alone.</summary>
    public static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit)]);
}
