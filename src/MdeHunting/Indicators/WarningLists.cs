using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>The warning lists that were specified. A list whose expression takes too long is told once, and not asked again.</summary>
internal sealed class WarningLists
{
    private readonly List<WarningList> _lists = [];
    private readonly List<IndicatorException> _failures = [];

    /// <summary>How many lists there are.</summary>
    public int Count => _lists.Count;

    /// <summary>Takes a list.</summary>
    public void Add(WarningList list) => _lists.Add(list);

    /// <summary>Why a value points at nobody; null where it may.</summary>
    public (MdeIndicatorSkip Skip, string Why)? Of(MdeIndicatorType type, string value)
    {
        for (var i = 0; i < _lists.Count; i++)
        {
            try
            {
                if (_lists[i].Find(type, value) is { } entry)
                {
                    return (MdeIndicatorSkip.WarningList, $"It's in the warning list '{_lists[i].Name}' (entry '{entry}').");
                }
            }
            catch (RegexMatchTimeoutException e)
            {
                _failures.Add(
                    new IndicatorException(
                        IndicatorFailure.WarningListInvalid,
                        $"The warning list '{_lists[i].Source}' isn't used anymore: its expression '{e.Pattern}' takes too long for '{value}'.",
                        "Correct the entry, or leave the list out. The other lists are used.",
                        e
                    )
                    {
                        Target = _lists[i].Source,
                    }
                );
                _lists.RemoveAt(i--);
            }
        }

        return null;
    }

    /// <summary>What failed since it was last asked.</summary>
    public IReadOnlyList<IndicatorException> TakeFailures()
    {
        if (_failures.Count == 0)
        {
            return [];
        }

        IndicatorException[] failures = [.. _failures];
        _failures.Clear();
        return failures;
    }
}
