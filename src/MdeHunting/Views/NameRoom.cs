namespace MdeHunting.Views;

/// <summary>What is done for the names of files that are longer than they commonly are.</summary>
internal enum NameRoom
{
    /// <summary>They have the room that is common, and go beyond it at the cost of what stands behind them.</summary>
    Common,

    /// <summary>They are whole, and other columns are left out for them.</summary>
    Whole,

    /// <summary>They are cut in the middle, so that their beginning and extension stay.</summary>
    Cut,
}
