using System.Numerics;
using System.Security.Cryptography;

namespace MdeHunting.TestKit;

/// <summary>
/// RSA keys that are made once and given out in turn, since making one takes longer than most tests. Those of one test, and of labs that run side by side,
/// differ. Only primes take long to find: every two of a few make a key, which is as good as any where nothing is secret.
/// </summary>
internal static class TestKeys
{
    private const int Bits = 2048;
    private static readonly BigInteger Exponent = 65537;
    private static readonly Lazy<RSAParameters[]> Ring = new(Create);

    private static int _given;

    /// <summary>The next key, which is the caller's to dispose of.</summary>
    public static RSA Next()
    {
        var ring = Ring.Value;
        return RSA.Create(ring[(uint)Interlocked.Increment(ref _given) % ring.Length]);
    }

    private static RSAParameters[] Create()
    {
        var primes = Enumerable.Range(0, 3).SelectMany(_ => FindPrimes()).ToArray();
        return [.. primes.SelectMany((p, i) => primes[..i].Select(q => Create(p, q)))];
    }

    private static BigInteger[] FindPrimes()
    {
        using var key = RSA.Create(Bits);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        return [Number(parameters.P), Number(parameters.Q)];
    }

    private static RSAParameters Create(BigInteger p, BigInteger q)
    {
        var d = Inverse(Exponent, (p - 1) * (q - 1));
        return new()
        {
            Exponent = Exponent.ToByteArray(isUnsigned: true, isBigEndian: true),
            Modulus = Bytes(p * q, Bits),
            D = Bytes(d, Bits),
            P = Bytes(p, Bits / 2),
            Q = Bytes(q, Bits / 2),
            DP = Bytes(d % (p - 1), Bits / 2),
            DQ = Bytes(d % (q - 1), Bits / 2),
            InverseQ = Bytes(Inverse(q, p), Bits / 2),
        };
    }

    // Euclid's algorithm.
    private static BigInteger Inverse(BigInteger value, BigInteger modulus)
    {
        var (rest, next, factor, nextFactor) = (modulus, value % modulus, BigInteger.Zero, BigInteger.One);
        while (!next.IsZero)
        {
            var times = rest / next;
            (rest, next) = (next, rest - (times * next));
            (factor, nextFactor) = (nextFactor, factor - (times * nextFactor));
        }

        return factor.Sign < 0 ? factor + modulus : factor;
    }

    private static BigInteger Number(byte[]? bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int bits)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[(bits / 8) - bytes.Length], .. bytes];
    }
}
