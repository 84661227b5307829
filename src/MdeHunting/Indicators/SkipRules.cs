using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Indicators;

/// <summary>Says why an indicator is not looked for unless somebody wants that.</summary>
internal static class SkipRules
{
    /// <summary>The reason; null where there is none.</summary>
    /// <param name="type">The indicator's type.</param>
    /// <param name="value">Its value.</param>
    /// <param name="stated">What its source says of it.</param>
    /// <param name="warnings">Warning lists; null for none but the bundled ones.</param>
    /// <param name="now">The moment (UTC) by which a time of validity is over.</param>
    public static (MdeIndicatorSkip Skip, string Why)? Of(MdeIndicatorType type, string value, StatedIndicator stated, WarningLists? warnings, DateTime now) =>
        stated.Skip is { } said
            ? (
                said,
                stated.SkipReason is { } reason ? reason
                : said == MdeIndicatorSkip.Revoked ? "Its author revoked or deleted it."
                : "Its author marked it as not for detection."
            )
        : stated.ValidUntil is { } until && until <= now ? (MdeIndicatorSkip.Expired, $"It was valid until {UtcText.Second(until)}.")
        : IndicatorNoise.Of(type, value) ?? warnings?.Of(type, value);
}
