namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>A device's Windows, as DeviceInfo names it.</summary>
internal sealed record WindowsEdition(string Platform, long Build, string Version)
{
    public static WindowsEdition Windows10 { get; } = new("Windows10", 19044, "21H2");

    public static WindowsEdition Windows11 { get; } = new("Windows11", 26100, "24H2");

    public static WindowsEdition Server2022 { get; } = new("WindowsServer2022", 20348, "21H2");
}
