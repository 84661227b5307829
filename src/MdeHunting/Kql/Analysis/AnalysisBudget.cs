namespace MdeHunting.Kql.Analysis;

/// <summary>How far an evaluation may go: names may be made of names, each of them twice, and no query that is meant has so many.</summary>
internal sealed class AnalysisBudget(int steps)
{
    private int _left = steps;

    /// <summary>Whether it ended before all was read.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Goes on by some steps; false where that is too far.</summary>
    public bool Take(int steps)
    {
        _left -= steps;
        if (_left < 0)
        {
            Exhaust();
        }

        return _left >= 0;
    }

    /// <summary>Something was not read.</summary>
    public void Exhaust() => IsExhausted = true;
}
