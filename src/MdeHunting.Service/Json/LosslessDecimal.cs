using System.Globalization;

namespace MdeHunting.Service.Json;

/// <summary>Numbers of JSON as decimals, without the rounding that .NET does silently where a number has more digits than fit.</summary>
internal static class LosslessDecimal
{
    // Of 29 digits some fit: up to 79228162514264337593543950335.
    private const int SureDigits = 28;
    private const int MostDigits = 29;
    private const int MostPlaces = 28;

    /// <summary>How many digits a number has from its first that is not 0 on.</summary>
    public static int Digits(string number)
    {
        var count = 0;
        foreach (var c in number)
        {
            if (c is 'e' or 'E')
            {
                break;
            }

            if (char.IsDigit(c) && (count > 0 || c != '0'))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>The decimal that is exactly this number; false where there is none. It keeps its places behind the point, as far as a decimal can.</summary>
    public static bool TryDecimal(string number, out decimal value)
    {
        value = 0;
        var exponentAt = number.IndexOfAny(['e', 'E']);
        var mantissa = exponentAt < 0 ? number : number.Substring(0, exponentAt);
        var exponent = 0;
        if (exponentAt >= 0 && !int.TryParse(number.Substring(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            // Beyond all use, except of a zero.
            exponent = number[exponentAt + 1] == '-' ? -int.MaxValue : int.MaxValue;
        }

        var point = mantissa.IndexOf('.');
        var places = (point < 0 ? 0 : mantissa.Length - point - 1) - (long)exponent;
        if (places is >= 0 and <= MostPlaces && Digits(mantissa) <= SureDigits)
        {
            return decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }

        var isNegative = mantissa[0] == '-';
        var digits = (point < 0 ? mantissa : mantissa.Remove(point, 1)).TrimStart('-').TrimStart('0');
        return digits.Length == 0 ? TryZero(places, isNegative, out value) : TryWhole(digits, places, isNegative, out value);
    }

    private static bool TryZero(long places, bool isNegative, out decimal value)
    {
        value = new decimal(0, 0, 0, isNegative, (byte)Math.Max(0, Math.Min(places, MostPlaces)));
        return true;
    }

    // A decimal is a whole number of 96 bits and up to 28 places behind the point: zeros at the end are put on or taken off until it fits.
    private static bool TryWhole(string digits, long places, bool isNegative, out decimal value)
    {
        value = 0;
        if (places < 0)
        {
            if (digits.Length - places > MostDigits)
            {
                return false;
            }

            (digits, places) = (digits.PadRight(digits.Length - (int)places, '0'), 0);
        }

        var zeros = digits.Length - digits.TrimEnd('0').Length;
        var dropped = Math.Max(Math.Max(0, places - MostPlaces), digits.Length - MostDigits);
        for (; dropped <= Math.Min(zeros, places); dropped++)
        {
            if (decimal.TryParse(digits.Substring(0, digits.Length - (int)dropped), NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
            {
                var bits = decimal.GetBits(whole);
                value = new decimal(bits[0], bits[1], bits[2], isNegative, (byte)(places - dropped));
                return true;
            }
        }

        return false;
    }
}
