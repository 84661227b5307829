using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>Finds columns by their names, and makes rows of them.</summary>
internal static class ColumnSelection
{
    /// <summary>The places of the columns that the patterns mean, each once. A name must be there; a pattern with <c>*</c> may find nothing.</summary>
    public static IReadOnlyList<int> Find(IReadOnlyList<NamePattern> patterns, IReadOnlyList<KqlColumn> columns, string operatorName)
    {
        var found = new List<int>();
        foreach (var pattern in patterns)
        {
            var matches = Enumerable.Range(0, columns.Count).Where(i => pattern.Matches(columns[i].Name)).ToArray();
            if (matches.Length == 0 && !pattern.IsWildcard)
            {
                throw SemanticError.NoColumn(pattern.Text, operatorName);
            }

            found.AddRange(matches.Except(found));
        }

        return found;
    }

    /// <summary>The table with these of its columns, in this order.</summary>
    public static Relation Take(Relation input, IEnumerable<int> places)
    {
        var taken = places.ToArray();
        return input.Step([.. taken.Select(place => input.Columns[place])], input.Rows.Select(row => Array.ConvertAll(taken, place => row[place])));
    }
}
