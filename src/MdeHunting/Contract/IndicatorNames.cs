using System.Globalization;

namespace MdeHunting.Contract;

/// <summary>
/// What columns and properties are called that have indicators: those of plain lists, of MISP's exports, and of Defender's own,
/// https://learn.microsoft.com/defender-endpoint/indicator-manage#import-a-list-of-iocs. Names are compared without case and by their letters and digits alone.
/// </summary>
internal static class IndicatorNames
{
    // A value's type by the name of its column; Unknown where the value itself tells.
    private static IReadOnlyDictionary<string, MdeIndicatorType> Columns { get; } =
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

    // What a column of values of any type is called.
    private static HashSet<string> Values { get; } =
        new(StringComparer.OrdinalIgnoreCase) { "value", "indicator", "indicatorvalue", "ioc", "iocvalue", "observable" };

    // What a column of the types of such values is called.
    private static HashSet<string> Types { get; } = new(StringComparer.OrdinalIgnoreCase) { "type", "indicatortype", "ioctype", "observabletype" };

    // What columns are called that say something of a value.
    private static IReadOnlyList<string> Contexts { get; } = ["title", "description", "comment", "source", "info", "notes"];

    /// <summary>What a row of a list states, or an object by its properties.</summary>
    /// <param name="cells">The names of its columns and their texts; those without a text say nothing.</param>
    /// <param name="line">The number of the line in which it begins, counted from 1.</param>
    /// <param name="type">What a value is of whose column names no type; null where another column says it.</param>
    public static IReadOnlyList<StatedIndicator> Read(IEnumerable<(string Name, string Text)> cells, int line, MdeIndicatorType? type = null)
    {
        (string Name, string Text)[] named = [.. cells.Select(cell => (Plain(cell.Name), cell.Text.Trim())).Where(cell => cell.Item2.Length > 0)];
        string? Cell(Func<string, bool> isNamed) => Array.Find(named, cell => isNamed(cell.Name)).Text;
        bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
        var context = string.Join(". ", Contexts.Select(wanted => Cell(name => Is(name, wanted))).OfType<string>());
        var until = Cell(name => name.StartsWith("expiration", StringComparison.OrdinalIgnoreCase) || Is(name, "validuntil"));
        var common = new StatedIndicator(string.Empty, line)
        {
            Context = context.Length > 0 ? context : null,
            ValidUntil =
                until is not null && DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                    ? moment.UtcDateTime
                    : null,
        };
        return Cell(Values.Contains) is { } value
            ? [common with { Text = value, Type = type ?? (Cell(Types.Contains) is { } said ? TypeOf(said) : null) }]
            : [.. named.Where(cell => Columns.ContainsKey(cell.Name)).Select(cell => common with { Text = cell.Text, Type = TypeOf(cell.Name) })];
    }

    /// <summary>Whether a name is one of these.</summary>
    public static bool Has(string name) => Plain(name) is var plain && (Columns.ContainsKey(plain) || Values.Contains(plain) || Types.Contains(plain));

    private static MdeIndicatorType? TypeOf(string name) => Columns.TryGetValue(Plain(name), out var type) && type != MdeIndicatorType.Unknown ? type : null;

    // By its letters and digits alone.
    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit)]);
}
