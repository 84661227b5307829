namespace MdeHunting.Lab.Dataset;

/// <summary>How the rows of <see cref="SkewedTenantData"/> lie in its thirty days.</summary>
public enum TimeShape
{
    /// <summary>Everywhere alike.</summary>
    Uniform,

    /// <summary>Nine of ten in one hour, the others everywhere.</summary>
    OneBurst,

    /// <summary>Nearly all in forty bursts of five minutes, some far larger than others.</summary>
    ManyBursts,

    /// <summary>All in one minute.</summary>
    OneMinute,

    /// <summary>All at one moment, to the tick of 100 nanoseconds.</summary>
    OneTick,
}
