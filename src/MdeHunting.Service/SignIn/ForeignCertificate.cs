namespace MdeHunting.Service.SignIn;

/// <summary>What a file is that holds no certificate with its key in a form that can be read here, and how it becomes one.</summary>
/// <param name="What">What it is.</param>
/// <param name="NextStep">How it is converted, or what to give in its place.</param>
internal sealed record ForeignCertificate(string What, string NextStep)
{
    private const string Public = "Specify the certificate with its private key, as PFX. The public part alone can't be used to sign in.";

    private static readonly (byte[] Mark, ForeignCertificate Kind)[] Marks =
    [
        (
            [0xFE, 0xED, 0xFE, 0xED],
            new("is a Java key store (JKS)", "Convert it: keytool -importkeystore -srckeystore file.jks -destkeystore file.pfx -deststoretype PKCS12.")
        ),
        (
            [0xCE, 0xCE, 0xCE, 0xCE],
            new(
                "is a Java key store (JCEKS)",
                "Convert it: keytool -importkeystore -srckeystore file.jceks -srcstoretype JCEKS -destkeystore file.pfx -deststoretype PKCS12."
            )
        ),
        (
            [0x1E, 0xF1, 0xB5, 0xB0],
            new(
                "is a key of Microsoft's older tools (PVK), without a certificate",
                "Convert it together with its certificate: pvk2pfx -pvk file.pvk -spc file.cer -pfx file.pfx."
            )
        ),
        ([0x50, 0x4B, 0x03, 0x04], new("is a ZIP archive", "Unpack it, and specify the file in it that has the certificate with its key.")),
    ];

    private static readonly (string Beginning, ForeignCertificate Kind)[] Beginnings =
    [
        (
            "PuTTY-User-Key-File",
            new(
                "is a key of PuTTY (PPK), without a certificate",
                "Sign in with the certificate that was uploaded to the app registration, together with its key."
            )
        ),
        ("ssh-", new("is a public key of SSH", Public)),
        ("ecdsa-sha2-", new("is a public key of SSH", Public)),
        ("---- BEGIN SSH2", new("is a public key of SSH", Public)),
        ("<", new("is a web page or XML", "Download the certificate with its private key as PFX.")),
        ("{", new("is JSON", "Specify the certificate itself. From a Key Vault: az keyvault secret download --encoding base64 --file file.pfx.")),
    ];

    private static readonly (string Label, ForeignCertificate Kind)[] Labels =
    [
        (
            "OPENSSH PRIVATE KEY",
            new(
                "is a private key of OpenSSH, without a certificate",
                "If it's the key of the certificate, convert it (ssh-keygen -p -m PKCS8 -f file), and put the certificate into the same file."
            )
        ),
        ("PGP ", new("is a key of PGP", "Specify the certificate with its private key, as PFX.")),
        ("PUBLIC KEY", new("is a public key", Public)),
        (
            "CERTIFICATE REQUEST",
            new("is a certificate request, which hasn't been signed yet", "Specify the certificate that was issued for it, with the private key.")
        ),
        ("PKCS7", new("contains certificates without keys (PKCS #7)", Public)),
        ("CMS", new("contains certificates without keys (CMS)", Public)),
        ("X509 CRL", new("is a list of revoked certificates", Public)),
    ];

    /// <summary>The kind that bytes begin as; null for none of these.</summary>
    public static ForeignCertificate? OfBytes(byte[] bytes) => Marks.FirstOrDefault(mark => bytes.AsSpan().StartsWith(mark.Mark)).Kind;

    /// <summary>The kind that a text begins as; null for none of these.</summary>
    public static ForeignCertificate? OfText(string text) =>
        Beginnings.FirstOrDefault(beginning => text.TrimStart().StartsWith(beginning.Beginning, StringComparison.Ordinal)).Kind;

    /// <summary>The kind that PEM's labels tell; null for none of these.</summary>
    public static ForeignCertificate? OfLabels(IReadOnlyList<string> labels) =>
        Labels.FirstOrDefault(one => labels.Any(label => label.IndexOf(one.Label, StringComparison.Ordinal) >= 0)).Kind;
}
