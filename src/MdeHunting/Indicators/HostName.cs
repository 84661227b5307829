using System.Globalization;
using MdeHunting.Text;

namespace MdeHunting.Indicators;

/// <summary>The names of hosts, by the top-level domains that there are.</summary>
internal static class HostName
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    // As registrars write names: https://www.rfc-editor.org/rfc/rfc5891. An old name that the rules of 2008 leave out is still looked for.
    private static readonly IdnMapping Mapping = new() { AllowUnassigned = true };

    private static readonly Lazy<HashSet<string>> TopLevel = new(Read);

    /// <summary>The name in lower case and ASCII; null where the text is no name of a host.</summary>
    public static string? Parse(string text)
    {
        var name = text.EndsWith(".", StringComparison.Ordinal) ? text.Substring(0, text.Length - 1) : text;
        if (name.Length is 0 or > LongestName || name.IndexOf('.') <= 0)
        {
            return null;
        }

        if (ToAscii(name) is not { } ascii)
        {
            return null;
        }

        name = ascii.ToLowerInvariant();
        var start = 0;
        for (var end = name.IndexOf('.'); end >= 0; end = name.IndexOf('.', start))
        {
            if (!IsLabel(name, start, end))
            {
                return null;
            }

            start = end + 1;
        }

        return IsLabel(name, start, name.Length) && TopLevel.Value.Contains(name.Substring(start)) ? name : null;
    }

    /// <summary>What makes a text no name of a host, as the end of a sentence; null where it is one.</summary>
    public static string? WhyNot(string text)
    {
        var name = text.TrimEnd('.');
        if (Parse(name) is not null)
        {
            return null;
        }

        var labels = (ToAscii(name)?.ToLowerInvariant() ?? name).Split('.');
        return name.Length > LongestName ? FormattableString.Invariant($"it has more than {LongestName} characters")
            : name.Length == 0 || labels[0].Length == 0 ? "a part of it is missing"
            : Array.IndexOf(labels, string.Empty) >= 0 ? "it has two dots in a row"
            : Array.Find(labels, label => !IsLabel(label, 0, label.Length)) is { } wrong
                ? $"'{ForeignText.Cut(wrong, LongestLabel)}' can't be a part of a host's name"
            : labels.Length < 2 ? $"'{name}' has no top-level domain"
            : $"'{labels[labels.Length - 1]}' isn't a known top-level domain";
    }

    /// <summary>A name in ASCII (RFC 5891); null where the rules have no such name.</summary>
    public static string? ToAscii(string name) => IsAscii(name) ? name : Mapped(name, Mapping.GetAscii);

    /// <summary>A name in its own script; null where the rules have no such name.</summary>
    public static string? ToUnicode(string name) => Mapped(name, Mapping.GetUnicode);

    private static string? Mapped(string name, Func<string, string> map)
    {
        try
        {
            return map(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsAscii(string text)
    {
        foreach (var c in text)
        {
            if (c > '\u007f')
            {
                return false;
            }
        }

        return true;
    }

    // An underscore is no letter of a host's name, and of the names of services and of attackers' hosts all the same.
    private static bool IsLabel(string name, int start, int end)
    {
        if (end - start is < 1 or > LongestLabel || name[start] == '-' || name[end - 1] == '-')
        {
            return false;
        }

        for (var i = start; i < end; i++)
        {
            if (name[i] is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    private static HashSet<string> Read()
    {
        using var stream = typeof(HostName).Assembly.GetManifestResourceStream("top-level-domains.txt")!;
        using var reader = new StreamReader(stream);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                names.Add(line);
            }
        }

        return names;
    }
}
