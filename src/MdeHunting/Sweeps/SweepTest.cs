using MdeHunting.Kql.Writing;

namespace MdeHunting.Sweeps;

/// <summary>How a column of a kind is tested for the texts of a list.</summary>
/// <param name="List">The list.</param>
/// <param name="Write">Writes the test of a column; the list is a name.</param>
internal sealed record SweepTest(SweepList List, Func<KqlText, KqlText, KqlText> Write)
{
    /// <summary>The tests of a kind of column.</summary>
    public static IReadOnlyList<SweepTest> Of(SweptKind kind) => ByKind[kind];

    /// <summary>Whether each text of a list is a test of its own, since KQL has no operator for a list of them.</summary>
    public static bool IsOneByOne(SweepList list) => list is SweepList.CommandLines or SweepList.UserAgents;

    /// <summary>Whether a list is tested word by word, of which the service takes no more than so many values.</summary>
    public static bool IsOfWords(SweepList list) =>
        list is SweepList.Hosts or SweepList.Paths or SweepList.RegistryKeys or SweepList.Subjects or SweepList.IPv6InText;

    private static SweepTest[] In(SweepList list) => [new SweepTest(list, (column, name) => KqlText.Of($"{column} in~ ({name})"))];

    private static SweepTest Has(SweepList list) => new(list, (column, name) => KqlText.Of($"{column} has_any ({name})"));

    // A row may have an address of IPv4 as IPv6 writes it, which the function takes for none.
    private static readonly SweepTest[] OfAddresses =
    [
        .. In(SweepList.Addresses),
        new(
            SweepList.Networks4,
            (column, name) =>
                KqlText.Of($"ipv4_is_in_any_range(replace_string(tolower({column}), {KqlWriter.Value("::ffff:")}, {KqlWriter.Value("")}), {name})")
        ),
        new(SweepList.Networks6, (column, name) => KqlText.Of($"({column} contains {KqlWriter.Value(":")} and ipv6_is_in_any_range({column}, {name}))")),
    ];

    private static readonly SweepTest[] OfAddressTexts =
    [
        new(SweepList.IPv4InText, (column, name) => KqlText.Of($"has_any_ipv4({column}, {name})")),
        Has(SweepList.IPv6InText),
    ];

    private static readonly SweepTest[] OfHosts = [Has(SweepList.Hosts), .. OfAddressTexts];

    private static SweepTest Contains(SweepList list) => new(list, (column, text) => KqlText.Of($"{column} contains {text}"));

    private static readonly Dictionary<SweptKind, SweepTest[]> ByKind = new()
    {
        [SweptKind.Sha1] = [.. In(SweepList.Sha1), .. In(SweepList.WidenedSha1)],
        [SweptKind.Sha256] = In(SweepList.Sha256),
        [SweptKind.Md5] = In(SweepList.Md5),
        [SweptKind.Address] = OfAddresses,
        [SweptKind.AddressText] = OfAddressTexts,
        [SweptKind.Host] = OfHosts,
        [SweptKind.Url] = OfHosts,
        [SweptKind.UrlText] = OfHosts,
        [SweptKind.FileName] = In(SweepList.FileNames),
        [SweptKind.Path] = [Has(SweepList.Paths)],
        [SweptKind.RegistryKey] = [Has(SweepList.RegistryKeys)],
        [SweptKind.RegistryValue] = In(SweepList.RegistryValues),
        [SweptKind.Mail] = In(SweepList.Mails),
        [SweptKind.Subject] = [.. In(SweepList.Subjects), Has(SweepList.Subjects)],
        [SweptKind.MessageId] = In(SweepList.MessageIds),
        [SweptKind.Sid] = In(SweepList.Sids),
        [SweptKind.ObjectId] = In(SweepList.ObjectIds),
        [SweptKind.AccountName] = In(SweepList.AccountNames),
        [SweptKind.Certificate] = In(SweepList.Certificates),
        [SweptKind.CommandLine] = [Contains(SweepList.CommandLines)],
        [SweptKind.RegistryEntry] = In(SweepList.RegistryEntries),
        [SweptKind.UserAgent] = [Contains(SweepList.UserAgents)],
    };
}
