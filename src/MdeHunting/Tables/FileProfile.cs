namespace MdeHunting.Tables;

/// <summary>What the function FileProfile adds to rows, https://learn.microsoft.com/defender-xdr/advanced-hunting-fileprofile-function.</summary>
internal static class FileProfile
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "SHA1",
        "SHA256",
        "MD5",
        "FileSize",
        "GlobalPrevalence",
        "GlobalFirstSeen",
        "GlobalLastSeen",
        "Signer",
        "Issuer",
        "SignerHash",
        "IsCertificateValid",
        "IsRootSignerMicrosoft",
        "SignatureState",
        "IsExecutable",
        "ThreatName",
        "Publisher",
        "SoftwareName",
        "ProfileAvailability",
    ];
}
