using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>
/// Tells where what has the form of one address may be several that lost what stood between them: <c>http://a.com/xhttp://b.com/y</c>, <c>a.com/192.0.2.1</c>.
/// </summary>
internal static class JoinedValues
{
    // An address may have another one in its path or its query, behind a mark.
    private static readonly Regex Begun = new(
        @"(?<=[^?#]\w)(?<![?#].*)" + Refanging.Beginning,
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    );

    private static readonly char[] Slash = ['/'];

    /// <summary>The value, and where it may be several, each of them too; all are ambiguous then.</summary>
    public static IEnumerable<FoundToken> Of(FoundToken found)
    {
        if (found.Token.Type != MdeIndicatorType.Url)
        {
            return [found];
        }

        // report.zip/inner.exe may be a file in an archive.
        FoundToken[] parts = found.Token.WasDefanged
            ? [.. Parts(found.Original)]
            :
            [
                .. Parts(found.Original),
                .. FileForms.InArchive(found.Original).Select(name => new FoundToken(name, new RecognizedToken(MdeIndicatorType.FileName, name))),
            ];
        return parts.Length < 2 ? [found] : [found with { IsAmbiguous = true }, .. parts.Select(part => part with { IsAmbiguous = true })];
    }

    private static IEnumerable<FoundToken> Parts(string text)
    {
        if (text.IndexOf("//", StringComparison.Ordinal) < 0)
        {
            FoundToken?[] all = [.. text.Split(Slash).Select(FoundToken.Of)];
            return Array.TrueForAll(all, IsAddress) ? all.OfType<FoundToken>() : [];
        }

        return
            text.IndexOf("//", text.IndexOf("//", StringComparison.Ordinal) + 2, StringComparison.Ordinal) > 0 && Begun.Match(text) is { Success: true } begun
            ? new[] { text.Substring(0, begun.Index), text.Substring(begun.Index) }.Select(FoundToken.Of).OfType<FoundToken>()
            : [];
    }

    private static bool IsAddress(FoundToken? part) =>
        part is { Token: { Type: MdeIndicatorType.IPv4 or MdeIndicatorType.IPv6 or MdeIndicatorType.Domain, Other: null } };
}
