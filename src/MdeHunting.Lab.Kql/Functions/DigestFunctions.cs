using System.Security.Cryptography;
using System.Text;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions that give a value another form: a digest, or base64.</summary>
internal static class DigestFunctions
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        Of("hash_sha256", TypeSet.Any, bytes => Convert.ToHexStringLower(SHA256.HashData(bytes))),
        Of("base64_encode_tostring", TypeSet.Text, Convert.ToBase64String),
        new("base64_decode_tostring", ColumnNaming.Numbered, Signature.Lenient(TypeSet.Text, KqlType.String, value => Decode(Conversions.ToText(value)))),
    ];

    private static ScalarFunction Of(string name, TypeSet parameter, Func<byte[], string> apply) =>
        new(name, ColumnNaming.Numbered, Signature.Lenient(parameter, KqlType.String, value => apply(Encoding.UTF8.GetBytes(Conversions.ToText(value)))));

    // Nothing, where it is no base64 or no text.
    private static string Decode(string text)
    {
        try
        {
            return Strict.GetString(Convert.FromBase64String(text));
        }
        catch (Exception failure) when (failure is FormatException or DecoderFallbackException)
        {
            return string.Empty;
        }
    }
}
