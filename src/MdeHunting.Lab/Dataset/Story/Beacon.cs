using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>
/// The implants call home: the first every quarter of an hour from the first day until it is cut off, the file server's every hour.
/// Each call comes up to a tenth of the interval late, so that no two gaps are alike and all are near.
/// </summary>
internal static class Beacon
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan ServerInterval = TimeSpan.FromHours(1);

    public static void Record(Intrusion intrusion, RunningProcess first, RunningProcess service)
    {
        var dice = intrusion.Dice.For("beacon");
        var handover = service.Created.AddSeconds(5);
        Call(intrusion, dice, time => time < handover ? first : service, intrusion.At(-12, 7, 6, 0), intrusion.At(0, 3, 4, 0), Interval);
    }

    public static void Record(Intrusion intrusion, RunningProcess server) =>
        Call(intrusion, intrusion.Dice.For("server beacon"), _ => server, intrusion.At(-6, 19, 22, 0), intrusion.At(0, 2, 59, 0), ServerInterval);

    private static void Call(Intrusion intrusion, Dice dice, Func<DateTime, RunningProcess> caller, DateTime from, DateTime until, TimeSpan interval)
    {
        for (var due = from; due < until; due += interval)
        {
            var time = due + dice.Within(interval / 10);
            // A call that fails is not made up for: the next one comes when it is due.
            var action = dice.Percent(2) ? "ConnectionFailed" : "ConnectionSuccess";
            intrusion.Scene.Connects(caller(time), time, Attacker.ControlIP, 443, Attacker.ControlHost, action);
        }
    }
}
