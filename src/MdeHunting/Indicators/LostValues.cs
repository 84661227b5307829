using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Indicators;

/// <summary>What was read as no indicator where one was meant, as far as a message tells it: how many, and the first of them with the reason.</summary>
internal sealed class LostValues
{
    private const int MostTold = 3;
    private const int MostShown = 100;

    private readonly List<(int Number, string Text, string Why)> _first = [];
    private int _plain;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one of the first has a reason of its own.</summary>
    public bool HasReason => _first.Count > _plain;

    /// <summary>The reason of the first; null where there is none.</summary>
    public string? FirstReason => _first.Count == 0 ? null : _first[0].Why;

    /// <summary>Adds one.</summary>
    /// <param name="number">The number of its line or of its object, counted from 1.</param>
    /// <param name="text">As it was written.</param>
    /// <param name="why">Why it is none.</param>
    /// <param name="isPlain">Whether the reason says no more than that it has the form of none: those with a better one are told first.</param>
    public void Add(int number, string text, string why, bool isPlain = false)
    {
        Count++;
        if (_first.Count < MostTold)
        {
            _first.Insert(isPlain ? _first.Count : _first.Count - _plain, (number, text, why));
            _plain += isPlain ? 1 : 0;
        }
        else if (!isPlain && _plain > 0)
        {
            _first.RemoveAt(_first.Count - 1);
            _plain--;
            _first.Insert(_first.Count - _plain, (number, text, why));
        }
    }

    /// <summary>The first of them, each in a sentence that begins with a blank.</summary>
    /// <param name="place">What their numbers count: Line, or Object.</param>
    public string Tell(string place)
    {
        var told = new StringBuilder();
        foreach (var (number, text, why) in _first)
        {
            told.Append(FormattableString.Invariant($" {place} {number}, '{ForeignText.Cut(text.Trim(), MostShown)}': {why}"));
        }

        return told.ToString();
    }
}
