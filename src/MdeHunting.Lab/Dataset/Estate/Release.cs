namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>The versions of a year: of Windows' own programs, the browser, the antivirus and the sensor.</summary>
internal sealed record Release(string Windows, string Browser, string Antivirus, string Sensor)
{
    public static Release Of2022 { get; } = new("10.0.19041.1566", "99.0.1150.36", "4.18.2202.4-0", "10.8048.22439.1065");

    public static Release Of2026 { get; } = new("10.0.26100.4652", "142.0.3595.53", "4.18.25090.3009-0", "10.8820.27840.1004");
}
