using MdeHunting.Lab.Settings;
using static System.FormattableString;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>What one tenant has used of one API's quota.</summary>
internal sealed class QuotaMeter
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly IReadOnlyList<QuotaWindow> _calls;
    private readonly IReadOnlyList<QuotaWindow> _times;
    private BackgroundLoad? _other;

    public QuotaMeter(LabQuota quota)
    {
        _calls = [.. Calls(quota.CallsPerMinute, Minute), .. Calls(quota.CallsPerHour, Hour)];
        _times = [.. Times(quota.TimePerHour, Hour), .. Times(quota.TimePerDay, Day), .. Times(quota.TimePerCycle, LabQuota.Cycle, isAligned: true)];
    }

    /// <summary>Counts a call; or gives why it is not let in, and does not count it.</summary>
    public QuotaRefusal? Enter(DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var at in _other?.TriedUntil(now) ?? [])
            {
                TryCall(at);
            }

            return TryCall(now);
        }
    }

    /// <summary>Counts the time that a call ran which came then.</summary>
    public void Spend(DateTimeOffset arrived, TimeSpan time)
    {
        lock (_lock)
        {
            foreach (var window in _times)
            {
                window.Use(arrived, time.Ticks);
            }
        }
    }

    /// <summary>Lets another program take its part from now on; null for none.</summary>
    public void Share(BackgroundLoad? other)
    {
        lock (_lock)
        {
            _other = other;
        }
    }

    private QuotaRefusal? TryCall(DateTimeOffset at)
    {
        var refusal = _calls.Concat(_times).Select(window => window.Check(at)).MaxBy(one => one?.Wait);
        if (refusal is not null)
        {
            return refusal;
        }

        foreach (var window in _calls)
        {
            window.Use(at, 1);
        }

        return null;
    }

    // The words as they were seen: https://github.com/MicrosoftDocs/microsoft-365-docs/issues/4616
    private static IEnumerable<QuotaWindow> Calls(int? limit, TimeSpan length)
    {
        if (limit is { } calls)
        {
            yield return new(length, calls, isAligned: false, _ => Invariant($"API calls quota exceeded! maximum allowed {calls} per {length:c}"));
        }
    }

    // The portal's words: https://learn.microsoft.com/defender-xdr/advanced-hunting-errors. How it writes a duration is the lab's guess, after the words above.
    private static IEnumerable<QuotaWindow> Times(TimeSpan? limit, TimeSpan length, bool isAligned = false)
    {
        if (limit is { } time)
        {
            yield return new(
                length,
                time.Ticks,
                isAligned,
                wait =>
                    "You have exceeded processing resources allocated to this tenant. You can run queries again in "
                    + Invariant($"{TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds)):c}.")
            );
        }
    }
}

/// <summary>A call that a quota let in, to charge its running time to.</summary>
/// <param name="meter">What counts; null where there is no quota.</param>
/// <param name="arrived">When the call came.</param>
internal sealed class QuotaUse(QuotaMeter? meter, DateTimeOffset arrived)
{
    public void Spend(TimeSpan time) => meter?.Spend(arrived, time);
}
