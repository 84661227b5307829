namespace MdeHunting.Indicators;

/// <summary>A URL, or the name of a host, taken apart so that it can be compared: whatever it is, there is a host.</summary>
/// <param name="Host">The host in lower case and ASCII, without a port.</param>
/// <param name="Port">The port with its colon; empty for the scheme's own.</param>
/// <param name="Rest">What comes behind: path, query and fragment; a slash alone is left out.</param>
/// <param name="IsBare">Whether there is nothing but a host.</param>
internal readonly record struct UrlParts(string Host, string Port, string Rest, bool IsBare)
{
    private static readonly char[] EndOfAuthority = ['/', '?', '#', '\\'];

    // Where a part of what comes behind the host ends: /r/agent is no beginning of /r/agent.bin.
    private static readonly char[] EndOfPart = ['/', '?', '#', '&', ';'];

    /// <summary>Whether what comes behind the host begins with whole parts, whatever their case.</summary>
    public bool Begins(string parts) =>
        Rest.StartsWith(parts, StringComparison.OrdinalIgnoreCase)
        && (Rest.Length == parts.Length || EndOfPart.Contains(Rest[parts.Length]) || EndOfPart.Contains(parts[parts.Length - 1]));

    /// <summary>Takes a text apart.</summary>
    public static UrlParts Of(string text)
    {
        var value = text.Trim();
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        var isSchemed = scheme > 0 && value.IndexOfAny(EndOfAuthority) > scheme;
        var behind = isSchemed ? value.Substring(scheme + 3) : value;
        var end = behind.IndexOfAny(EndOfAuthority) is >= 0 and var found ? found : behind.Length;
        var authority = behind.Substring(0, end);
        authority = authority.Substring(authority.LastIndexOf('@') + 1);
        var colon = authority.LastIndexOf(':');
        var isPort = colon > 0 && colon < authority.Length - 1 && authority.IndexOf(']', colon) < 0 && authority.Skip(colon + 1).All(char.IsDigit);
        var isHostOfPort = isPort && (authority[0] == '[' || authority.IndexOf(':') == colon);
        var port = isHostOfPort ? authority.Substring(colon) : string.Empty;
        var named = authority.Substring(0, authority.Length - port.Length).Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        var host = HostName.ToAscii(named)?.ToLowerInvariant() ?? named;
        var name = isSchemed ? value.Substring(0, scheme).ToLowerInvariant() : string.Empty;
        var rest = behind.Substring(end);
        var isOwnPort = (name, port) is ("https", ":443") or ("http", ":80");
        return new UrlParts(host, isOwnPort ? string.Empty : port, rest == "/" ? string.Empty : rest, !isSchemed && rest.Length == 0);
    }
}
