namespace MdeHunting.Service.Json;

/// <summary>
/// Reads ISO 8601 times as the services write them (<c>2022-03-07T21:34:30.1187436Z</c>, with 0 to 7 digits of a second), to the last tick.
/// The library's own parsers drop digits or turn the time into the local one.
/// </summary>
internal static class IsoTime
{
    private const int MostDigits = 7;

    /// <summary>The time in UTC; one without a zone is taken as UTC, which all KQL times are. False for anything that would lose a digit.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime time)
    {
        time = default;
        if (
            text.Length < 19
            || text[4] != '-'
            || text[7] != '-'
            || text[10] is not ((byte)'T' or (byte)'t')
            || text[13] != ':'
            || text[16] != ':'
            || !TryNumber(text.Slice(0, 4), out var year)
            || !TryNumber(text.Slice(5, 2), out var month)
            || !TryNumber(text.Slice(8, 2), out var day)
            || !TryNumber(text.Slice(11, 2), out var hour)
            || !TryNumber(text.Slice(14, 2), out var minute)
            || !TryNumber(text.Slice(17, 2), out var second)
            || year == 0
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 59
        )
        {
            return false;
        }

        var rest = text.Slice(19);
        if (!TryFraction(ref rest, out var ticks) || !TryOffset(rest, out var offset))
        {
            return false;
        }

        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + ticks;
        var utc = local - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTime(utc, DateTimeKind.Utc);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.')
        {
            return true;
        }

        var digits = 0;
        for (rest = rest.Slice(1); !rest.IsEmpty && rest[0] is >= (byte)'0' and <= (byte)'9'; rest = rest.Slice(1))
        {
            if (digits < MostDigits)
            {
                ticks = (ticks * 10) + (rest[0] - '0');
            }
            else if (rest[0] != '0')
            {
                return false;
            }

            digits++;
        }

        for (var i = digits; i < MostDigits; i++)
        {
            ticks *= 10;
        }

        return digits > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (rest.IsEmpty || (rest.Length == 1 && rest[0] is (byte)'Z' or (byte)'z'))
        {
            return true;
        }

        if (
            rest.Length != 6
            || rest[0] is not ((byte)'+' or (byte)'-')
            || rest[3] != ':'
            || !TryNumber(rest.Slice(1, 2), out var hours)
            || !TryNumber(rest.Slice(4, 2), out var minutes)
            || hours > 23
            || minutes > 59
        )
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0);
        offset = rest[0] == '-' ? -offset : offset;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
