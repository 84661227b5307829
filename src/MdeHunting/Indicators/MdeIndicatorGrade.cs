namespace MdeHunting;

/// <summary>In which way a value that was found is the indicator.</summary>
public enum MdeIndicatorGrade
{
    /// <summary>It's the indicator itself, however it's written: in upper case, as an IPv6 address that stands for an IPv4 one, with another scheme.</summary>
    Exact,

    /// <summary>It's a host below the domain, alone or in a URL.</summary>
    Subdomain,

    /// <summary>
    /// The domain or address is the host of a URL; or only the host of the URL that is looked for was found, alone, as an address, or with another path.
    /// </summary>
    SameHost,

    /// <summary>
    /// It's a URL that continues the one that is looked for with another part, as in /a/b, /a?b, or /a#b for /a, or that differs from it only in upper and
    /// lower case.
    /// </summary>
    UrlPrefix,

    /// <summary>It's an address of the network.</summary>
    InNetwork,

    /// <summary>It's a registry key below the one that is looked for.</summary>
    Subkey,

    /// <summary>It contains the indicator: a longer command line or subject, or a path on another drive or in the folder that is looked for.</summary>
    Part,

    /// <summary>It's the SHA-1 of a file whose SHA-256 is looked for, in a row without a SHA-256.</summary>
    SameFile,
}
