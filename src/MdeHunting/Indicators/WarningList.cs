using System.Text.RegularExpressions;
using MdeHunting.Contract;

namespace MdeHunting.Indicators;

/// <summary>A warning list of MISP: what many take for an indicator and is none.</summary>
internal sealed class WarningList
{
    // What an expression may take for one value: a list is from anybody, and some expressions take years.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<MdeIndicatorType>? _types;
    private readonly Func<MdeIndicatorType, string, string?> _entry;

    /// <summary>Prepares a list.</summary>
    /// <param name="stated">The list.</param>
    /// <param name="source">The full path of its file.</param>
    /// <exception cref="IndicatorException">An entry is none of its kind.</exception>
    public WarningList(StatedWarningList stated, string source)
    {
        Name = stated.Name;
        Source = source;
        _types = stated.Types is null ? null : [.. stated.Types];
        _entry = stated.Kind switch
        {
            WarningListKind.Substring => new TextParts(stated.Entries).Find,
            WarningListKind.Hostname => Hosts(stated.Entries),
            WarningListKind.Cidr => Networks(stated.Entries),
            WarningListKind.Regex => Expressions(stated.Entries),
            _ => Texts(stated.Entries),
        };
    }

    /// <summary>What it calls itself.</summary>
    public string Name { get; }

    /// <summary>The full path of its file.</summary>
    public string Source { get; }

    /// <summary>Whether it is about none of the types that there are.</summary>
    public bool IsOfNothing => _types is { Count: 0 };

    /// <summary>The entry that a value is one of; null where it is of none.</summary>
    /// <exception cref="RegexMatchTimeoutException">An expression takes too long.</exception>
    public string? Find(MdeIndicatorType type, string value) => _types?.Contains(type) == false ? null : _entry(type, value);

    private static Func<MdeIndicatorType, string, string?> Texts(IReadOnlyList<string> entries)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            known[Plain(entry)] = entry;
        }

        return (_, value) => known.TryGetValue(value, out var entry) ? entry : null;
    }

    // Addresses and names as indicators have them.
    private static string Plain(string entry) =>
        IndicatorRecognizer.Parse(MdeIndicatorType.IPv4, entry) ?? IndicatorRecognizer.Parse(MdeIndicatorType.IPv6, entry) ?? HostName.Parse(entry) ?? entry;

    // An entry stands for its host and those below it, with a dot in front or without.
    private static Func<MdeIndicatorType, string, string?> Hosts(IReadOnlyList<string> entries)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            var name = entry.Trim('.');
            known[HostName.Parse(name) ?? name] = entry;
        }

        return (type, value) =>
        {
            var host = HostOf(type, value);
            for (var start = 0; start >= 0 && start < host.Length; )
            {
                if (known.TryGetValue(host.Substring(start), out var entry))
                {
                    return entry;
                }

                var dot = host.IndexOf('.', start);
                start = dot < 0 ? -1 : dot + 1;
            }

            return null;
        };
    }

    private Func<MdeIndicatorType, string, string?> Networks(IReadOnlyList<string> entries)
    {
        var networks = new NetworkSet();
        for (var i = 0; i < entries.Count; i++)
        {
            if (!networks.Add(entries[i]))
            {
                throw Invalid(FormattableString.Invariant($"entry {i + 1} of its list, '{entries[i]}', isn't an address or a network"), null);
            }
        }

        return (type, value) => networks.Find(type == MdeIndicatorType.Url ? HostOf(type, value) : value);
    }

    private Func<MdeIndicatorType, string, string?> Expressions(IReadOnlyList<string> entries)
    {
        var expressions = new List<(string Entry, Regex Expression)>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            try
            {
                expressions.Add((entries[i], DelimitedPattern.Parse(entries[i], Patience)));
            }
            catch (ArgumentException e)
            {
                throw Invalid(FormattableString.Invariant($"entry {i + 1} of its list, '{entries[i]}', isn't a valid regular expression"), e);
            }
        }

        return (_, value) => expressions.Find(one => one.Expression.IsMatch(value)).Entry;
    }

    private static string HostOf(MdeIndicatorType type, string value)
    {
        switch (type)
        {
            case MdeIndicatorType.Url:
                var start = value.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
                var end = value.IndexOfAny(['/', '?', '#'], start) is >= 0 and var found ? found : value.Length;
                var authority = value.Substring(start, end - start);
                authority = authority.Substring(authority.LastIndexOf('@') + 1);
                return authority.Length > 0 && authority[0] == '[' ? authority.Trim('[', ']').Split(']')[0]
                    : authority.LastIndexOf(':') is > 0 and var port ? authority.Substring(0, port)
                    : authority;
            case MdeIndicatorType.MailAddress or MdeIndicatorType.AccountUpn:
                return value.Substring(value.LastIndexOf('@') + 1);
            default:
                return value;
        }
    }

    private IndicatorException Invalid(string why, Exception? inner) =>
        new(
            IndicatorFailure.WarningListInvalid,
            $"The warning list '{Source}' isn't used: {why}.",
            "Correct the entry, or leave the list out. The other lists are used.",
            inner
        )
        {
            Target = Source,
        };
}
