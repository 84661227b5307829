namespace MdeHunting.Kql;

/// <summary>A pattern of column names, as <c>project-away</c> takes it: a <c>*</c> stands for any text, and nothing else is special.</summary>
internal static class NamePattern
{
    /// <summary>Whether a name is of a pattern.</summary>
    public static bool Matches(string pattern, string name)
    {
        var (place, star, resume) = (0, -1, 0);
        for (var i = 0; i < name.Length; )
        {
            if (place < pattern.Length && pattern[place] == '*')
            {
                star = place++;
                resume = i;
            }
            else if (place < pattern.Length && pattern[place] == name[i])
            {
                place++;
                i++;
            }
            else if (star < 0)
            {
                return false;
            }
            else
            {
                // The last star takes one character more.
                place = star + 1;
                i = ++resume;
            }
        }

        return pattern.Length == place || pattern.Substring(place).All(c => c == '*');
    }
}
