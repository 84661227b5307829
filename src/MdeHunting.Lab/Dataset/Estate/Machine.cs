namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>An onboarded device.</summary>
internal sealed class Machine(
    string id,
    string hostName,
    string dnsSuffix,
    Site site,
    int hostNumber,
    MachineRole role,
    WindowsEdition windows,
    string vendor,
    string model
)
{
    public string Id => id;

    public string HostName => hostName;

    /// <summary>Empty outside a domain.</summary>
    public string DnsSuffix => dnsSuffix;

    public string Name { get; } = dnsSuffix.Length == 0 ? hostName : $"{hostName}.{dnsSuffix}";

    public Site Site => site;

    public string LocalIP { get; } = $"{site.Network}.{hostNumber}";

    public MachineRole Role => role;

    public WindowsEdition Windows => windows;

    public string Vendor => vendor;

    public string Model => model;
}

/// <summary>What a device is there for.</summary>
internal enum MachineRole
{
    Workstation,
    FileServer,
    ApplicationServer,
    PrintServer,
    DomainController,
}

/// <summary>A device's Windows, as DeviceInfo names it.</summary>
internal sealed record WindowsEdition(string Platform, long Build, string Version)
{
    public static WindowsEdition Windows10 { get; } = new("Windows10", 19044, "21H2");

    public static WindowsEdition Windows11 { get; } = new("Windows11", 26100, "24H2");

    public static WindowsEdition Server2022 { get; } = new("WindowsServer2022", 20348, "21H2");
}
