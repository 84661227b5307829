using System.Globalization;
using System.Numerics;

namespace MdeHunting.Fuzz.Responses;

/// <summary>What a number of JSON should become, by exact arithmetic.</summary>
internal static class ReferenceNumber
{
    // Farther than any double or decimal reaches.
    private const int Far = 20_000;
    private const int MostPlaces = 28;
    private static readonly BigInteger DecimalEnd = BigInteger.One << 96;

    /// <summary>The number as a dynamic value: a long, a double or a decimal that is exactly it, else its text.</summary>
    public static object Of(string text)
    {
        if (
            text != "-0"
            && text.All(c => c == '-' || char.IsAsciiDigit(c))
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        )
        {
            return whole;
        }

        var number = double.Parse(text, CultureInfo.InvariantCulture);
        var exact = Exact(text);
        if (!double.IsInfinity(number) && exact is { } value)
        {
            var isShort = value.Digits <= 15 && (value.Mantissa.IsZero || double.IsNormal(number));
            var isSame =
                Decimal(text) is not null
                && Exact(number.ToString("R", CultureInfo.InvariantCulture)) is { } said
                && said.Mantissa == value.Mantissa
                && said.Exponent == value.Exponent;
            if (isShort || isSame)
            {
                return number;
            }
        }

        return Decimal(text) ?? (object)text;
    }

    /// <summary>The decimal that is exactly the number, with as many of its places as fit; null where there is none.</summary>
    public static decimal? Decimal(string text)
    {
        if (Exact(text) is not { } value)
        {
            return null;
        }

        var wanted = (int)Math.Clamp(value.Places, 0, MostPlaces);
        if (value.Mantissa.IsZero)
        {
            return new decimal(0, 0, 0, text[0] == '-', (byte)wanted);
        }

        for (var places = wanted; places >= 0; places--)
        {
            if (
                places + value.Exponent is >= 0 and < 100 and var zeros
                && BigInteger.Abs(value.Mantissa) * BigInteger.Pow(10, (int)zeros) is var scaled
                && scaled < DecimalEnd
            )
            {
                return new decimal(
                    (int)(uint)(scaled & uint.MaxValue),
                    (int)(uint)((scaled >> 32) & uint.MaxValue),
                    (int)(uint)(scaled >> 64),
                    value.Mantissa.Sign < 0,
                    (byte)places
                );
            }
        }

        return null;
    }

    // The number as Mantissa * 10^Exponent without zeros at the mantissa's end; null where the exponent is beyond all use and the mantissa not zero.
    private static (BigInteger Mantissa, long Exponent, long Places, int Digits)? Exact(string text)
    {
        var at = text.IndexOfAny(['e', 'E']);
        var mantissa = at < 0 ? text : text[..at];
        var exponent = at < 0 ? 0 : BigInteger.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.');
        var places = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var digits = mantissa.Replace(".", "").Replace("-", "").TrimStart('0');
        if (digits.Length == 0)
        {
            return (0, 0, (long)BigInteger.Min(BigInteger.Max(places, -Far), Far), 0);
        }

        if (BigInteger.Abs(places) > Far)
        {
            return null;
        }

        var bare = digits.TrimEnd('0');
        var value = BigInteger.Parse(bare, CultureInfo.InvariantCulture);
        return (mantissa[0] == '-' ? -value : value, digits.Length - bare.Length - (long)places, (long)places, digits.Length);
    }
}
