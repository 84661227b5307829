using System.Globalization;

namespace MdeHunting.Service.Json;

/// <summary>Numbers of JSON as decimals, without the rounding that .NET does silently past 28 digits.</summary>
internal static class ExactNumber
{
    private const int MostDigits = 28;

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

    /// <summary>The decimal that is exactly this number; false where there is none.</summary>
    public static bool TryDecimal(string number, out decimal value)
    {
        value = 0;
        var exponentAt = number.IndexOfAny(['e', 'E']);
        var mantissa = exponentAt < 0 ? number : number.Substring(0, exponentAt);
        var exponent = 0;
        if (exponentAt >= 0 && !int.TryParse(number.Substring(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var point = mantissa.IndexOf('.');
        var places = (point < 0 ? 0 : mantissa.Length - point - 1) - (long)exponent;
        return Digits(mantissa) <= MostDigits && places <= MostDigits
            && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
