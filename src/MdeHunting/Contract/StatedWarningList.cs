namespace MdeHunting.Contract;

/// <summary>A warning list of MISP as its file states it.</summary>
/// <param name="Name">What it calls itself.</param>
/// <param name="Kind">How its entries are compared.</param>
/// <param name="Types">The types of indicators that it is about; null where it is about all.</param>
/// <param name="Entries">Its entries.</param>
internal sealed record StatedWarningList(string Name, WarningListKind Kind, IReadOnlyList<MdeIndicatorType>? Types, IReadOnlyList<string> Entries);

/// <summary>How the entries of a warning list are compared, https://github.com/MISP/misp-warninglists#type-of-warning-list.</summary>
internal enum WarningListKind
{
    /// <summary>With the whole value.</summary>
    String,

    /// <summary>With any part of the value.</summary>
    Substring,

    /// <summary>With the host and the domains that it is in.</summary>
    Hostname,

    /// <summary>With the address or network, which has to lie within the entry's.</summary>
    Cidr,

    /// <summary>As a regular expression.</summary>
    Regex,
}
