namespace MdeHunting.Tests.Faults;

/// <summary>Which requests meet a fault.</summary>
public enum FaultPlace
{
    /// <summary>The first.</summary>
    First,

    /// <summary>A later one: with one query, the one that it is sent again with after another fault.</summary>
    Later,

    /// <summary>Every one of the second window, or of the second tenant.</summary>
    EveryOfOne,

    /// <summary>Every one.</summary>
    Every,
}
