namespace MdeHunting.Indicators;

/// <summary>Says in words what a value of a type is made of, for whoever has one that isn't.</summary>
internal static class TypeForms
{
    /// <summary>What is wrong with a text that is stated as a value of a type.</summary>
    public static string WhyNot(MdeIndicatorType type, string text) =>
        (IsAddress(type) ? BrokenForms.OfWhole(text) : null) ?? $"The value isn't valid: {Of(type)}.{Digits(type, text)}";

    /// <summary>What a value of a type is made of, for a text that looks like one.</summary>
    public static string WhyNot(MdeIndicatorType type) => $"The value isn't valid: {Of(type)}.";

    /// <summary>Whether a value of the one type may stand where the other is stated: a host in a list of pages, an address in one of hosts.</summary>
    public static bool IsNear(MdeIndicatorType said, MdeIndicatorType found) => IsOfNetwork(said) && IsOfNetwork(found);

    /// <summary>Whether a value of the type is told where it stands in a remark and isn't read.</summary>
    public static bool IsTold(MdeIndicatorType type) =>
        IsOfNetwork(type) || type is MdeIndicatorType.Md5 or MdeIndicatorType.Sha1 or MdeIndicatorType.Sha256 or MdeIndicatorType.MailAddress;

    private static bool IsOfNetwork(MdeIndicatorType type) =>
        type is MdeIndicatorType.IPv4 or MdeIndicatorType.IPv6 or MdeIndicatorType.Cidr or MdeIndicatorType.Domain or MdeIndicatorType.Url;

    private static bool IsAddress(MdeIndicatorType type) =>
        type
            is MdeIndicatorType.IPv4
                or MdeIndicatorType.IPv6
                or MdeIndicatorType.Cidr
                or MdeIndicatorType.Domain
                or MdeIndicatorType.Url
                or MdeIndicatorType.MailAddress
                or MdeIndicatorType.AccountUpn;

    private static string Digits(MdeIndicatorType type, string text) =>
        type is MdeIndicatorType.Md5 or MdeIndicatorType.Sha1 or MdeIndicatorType.Sha256 && text.Length > 0 && text.All(Uri.IsHexDigit)
            ? FormattableString.Invariant($" This one has {text.Length}.")
            : string.Empty;

    private static string Of(MdeIndicatorType type) =>
        type switch
        {
            MdeIndicatorType.Md5 => "an MD5 hash has 32 hexadecimal digits",
            MdeIndicatorType.Sha1 => "a SHA-1 hash has 40 hexadecimal digits",
            MdeIndicatorType.Sha256 => "a SHA-256 hash has 64 hexadecimal digits",
            MdeIndicatorType.CertificateThumbprint => "a certificate thumbprint has 40 hexadecimal digits",
            MdeIndicatorType.SignerHash => "the hash of a signer's certificate has 40 or 64 hexadecimal digits",
            MdeIndicatorType.IPv4 => "an IPv4 address is four numbers from 0 to 255",
            MdeIndicatorType.IPv6 => "an IPv6 address is up to eight groups of hexadecimal digits",
            MdeIndicatorType.Cidr => "a network is an address and the length of its prefix, such as 198.51.100.0/24",
            MdeIndicatorType.Domain => "a domain is a name with a known top-level domain, such as evil.example",
            MdeIndicatorType.Url => "a URL contains an address or a host with a known top-level domain",
            MdeIndicatorType.MailAddress => "a mail address is a name, @, and a domain",
            MdeIndicatorType.AccountUpn => "a user principal name is a name, @, and a domain",
            MdeIndicatorType.AccountSid => "a security identifier is of the form S-1-5-21-1-2-3-1001",
            MdeIndicatorType.AccountObjectId => "an object ID is a GUID",
            MdeIndicatorType.FileName => "a file name can't contain *, ?, \", <, >, or |, or end with \\ or /",
            MdeIndicatorType.FilePath => "a path can't contain *, ?, \", <, >, or |",
            _ => "it's empty",
        };
}
