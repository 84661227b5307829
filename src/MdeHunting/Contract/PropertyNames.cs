namespace MdeHunting.Contract;

/// <summary>
/// Settles the property names of an object once, so that no value is lost. A PSObject's names are compared without case, and some belong to PowerShell.
/// <list type="bullet">
/// <item>A name that is taken, by an earlier one or by PowerShell, gets <c>_2</c>, <c>_3</c>, … : the first that is free.</item>
/// <item>A blank name becomes <c>Column</c> and its place, counted from 1.</item>
/// </list>
/// </summary>
internal static class PropertyNames
{
    // What PowerShell itself knows of every object; what the module's views and exports ask a row for; and what remoting adds: an object with both of the first
    // two of those is shown with its "computer's name" as it is, and one that has nothing else is shown by its bare text.
    private static readonly string[] Reserved =
    [
        "PSObject",
        "PSTypeNames",
        "PSBase",
        "PSAdapted",
        "PSExtended",
        "PSStandardMembers",
        "MdeView",
        "MdeText",
        "MdeTable",
        "MdeGroup",
        "MdeLine",
        "MdeShown",
        "ToString",
        "PSComputerName",
        "PSShowComputerName",
        "RunspaceId",
        "PSSourceJobInstanceId",
    ];

    /// <summary>The property names for these names, in their order.</summary>
    public static string[] Settle(IReadOnlyList<string> names)
    {
        var settled = new string[names.Count];
        var taken = new HashSet<string>(Reserved, StringComparer.OrdinalIgnoreCase);
        var last = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

        // Those that can keep their name keep it, wherever another must give way to them.
        for (var i = 0; i < settled.Length; i++)
        {
            if (!string.IsNullOrWhiteSpace(names[i]) && taken.Add(names[i]))
            {
                settled[i] = names[i];
            }
        }

        for (var i = 0; i < settled.Length; i++)
        {
            settled[i] ??= string.IsNullOrWhiteSpace(names[i])
                ? Free(taken, last, FormattableString.Invariant($"Column{i + 1}"))
                : Numbered(taken, last, names[i]);
        }

        return settled;
    }

    private static string Free(HashSet<string> taken, Dictionary<string, int> last, string name) => taken.Add(name) ? name : Numbered(taken, last, name);

    // A name goes on from its last number: an attacker's JSON may have thousands that differ by case alone.
    private static string Numbered(HashSet<string> taken, Dictionary<string, int> last, string name)
    {
        var number = last.TryGetValue(name, out var before) ? before : 1;
        string candidate;
        do
        {
            number++;
            candidate = FormattableString.Invariant($"{name}_{number}");
        } while (!taken.Add(candidate));

        last[name] = number;
        return candidate;
    }
}
