using System.Management.Automation;
using MdeHunting.Text;

namespace MdeHunting.Packs;

/// <summary>Which queries of a pack are wanted: those of which each kind of pattern fits something.</summary>
internal sealed class PackFilter
{
    private readonly (WildcardPattern[] Patterns, Func<MdePackQuery, IEnumerable<string>> Values)[] _kinds;
    private readonly HashSet<string> _names;
    private readonly SortedSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    public PackFilter(string[]? names, string[]? techniques, string[]? tactics, string[]? tables, string[]? tags)
    {
        _names = new HashSet<string>((names ?? []).Where(name => !WildcardPattern.ContainsWildcardCharacters(name)), StringComparer.OrdinalIgnoreCase);
        _kinds =
        [
            (Of(names), query => query.Id is { } id ? [query.Name, id] : [query.Name]),
            (Of(techniques), query => query.Techniques),
            (Of(tactics?.Select(tactic => new string([.. tactic.Where(c => c is not (' ' or '-'))]))), query => query.Tactics),
            (Of(tables), query => query.Tables),
            (Of(tags), query => query.Tags),
        ];
    }

    /// <summary>The names that were asked for, and that no query has had; each with the names that are near.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Near)> Unknown => _names.Select(name => (name, EditDistance.Find(name, _seen)));

    /// <summary>Whether a query is wanted.</summary>
    public bool Takes(MdePackQuery query)
    {
        if (_names.Count > 0)
        {
            _names.Remove(query.Name);
            _names.Remove(query.Id ?? string.Empty);
            _seen.Add(query.Name);
            _seen.Add(query.Id ?? query.Name);
        }

        return Array.TrueForAll(
            _kinds,
            kind => kind.Patterns.Length == 0 || kind.Values(query).Any(value => Array.Exists(kind.Patterns, p => p.IsMatch(value)))
        );
    }

    private static WildcardPattern[] Of(IEnumerable<string>? patterns) =>
        [.. (patterns ?? []).Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
}
