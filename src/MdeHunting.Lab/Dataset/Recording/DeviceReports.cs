using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>What a device tells of itself: rows of DeviceInfo and DeviceNetworkInfo.</summary>
internal static class DeviceReports
{
    public static RecordedRow Describe(this Scene scene, DateTime time, Machine machine, Account? user)
    {
        var isWorkstation = machine.Role == MachineRole.Workstation;
        var isDomainJoined = machine.DnsSuffix.Length > 0;
        return scene.Record.Add(
            "DeviceInfo",
            time,
            machine,
            ("ClientVersion", scene.Software.Release.Sensor),
            ("PublicIP", machine.Site.PublicIP),
            ("OSArchitecture", "64-bit"),
            ("OSPlatform", machine.Windows.Platform),
            ("OSBuild", machine.Windows.Build),
            ("OSVersion", "10.0"),
            ("OSVersionInfo", machine.Windows.Version),
            ("OSDistribution", machine.Windows.Platform),
            ("IsAzureADJoined", isDomainJoined && isWorkstation),
            (
                "JoinType",
                isDomainJoined
                    ? isWorkstation
                        ? "Hybrid Azure AD Join"
                        : "Domain Joined"
                    : ""
            ),
            ("LoggedOnUsers", user is null ? "[]" : $$"""[{"UserName":"{{user.Name}}","DomainName":"{{user.Domain}}","Sid":"{{user.Sid}}"}]"""),
            ("MachineGroup", machine.Site.City),
            ("Site", machine.Site.City),
            ("OnboardingStatus", "Onboarded"),
            ("DeviceCategory", "Endpoint"),
            ("DeviceType", isWorkstation ? "Workstation" : "Server"),
            ("Vendor", machine.Vendor),
            ("Model", machine.Model),
            // Nobody has looked at the desks from outside yet.
            ("IsInternetFacing", isWorkstation ? null : false),
            ("SensorHealthState", "Active"),
            ("IsExcluded", false),
            ("ExposureLevel", isWorkstation ? "Medium" : "Low"),
            ("AssetValue", machine.Role == MachineRole.DomainController ? "High" : "Normal"),
            ("DeviceManualTags", machine.Role == MachineRole.DomainController ? """["Tier 0"]""" : "[]")
        );
    }

    public static RecordedRow DescribeNetwork(this Scene scene, DateTime time, Machine machine, bool isFixed)
    {
        var category = machine.DnsSuffix.Length > 0 ? "Domain" : "Private";
        return scene.Record.Add(
            "DeviceNetworkInfo",
            time,
            machine,
            ("NetworkAdapterName", "{" + machine.Id[..8] + "}"),
            ("MacAddress", $"0200{machine.Id[..8].ToUpperInvariant()}"),
            ("NetworkAdapterType", "Ethernet"),
            ("NetworkAdapterStatus", "Up"),
            ("TunnelType", "None"),
            ("ConnectedNetworks", $$"""[{"Name":"{{machine.DnsSuffix}}","IsConnectedToInternet":true,"Category":"{{category}}"}]"""),
            ("DnsAddresses", $"""["{machine.Site.Network}.10"]"""),
            ("IPv4Dhcp", isFixed ? "" : $"{machine.Site.Network}.1"),
            ("DefaultGateways", $"""["{machine.Site.Network}.1"]"""),
            ("IPAddresses", $$"""[{"IPAddress":"{{machine.LocalIP}}","SubnetPrefix":24,"AddressType":"Private"}]"""),
            ("OnboardingStatus", "Onboarded"),
            ("NetworkAdapterDnsSuffix", machine.DnsSuffix)
        );
    }
}
