using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>Says what is wrong with a text that looks like an indicator and is none.</summary>
internal static class BrokenForms
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    // Numbers and words in hexadecimal digits are shorter.
    private const int LeastDigits = 16;

    private static readonly Regex Digits = new(@"(?<![0-9a-z])[0-9a-z]{30,}(?![0-9a-z])", Options);
    private static readonly Regex Numbers = new(@"^(?<address>[0-9]{1,3}(\.[0-9]{1,3}){3})((?<mark>[:/])[0-9]+)?$", Options);
    private static readonly Regex OfNumbers = new(@"^[0-9]{1,3}(\.[0-9]{1,3}){2,}([:/][0-9]*)?$", Options);
    private static readonly Regex OfColons = new(@"^(?=.*(::|[0-9a-f]{3,}:))\[?[0-9a-f]{0,5}(:[0-9a-f.]*){2,}\]?(/[0-9]+|:[0-9]+)?$", Options);
    private static readonly Regex Pairs = new(@"^[0-9a-f]{2}(:[0-9a-f]{2}){9,}$", Options);
    private static readonly Regex Schemed = new(@"^[a-z][a-z0-9+.-]+:/{1,2}(?<rest>.*)$", Options);
    private static readonly Regex Hive = new(@"^HK[a-z_]+:?(\\|$)", Options);
    private static readonly Regex Fangs = new(
        @"\w(\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}|\[@\]|\[at\]|\(at\))\w|^" + Refanging.Beginning + @"\w",
        Options
    );

    private static readonly char[] OfNoHost = ['/', '?', '#', ':', '\\'];
    private static readonly char[] Blanks = [' ', '\t', '\u00a0', '\u3000'];

    /// <summary>What is wrong with a piece of a line, where it can hardly be anything else than a broken indicator; null otherwise.</summary>
    public static string? OfPiece(string piece) =>
        Digits.Match(piece) is { Success: true, Value: var digits } && digits.Count(c => !IsHexadecimal(c)) <= 2 && digits.Any(char.IsDigit) ? OfHash(digits)
        : Numbers.Match(Refanging.Undo(piece)) is { Success: true } numbers ? OfAddress(numbers)
        : Fangs.IsMatch(piece)
            ? $"It's written like an address, and isn't one: {OfHost(Refanging.Undo(piece)) ?? "a part is missing, or its top-level domain isn't known"}."
        : null;

    /// <summary>What is wrong with a text that stands alone, as a line of a list does; null where it looks like no indicator at all.</summary>
    public static string? OfWhole(string text)
    {
        var value = text.Trim();
        if (value.Length < 2 || value.IndexOfAny(Blanks) >= 0)
        {
            return null;
        }

        if (value.Length > IndicatorRecognizer.LongestPiece)
        {
            return FormattableString.Invariant($"An indicator can have {IndicatorRecognizer.LongestPiece:N0} characters, and this has {value.Length:N0}.");
        }

        var plain = Refanging.Undo(value);
        return OfPiece(value) is { } why ? why
            : value.Length >= LeastDigits && value.All(IsHexadecimal) && value.Any(char.IsDigit) && value.Any(char.IsLetter) ? OfHash(value)
            : OfNumbers.IsMatch(plain) ? "It looks like an IPv4 address, which has four numbers from 0 to 255."
            : Pairs.IsMatch(value)
                ? FormattableString.Invariant(
                    $"It looks like a certificate's hash, and has {(value.Length + 1) / 3} pairs of digits: a SHA-1 hash has 20, and a SHA-256 hash 32."
                )
            : Guid.TryParse(value, out _)
                ? "It's a GUID, which can be the ID of many things. If it's the object ID of an account, use ConvertTo-MdeIndicator -Type AccountObjectId."
            : OfColons.IsMatch(plain)
                ? "It looks like an IPv6 address, which has eight groups of up to four hexadecimal digits (fewer with '::', once), and a prefix up to /128."
            : Schemed.Match(plain) is { Success: true } url ? $"It looks like a URL, and isn't one: {OfAuthority(url.Groups["rest"].Value)}."
            : Hive.IsMatch(value) ? "It looks like a registry key, which has a hive such as HKLM or HKEY_CURRENT_USER, and a key in it."
            : value.IndexOfAny(['*', '?']) >= 0 ? "It has a wildcard (* or ?), and only whole values can be looked for."
            : value.StartsWith("S-1-", StringComparison.OrdinalIgnoreCase) ? TypeForms.WhyNot(MdeIndicatorType.AccountSid)
            : plain.IndexOf('@') >= 0
                ? $"It looks like a mail address, and isn't one: {OfHost(plain.Substring(plain.LastIndexOf('@') + 1)) ?? "its name is missing or not valid"}."
            : plain.IndexOf('\\') < 0 && plain.IndexOf('.') >= 0 && OfHost(plain) is { } host ? $"It looks like a host's name, and isn't one: {host}."
            : null;
    }

    /// <summary>What is said of a value over which this module failed, which costs no other value.</summary>
    public static string OfFault(Exception fault) => $"It can't be read, because of an error in this module: {fault.Message}";

    private static string OfHash(string digits) =>
        digits.FirstOrDefault(c => !IsHexadecimal(c)) is not '\0' and var other ? $"It looks like a hash, and '{other}' isn't a hexadecimal digit."
        : digits.Length is 32 or 40 or 64
            ? FormattableString.Invariant($"It looks like a hash of {digits.Length} hexadecimal digits, and other characters are around it.")
        : FormattableString.Invariant(
            $"It looks like a hash, and has {digits.Length} hexadecimal digits: an MD5 hash has 32, a SHA-1 hash 40, and a SHA-256 hash 64."
        );

    private static string OfAddress(Match numbers) =>
        numbers.Groups["mark"].Value == "/" && IndicatorRecognizer.Parse(MdeIndicatorType.IPv4, numbers.Groups["address"].Value) is not null
            ? "It looks like an IPv4 network, whose prefix is from /0 to /32."
            : "It looks like an IPv4 address, whose numbers are from 0 to 255 and have no leading zeros.";

    private static string OfAuthority(string rest) =>
        rest.TrimStart('/').Length == 0 ? "it has no host" : OfHost(rest.TrimStart('/')) ?? "its host, its port, or a character in it isn't valid";

    private static string? OfHost(string text)
    {
        var rest = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? text.Substring(scheme + 3) : text;
        var authority = rest.IndexOfAny(OfNoHost) is >= 0 and var end ? rest.Substring(0, end) : rest;
        var host = authority.Substring(authority.LastIndexOf('@') + 1);
        return IndicatorRecognizer.Parse(MdeIndicatorType.IPv4, host) is not null ? null
            : OfNumbers.IsMatch(host) ? "an IPv4 address has four numbers from 0 to 255"
            : HostName.WhyNot(host);
    }

    private static bool IsHexadecimal(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
}
