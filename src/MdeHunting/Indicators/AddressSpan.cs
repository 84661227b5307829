using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>The addresses from one to another, as <c>198.51.100.85 - 198.51.100.92</c> names them: those between are meant as well.</summary>
/// <param name="Text">As the text has it.</param>
/// <param name="Networks">The networks and addresses that have all of them, and no other; null where these are too many.</param>
/// <param name="IsAmbiguous">Whether two addresses may be meant: a sentence says from where to where something was sent.</param>
internal readonly record struct AddressSpan(string Text, IReadOnlyList<string>? Networks, bool IsAmbiguous)
{
    /// <summary>So many networks are the most that a range is read as.</summary>
    public const int MostNetworks = 24;

    private const string Number = @"[0-9]{1,3}";
    private const string Dot = @"(\.|\[\.\]|\(\.\))";
    private const string Of4 = Number + "(" + Dot + Number + "){3}";

    private static readonly Regex Span = new(
        $@"(?<![\w.:/@\]-])(?<low>{Of4})(\s*[-\u2013\u2014]\s*|\s+(?<word>to|bis)\s+)(?<high>{Of4})(?![\w:/@-]|\.\w)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

    private static readonly char[] Dashes = ['-', '\u2013', '\u2014'];

    /// <summary>The ranges of a line.</summary>
    public static IEnumerable<AddressSpan> In(string line)
    {
        if (line.IndexOfAny(Dashes) < 0 && line.IndexOf(" to ", StringComparison.Ordinal) < 0 && line.IndexOf(" bis ", StringComparison.Ordinal) < 0)
        {
            yield break;
        }

        foreach (Match match in Span.Matches(line))
        {
            if (Value(match.Groups["low"].Value) is { } first && Value(match.Groups["high"].Value) is { } last && first < last)
            {
                yield return new AddressSpan(match.Value, Cover(first, last), match.Groups["word"].Success);
            }
        }
    }

    private static uint? Value(string text) =>
        IndicatorRecognizer.Parse(MdeIndicatorType.IPv4, Refanging.Undo(text)) is { } address
            ? IPAddress.Parse(address).GetAddressBytes().Aggregate(0u, (sum, one) => (sum << 8) | one)
            : null;

    // From each address on, the largest network that begins with it and ends no later.
    private static IReadOnlyList<string>? Cover(ulong first, ulong last)
    {
        var networks = new List<string>();
        while (first <= last)
        {
            var bits = 0;
            while (bits < 32 && (first & ((2UL << bits) - 1)) == 0 && first + (2UL << bits) - 1 <= last)
            {
                bits++;
            }

            if (networks.Count == MostNetworks)
            {
                return null;
            }

            var address = string.Join(".", new[] { 24, 16, 8, 0 }.Select(shift => ((first >> shift) & 0xff).ToString(CultureInfo.InvariantCulture)));
            networks.Add(bits == 0 ? address : FormattableString.Invariant($"{address}/{32 - bits}"));
            first += 1UL << bits;
        }

        return networks;
    }
}
