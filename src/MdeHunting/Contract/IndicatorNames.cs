namespace MdeHunting.Contract;

/// <summary>
/// What columns and properties are called that have indicators: those of plain lists, of MISP's exports, of Defender's own,
/// https://learn.microsoft.com/defender-endpoint/indicator-manage#import-a-list-of-iocs, and of the tables of advanced hunting. Names are
/// compared without case and by their letters and digits alone.
/// </summary>
internal static class IndicatorNames
{
    // A value's type by the name of its column; Unknown where the value itself tells.
    private static Dictionary<string, MdeIndicatorType> Columns { get; } =
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
            ["md5hash"] = MdeIndicatorType.Md5,
            ["sha1hash"] = MdeIndicatorType.Sha1,
            ["sha256hash"] = MdeIndicatorType.Sha256,
            ["filehashmd5"] = MdeIndicatorType.Md5,
            ["filehashsha1"] = MdeIndicatorType.Sha1,
            ["filehashsha256"] = MdeIndicatorType.Sha256,
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
            ["registryvalue"] = MdeIndicatorType.RegistryValue,
            ["signerhash"] = MdeIndicatorType.SignerHash,
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
            ["sourceip"] = MdeIndicatorType.Unknown,
            ["destinationip"] = MdeIndicatorType.Unknown,
            ["destip"] = MdeIndicatorType.Unknown,
            ["address"] = MdeIndicatorType.Unknown,
            ["sourceaddress"] = MdeIndicatorType.Unknown,
            ["destinationaddress"] = MdeIndicatorType.Unknown,
            ["host"] = MdeIndicatorType.Unknown,
            ["destination"] = MdeIndicatorType.Unknown,
            ["c2"] = MdeIndicatorType.Unknown,
            ["c2server"] = MdeIndicatorType.Unknown,
            ["server"] = MdeIndicatorType.Unknown,
            ["user"] = MdeIndicatorType.AccountName,
        };

    // What else products and people call such columns, by the first of those names.
    private static Dictionary<string, string> Others { get; } =
        new(StringComparer.Ordinal)
        {
            ["domain"] = "destdomain dstdomain destinationdomain srcdomain sourcedomain senderdomain maliciousdomain dnsdomain dnsquery domäne domaine",
            ["url"] = "desturl destinationurl requesturl fullurl maliciousurl",
            ["ip"] = "cidr maliciousip desthost dsthost destinationhost ipadresse adresse adresseip hashwert",
            ["filename"] = "processname dateiname nomdefichier",
            ["filepath"] = "processpath dateipfad pfad",
            ["commandline"] = "cmdline befehlszeile",
            ["mail"] = "mailaddress absender",
            ["subject"] = "mailsubject betreff",
            ["username"] = "benutzername",
        };

    // What the kinds of the tables' columns are, in the list of those that a sweep searches.
    private static Dictionary<string, MdeIndicatorType> Kinds { get; } =
        new(StringComparer.Ordinal)
        {
            ["Sha1"] = MdeIndicatorType.Sha1,
            ["Sha256"] = MdeIndicatorType.Sha256,
            ["Md5"] = MdeIndicatorType.Md5,
            ["Address"] = MdeIndicatorType.Unknown,
            ["Host"] = MdeIndicatorType.Domain,
            ["Url"] = MdeIndicatorType.Url,
            ["FileName"] = MdeIndicatorType.FileName,
            ["Path"] = MdeIndicatorType.FilePath,
            ["RegistryKey"] = MdeIndicatorType.RegistryKey,
            ["RegistryValue"] = MdeIndicatorType.RegistryValue,
            ["Mail"] = MdeIndicatorType.MailAddress,
            ["Subject"] = MdeIndicatorType.MailSubject,
            ["MessageId"] = MdeIndicatorType.MessageId,
            ["Sid"] = MdeIndicatorType.AccountSid,
            ["ObjectId"] = MdeIndicatorType.AccountObjectId,
            ["AccountName"] = MdeIndicatorType.AccountName,
            ["CommandLine"] = MdeIndicatorType.CommandLine,
            ["UserAgent"] = MdeIndicatorType.UserAgent,
        };

    // What a row is of and not about: the device, the row itself, its time.
    private static HashSet<string> OfRow { get; } =
        new(StringComparer.OrdinalIgnoreCase)
        {
            "devicename",
            "deviceid",
            "computer",
            "computername",
            "machinename",
            "reportid",
            "tenantid",
            "timestamp",
            "timegenerated",
        };

    // What a column of values of any type is called.
    private static HashSet<string> Values { get; } =
        new(StringComparer.OrdinalIgnoreCase) { "value", "indicator", "indicatorvalue", "ioc", "iocvalue", "observable" };

    // What a column of the types of such values is called.
    private static HashSet<string> Types { get; } = new(StringComparer.OrdinalIgnoreCase) { "type", "indicatortype", "ioctype", "observabletype" };

    // What columns are called that say something of a value.
    private static IReadOnlyList<string> Contexts { get; } =
    ["title", "description", "comment", "comments", "source", "info", "note", "notes", "remark", "remarks", "reference", "references", "link", "urlhauslink"];

    // Those of them that say where something can be read about it.
    private static HashSet<string> References { get; } =
        new(StringComparer.OrdinalIgnoreCase) { "source", "reference", "references", "link", "urlhauslink", "educateurl", "createdby", "lastupdatedby" };

    // What Defender's own lists say besides, https://learn.microsoft.com/defender-endpoint/indicator-manage
    // and https://learn.microsoft.com/defender-endpoint/api/ti-indicator.
    private static HashSet<string> OfDefender { get; } =
        new(StringComparer.OrdinalIgnoreCase)
        {
            "severity",
            "generatealert",
            "recommendedactions",
            "rbacgroups",
            "rbacgroupnames",
            "rbacgroupids",
            "category",
            "mitretechniques",
            "application",
            "educateurl",
            "bypassdurationhours",
            "indicatorid",
            "sourcetype",
            "createdby",
            "creationtimedatetimeutc",
            "lastupdatedby",
            "lastupdatetime",
        };

    static IndicatorNames()
    {
        foreach (var (name, other) in Others.SelectMany(one => one.Value.Split(' ').Select(other => (one.Key, other))))
        {
            Columns.Add(other, Columns[name]);
        }

        using var stream = typeof(IndicatorNames).Assembly.GetManifestResourceStream("indicator-columns.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            foreach (var name in Kinds.ContainsKey(words[0]) ? words.Skip(1) : [])
            {
                // Those of one table alone, or of JSON, are no names of columns elsewhere.
                if (name.IndexOfAny(['.', '[']) < 0 && !Columns.ContainsKey(name))
                {
                    Columns.Add(name, name.EndsWith("Upn", StringComparison.Ordinal) ? MdeIndicatorType.AccountUpn : Kinds[words[0]]);
                }
            }
        }
    }

    /// <summary>What a row of a list states, or an object by its properties.</summary>
    /// <param name="cells">The names of its columns and their texts; those without a text say nothing.</param>
    /// <param name="line">The number of the line in which it begins, counted from 1.</param>
    /// <param name="type">What a value is of whose column names no type; null where another column says it.</param>
    public static IReadOnlyList<StatedIndicator> Read(IEnumerable<(string Name, string Text)> cells, int line, MdeIndicatorType? type = null)
    {
        (string Name, string Text, string Header)[] named =
        [
            .. cells.Select(cell => (Plain(cell.Name), cell.Text.Trim(), cell.Name.Trim())).Where(cell => cell.Item2.Length > 0),
        ];
        string? Cell(Func<string, bool> isNamed) => Array.Find(named, cell => isNamed(cell.Name)).Text;
        bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
        var context = string.Join(". ", Contexts.Select(wanted => Cell(name => Is(name, wanted))).OfType<string>());
        var state = RowState.Of([.. named.Select(cell => (cell.Name, cell.Text))]);
        var common = state.Mark(new StatedIndicator(string.Empty, line) { Context = context.Length > 0 ? context : null });
        if (type is null && OfOwn(name => Cell(other => Is(other, name)), common) is { } own)
        {
            return [own];
        }

        var said = Array.Exists(named, cell => Values.Contains(cell.Name)) ? Cell(Types.Contains) : null;
        var of = type ?? (said is null ? null : TypeOf(said));
        var value = common with
        {
            Type = of,
            UnknownType = of is null && said is not null && !Has(said) ? said : null,
            IsOneValue = said is not null && Has(said),
        };
        var stated = named
            .Where(cell => Values.Contains(cell.Name) || Columns.ContainsKey(cell.Name))
            .SelectMany(cell =>
                Values.Contains(cell.Name)
                    ? CompositeValue.PartsOf(value with { Text = cell.Text }, IsOfColumn, TypeOf)
                    : [common with { Text = cell.Text, Type = TypeOf(cell.Name, cell.Text), IsOneValue = true }]
            )
            .ToList();
        return
        [
            .. stated,
            .. named
                .Where(cell =>
                    !Values.Contains(cell.Name) && !Columns.ContainsKey(cell.Name) && !Types.Contains(cell.Name) && !RowState.IsOf(cell.Name, cell.Text)
                )
                .Select(cell =>
                    common with
                    {
                        Text = cell.Text,
                        Column = cell.Header,
                        IsReference = References.Contains(cell.Name),
                        IsRemark = stated.Count > 0 && (Contexts.Contains(cell.Name, StringComparer.OrdinalIgnoreCase) || OfDefender.Contains(cell.Name)),
                        Unread = OfRow.Contains(cell.Name) ? $"The column {cell.Header} says where or when, and isn't read as indicators." : null,
                    }
                ),
        ];
    }

    private static bool IsOfColumn(string name) => Columns.ContainsKey(Plain(name));

    // An indicator as this module exports it, which is what it was.
    private static StatedIndicator? OfOwn(Func<string, string?> cell, StatedIndicator common)
    {
        if (
            cell(nameof(MdeIndicator.Original)) is null
            || cell(nameof(MdeIndicator.Value)) is not { } value
            || cell(nameof(MdeIndicator.Type)) is not { } name
            || !Enum.TryParse<MdeIndicatorType>(name, out var type)
            || !Enum.IsDefined(typeof(MdeIndicatorType), type)
        )
        {
            return null;
        }

        var (reason, isSkipped) = (cell(nameof(MdeIndicator.Reason)), Enum.TryParse<MdeIndicatorSkip>(cell(nameof(MdeIndicator.Skipped)), out var skip));
        return type == MdeIndicatorType.Unknown
            ? common with
            {
                Text = value,
                Unread = reason ?? "It was read as no indicator.",
            }
            : common with
            {
                Text = value,
                Type = type,
                Context = cell(nameof(MdeIndicator.Context)),
                Skip = isSkipped && skip is MdeIndicatorSkip.Revoked or MdeIndicatorSkip.NotForDetection ? skip : null,
                SkipReason = reason,
            };
    }

    /// <summary>What an account's identifier is, where nothing says it but the value.</summary>
    public static MdeIndicatorType Account(string value) =>
        value.StartsWith("S-1-", StringComparison.OrdinalIgnoreCase) ? MdeIndicatorType.AccountSid
        : Guid.TryParse(value, out _) ? MdeIndicatorType.AccountObjectId
        : value.IndexOf('@') > 0 ? MdeIndicatorType.AccountUpn
        : MdeIndicatorType.AccountName;

    /// <summary>
    /// Whether the cells of a first row are names of columns: more of them are known ones than have the form of a value. A row of data may have the name of a
    /// type in it, as <c>evil.com,domain</c> has.
    /// </summary>
    public static bool IsHeader(IReadOnlyList<string> cells) => cells.Count(Has) > cells.Count(cell => !Has(cell) && LooksLikeValue(cell.Trim()));

    /// <summary>Whether a line, which has nothing else, is the name of a column of values.</summary>
    public static bool IsColumn(string line) => Plain(line) is var plain && (Columns.ContainsKey(plain) || Values.Contains(plain));

    /// <summary>Whether a text looks like a value of a list: a name of a column may have a point between words, and nothing else of it.</summary>
    public static bool LooksLikeValue(string cell) =>
        cell.IndexOf(' ') < 0
        && (
            cell.IndexOf('.') is > 0 and var dot && dot < cell.Length - 1
            || cell.IndexOf('@') > 0
            || cell.IndexOf("://", StringComparison.Ordinal) > 0
            || cell.IndexOf('\\') >= 0
            || (cell.Length >= 32 && cell.All(char.IsLetterOrDigit))
        );

    /// <summary>Whether a name is one of these.</summary>
    public static bool Has(string name) => Plain(name) is var plain && (Columns.ContainsKey(plain) || Values.Contains(plain) || Types.Contains(plain));

    private static MdeIndicatorType? TypeOf(string name, string value) => TypeOf(name) is MdeIndicatorType.AccountName ? Account(value) : TypeOf(name);

    private static MdeIndicatorType? TypeOf(string name) => Columns.TryGetValue(Plain(name), out var type) && type != MdeIndicatorType.Unknown ? type : null;

    // By its letters and digits alone.
    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit)]);
}
