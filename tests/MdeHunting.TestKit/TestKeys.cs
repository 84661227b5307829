using System.Security.Cryptography;

namespace MdeHunting.TestKit;

/// <summary>
/// RSA keys that are made once and given out in turn, since making one takes longer than most tests. Those of one test, and of labs that run side by side,
/// differ.
/// </summary>
internal static class TestKeys
{
    private static readonly Lazy<RSAParameters>[] Ring =
    [
        .. Enumerable
            .Range(0, 12)
            .Select(_ => new Lazy<RSAParameters>(() =>
            {
                using var key = RSA.Create(2048);
                return key.ExportParameters(includePrivateParameters: true);
            })),
    ];

    private static int _given;

    /// <summary>The next key, which is the caller's to dispose of.</summary>
    public static RSA Next() => RSA.Create(Ring[(uint)Interlocked.Increment(ref _given) % Ring.Length].Value);
}
