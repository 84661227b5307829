namespace MdeHunting.Text;

/// <summary>Finds the names that were probably meant by one that does not exist.</summary>
internal static class EditDistance
{
    private const int Most = 3;
    private const int ShortestPart = 5;

    /// <summary>The nearest names, the nearest first; at most three, and none that are far away.</summary>
    /// <param name="name">The name that does not exist.</param>
    /// <param name="known">Those that do.</param>
    public static IReadOnlyList<string> Find(string name, IEnumerable<string> known)
    {
        var bound = Bound(name.Length);
        var near = new List<(string Name, int Distance)>();
        var parts = new List<(string Name, int Distance)>();
        foreach (var candidate in new HashSet<string>(known, StringComparer.Ordinal))
        {
            if (candidate == name)
            {
                continue;
            }

            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
            {
                near.Add((candidate, 0));
            }
            else if (Math.Abs(candidate.Length - name.Length) <= bound && Distance(Upper(name), Upper(candidate)) is var distance && distance <= bound)
            {
                near.Add((candidate, distance));
            }
            else if (IsBeginning(name, candidate) || IsBeginning(candidate, name))
            {
                near.Add((candidate, bound + Math.Abs(candidate.Length - name.Length)));
            }
            else if (name.Length >= ShortestPart && candidate.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                parts.Add((candidate, bound + candidate.Length - name.Length));
            }
        }

        // A part of many names tells none of them.
        if (parts.Count <= Most)
        {
            near.AddRange(parts);
        }

        var nearest = near.Count == 0 ? 0 : near.Min(one => one.Distance);
        return
        [
            .. near.Where(one => nearest > 0 || one.Distance == 0)
                .OrderBy(one => one.Distance)
                .ThenBy(one => one.Name, StringComparer.Ordinal)
                .Take(Most)
                .Select(one => one.Name),
        ];
    }

    /// <summary>The names as a sentence asks for them: <c>Did you mean 'A' or 'B'?</c>; null where there are none.</summary>
    public static string? Ask(IReadOnlyList<string> names) =>
        names.Count == 0
            ? null
            : "Did you mean "
                + string.Join(", ", names.Take(names.Count - 1).Select(name => $"'{name}'"))
                + $"{(names.Count > 1 ? " or " : string.Empty)}'{names[names.Count - 1]}'?";

    // A third of a short name is another name; of a long one, three letters are a slip.
    private static int Bound(int length) => Math.Min(3, Math.Max(1, length / 4));

    // What was left off or put on at the end: Device for DeviceInfo is a guess, FileNameX for FileName is none.
    private static bool IsBeginning(string part, string whole) =>
        part.Length >= ShortestPart
        && part.Length < whole.Length
        && whole.Length - part.Length <= part.Length / 2
        && whole.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    private static string Upper(string name) => name.ToUpperInvariant();

    // Optimal string alignment: a letter too many, too few, another one, or two neighbours that changed places.
    private static int Distance(string first, string second)
    {
        var before = new int[second.Length + 1];
        var last = new int[second.Length + 1];
        var current = new int[second.Length + 1];
        for (var j = 0; j <= second.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= first.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var change = first[i - 1] == second[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(last[j] + 1, current[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, last, current) = (last, current, before);
        }

        return last[second.Length];
    }
}
