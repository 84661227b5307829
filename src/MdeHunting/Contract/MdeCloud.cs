namespace MdeHunting;

/// <summary>
/// Microsoft's clouds that have advanced hunting. The one that 21Vianet operates in China has none: neither Microsoft Graph nor Defender offers it there.
/// https://learn.microsoft.com/graph/api/security-security-runhuntingquery
/// </summary>
public enum MdeCloud
{
    /// <summary>The public cloud.</summary>
    Public,

    /// <summary>United States government community cloud.</summary>
    GCC,

    /// <summary>United States government community cloud, high.</summary>
    GCCHigh,

    /// <summary>United States Department of Defense.</summary>
    DoD,
}
