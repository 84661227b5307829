namespace MdeHunting.Lab.HuntingApi;

/// <summary>How much was used of one limit. Not for several threads at once.</summary>
/// <param name="length">How long what is used counts.</param>
/// <param name="limit">How much may be used in that time: calls, or ticks of running time.</param>
/// <param name="isAligned">Whether it counts until the current period of that length ends, instead of for that length.</param>
/// <param name="refuse">The words that refuse a call, by how long it would have to wait.</param>
internal sealed class QuotaWindow(TimeSpan length, long limit, bool isAligned, Func<TimeSpan, string> refuse)
{
    private readonly List<(DateTimeOffset At, long Amount)> _used = [];

    /// <summary>Why nothing can be used now; null where it can.</summary>
    public QuotaRefusal? Check(DateTimeOffset now)
    {
        _used.RemoveAll(one => End(one.At) <= now);
        var sum = _used.Sum(one => one.Amount);
        foreach (var one in _used)
        {
            if (sum < limit)
            {
                break;
            }

            sum -= one.Amount;
            if (sum < limit)
            {
                return new(End(one.At) - now, refuse(End(one.At) - now));
            }
        }
        return null;
    }

    public void Use(DateTimeOffset at, long amount) => _used.Insert(_used.FindLastIndex(one => one.At <= at) + 1, (at, amount));

    private DateTimeOffset End(DateTimeOffset at) =>
        isAligned ? new DateTimeOffset(at.UtcTicks / length.Ticks * length.Ticks, TimeSpan.Zero) + length : at + length;
}

/// <summary>Why a quota lets no call in, and how long it will be so.</summary>
internal sealed record QuotaRefusal(TimeSpan Wait, string Message);
