namespace MdeHunting.Indicators;

/// <summary>Which indicators are looked for although there is a reason not to, and what is told besides them.</summary>
/// <param name="Expired">Those whose time is over.</param>
/// <param name="Revoked">Those that their author revoked or deleted.</param>
/// <param name="Undetectable">Those that are not for detection.</param>
/// <param name="Noise">Reserved addresses, and what the lists of false positives have.</param>
internal readonly record struct IndicatorOptions(bool Expired, bool Revoked, bool Undetectable, bool Noise)
{
    /// <summary>Whether a reason counts.</summary>
    public bool Counts(MdeIndicatorSkip skip) =>
        !(
            skip switch
            {
                MdeIndicatorSkip.Expired => Expired,
                MdeIndicatorSkip.Revoked => Revoked,
                MdeIndicatorSkip.NotForDetection => Undetectable,
                _ => Noise,
            }
        );
}
