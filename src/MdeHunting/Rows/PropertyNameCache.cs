using MdeHunting.Contract;

namespace MdeHunting.Rows;

/// <summary>
/// Settles the property names of many objects, which mostly come with the same few sets of names: those of a column, an event's kind after another. For one
/// thread at a time.
/// </summary>
internal sealed class PropertyNameCache
{
    private const int Places = 64;

    // An object with more is hardly one of many, and would be kept as long as the rows come.
    private const int MostKept = 1_024;

    private readonly (string[] Names, string[] Settled)[] _sets = new (string[], string[])[Places];

    /// <summary>The property names for these names, in their order; one that is the same as its name is the same string, too.</summary>
    public (string[] Names, string[] Settled) Of(IReadOnlyList<string> names)
    {
        if (names.Count > MostKept)
        {
            string[] own = [.. names];
            return (own, PropertyNames.Settle(own));
        }

        ref var set = ref _sets[Place(names)];
        if (set.Settled is null || !AreSame(names, set.Names))
        {
            string[] kept = [.. names];
            set = (kept, PropertyNames.Settle(kept));
        }

        return set;
    }

    // Good enough to tell the sets of a tenant apart; whether they really are the same is looked at.
    private static int Place(IReadOnlyList<string> names)
    {
        var hash = (uint)names.Count;
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            hash = (hash * 31) + (uint)name.Length + (name.Length == 0 ? 0u : name[name.Length / 2]);
        }

        return (int)(hash % Places);
    }

    private static bool AreSame(IReadOnlyList<string> names, string[] others)
    {
        if (names.Count != others.Length)
        {
            return false;
        }

        for (var i = 0; i < others.Length; i++)
        {
            if (!string.Equals(names[i], others[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
