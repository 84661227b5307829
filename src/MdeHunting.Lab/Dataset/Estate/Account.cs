namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>Who a process or a logon runs as. Names are in lower case, as the sensor reports them.</summary>
internal sealed record Account(
    string Domain,
    string Name,
    string Sid,
    string Upn = "",
    string ObjectId = "",
    string DisplayName = "",
    bool IsLocalAdmin = false
)
{
    public static Account System { get; } = new("nt authority", "system", "S-1-5-18");

    public static Account LocalService { get; } = new("nt authority", "local service", "S-1-5-19");

    public static Account NetworkService { get; } = new("nt authority", "network service", "S-1-5-20");

    public string Profile => $@"C:\Users\{Name}";
}
