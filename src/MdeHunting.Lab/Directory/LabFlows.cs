namespace MdeHunting.Lab.Directory;

/// <summary>The ways to a token.</summary>
[Flags]
public enum LabFlows
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A code that is entered on another device.</summary>
    DeviceCode = 1,

    /// <summary>The authorization endpoint.</summary>
    Browser = 2,

    /// <summary>A refresh token.</summary>
    Refresh = 4,

    /// <summary>An application by itself.</summary>
    Application = 8,

    /// <summary>Every way of a person.</summary>
    Person = DeviceCode | Browser | Refresh,
}
