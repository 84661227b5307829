namespace MdeHunting.Lab.Faults;

/// <summary>How a body ends that is not whole.</summary>
internal enum BodyEnd
{
    /// <summary>As HTTP ends a whole one.</summary>
    AsIfWhole,

    /// <summary>The connection is closed.</summary>
    Closed,

    /// <summary>The connection is reset.</summary>
    Reset,
}
