using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Skewed;

/// <summary>Moments that lie in the thirty days as a shape says, in ticks and in order.</summary>
internal static class ShapedTimes
{
    private const int Bursts = 40;
    private static readonly TimeSpan Burst = TimeSpan.FromMinutes(5);

    public static long[] Create(Dice dice, DateTime now, int rows, TimeShape shape)
    {
        var throws = Throws(dice, now - SkewedTenantData.Span, shape);
        var times = new long[rows];
        for (var row = 0; row < rows; row++)
        {
            times[row] = throws().Ticks;
        }

        Array.Sort(times);
        return times;
    }

    private static Func<DateTime> Throws(Dice dice, DateTime from, TimeShape shape)
    {
        switch (shape)
        {
            case TimeShape.Uniform:
                return Anywhere;
            case TimeShape.OneBurst:
                var hour = Start(TimeSpan.FromHours(1));
                return () => dice.Percent(90) ? hour + dice.Within(TimeSpan.FromHours(1)) : Anywhere();
            case TimeShape.ManyBursts:
                var starts = Enumerable.Range(0, Bursts).Select(_ => Start(Burst)).ToArray();
                return () => dice.Percent(98) ? starts[dice.Below(dice.Below(Bursts) + 1)] + dice.Within(Burst) : Anywhere();
            case TimeShape.OneMinute:
                var minute = Start(TimeSpan.FromMinutes(1));
                return () => minute + dice.Within(TimeSpan.FromMinutes(1));
            case TimeShape.OneTick:
                var tick = Anywhere();
                return () => tick;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape, null);
        }

        DateTime Anywhere() => from + dice.Within(SkewedTenantData.Span);

        DateTime Start(TimeSpan length) => from + dice.Within(SkewedTenantData.Span - length);
    }
}
