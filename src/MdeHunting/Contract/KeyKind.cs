using System.Security.Cryptography.X509Certificates;
using MdeHunting.Text;

namespace MdeHunting.Contract;

/// <summary>Of which kind the key of a certificate is.</summary>
internal static class KeyKind
{
    /// <summary>What to do about one that can't be used.</summary>
    public const string NextStep = "Create a certificate with an RSA key of 2048 bits or more.";

    // RSA, RSASSA-PSS, and elliptic curves (RFC 3279, RFC 4055).
    private static readonly string[] Known = ["1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1"];

    /// <summary>The kind, where it is one that .NET can't sign with; null otherwise.</summary>
    public static string? Foreign(X509Certificate2 certificate) =>
        certificate.GetKeyAlgorithm() is var algorithm && Known.Contains(algorithm) ? null : Name(algorithm);

    // RFC 8410.
    private static string Name(string algorithm) =>
        algorithm switch
        {
            "1.3.101.112" => "Ed25519",
            "1.3.101.113" => "Ed448",
            _ => TerminalSafeText.Line(algorithm),
        };
}
