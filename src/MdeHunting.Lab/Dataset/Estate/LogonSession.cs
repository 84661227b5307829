namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>A logon that processes run in; <see cref="Number"/> is the terminal session, 0 for services.</summary>
internal sealed record LogonSession(
    Account Account,
    long LogonId,
    long Number,
    string IntegrityLevel,
    string TokenElevation,
    string RemoteDevice = "",
    string RemoteIP = ""
)
{
    public static LogonSession System { get; } = new(Account.System, 0x3e7, 0, "System", "TokenElevationTypeDefault");

    public static LogonSession LocalService { get; } = new(Account.LocalService, 0x3e5, 0, "System", "TokenElevationTypeDefault");

    public static LogonSession NetworkService { get; } = new(Account.NetworkService, 0x3e4, 0, "System", "TokenElevationTypeDefault");

    public bool IsRemote => RemoteIP.Length > 0;

    public LogonSession Elevated => this with { IntegrityLevel = "High", TokenElevation = "TokenElevationTypeFull" };

    public static LogonSession User(Account account, long logonId, long number) => new(account, logonId, number, "Medium", "TokenElevationTypeLimited");
}
