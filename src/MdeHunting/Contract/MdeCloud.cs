namespace MdeHunting;

/// <summary>Microsoft's clouds.</summary>
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

    /// <summary>Operated by 21Vianet; it has no advanced hunting, so connecting is refused.</summary>
    China,
}
