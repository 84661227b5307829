namespace MdeHunting.Tables;

/// <summary>What the function FileProfile adds to rows, https://learn.microsoft.com/defender-xdr/advanced-hunting-fileprofile-function.</summary>
internal static class FileProfile
{
    /// <summary>The columns, each with its type.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "SHA1:string",
        "SHA256:string",
        "MD5:string",
        "FileSize:int",
        "GlobalPrevalence:int",
        "GlobalFirstSeen:datetime",
        "GlobalLastSeen:datetime",
        "Signer:string",
        "Issuer:string",
        "SignerHash:string",
        "IsCertificateValid:bool",
        "IsRootSignerMicrosoft:bool",
        "SignatureState:string",
        "IsExecutable:bool",
        "ThreatName:string",
        "Publisher:string",
        "SoftwareName:string",
        "ProfileAvailability:string",
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Columns.Select(column => column.Substring(0, column.IndexOf(':')));
}
