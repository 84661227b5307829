using System.Globalization;

namespace MdeHunting.Kql.Analysis;

/// <summary>The names that the columns of a join's right side have behind it: those of the left side too get a number, <c>Timestamp1</c>.</summary>
internal sealed class JoinedNames(IReadOnlyList<RowSource> left)
{
    private readonly Dictionary<string, bool> _left = new(StringComparer.Ordinal);

    /// <summary>The name that a column has on the right side; null where it is none of that side's.</summary>
    public string? NameOnRight(string name, AnalysisBudget budget)
    {
        if (IsOfLeft(name, budget))
        {
            return null;
        }

        var plain = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        if (plain.Length == name.Length || !IsOfLeft(plain, budget))
        {
            return name;
        }

        var number = 1;
        while (IsOfLeft(plain + number.ToString(CultureInfo.InvariantCulture), budget) && budget.Take(1))
        {
            number++;
        }

        return name == plain + number.ToString(CultureInfo.InvariantCulture) ? plain : null;
    }

    private bool IsOfLeft(string name, AnalysisBudget budget)
    {
        if (!_left.TryGetValue(name, out var isOfLeft))
        {
            _left.Add(name, isOfLeft = left.Any(source => source.Columns.Find(name, budget) is not null));
        }

        return isOfLeft;
    }
}
