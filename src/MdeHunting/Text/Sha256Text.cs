using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MdeHunting.Text;

/// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
internal static class Sha256Text
{
    /// <summary>Of a text in UTF-8.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Of bytes.</summary>
    public static string Of(byte[] bytes)
    {
        using var sha256 = SHA256.Create();
        return Digits(sha256.ComputeHash(bytes));
    }

    /// <summary>The digits of a hash.</summary>
    public static string Digits(byte[] hash)
    {
        var digits = new StringBuilder(2 * hash.Length);
        foreach (var value in hash)
        {
            digits.Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }

        return digits.ToString();
    }
}
