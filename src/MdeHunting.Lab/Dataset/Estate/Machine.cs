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
