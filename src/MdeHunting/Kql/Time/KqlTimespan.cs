using System.Globalization;
using System.Text.RegularExpressions;

namespace MdeHunting.Kql.Time;

/// <summary>
/// Durations as people write them: <c>7d</c> and <c>1.5h</c> as in KQL, <c>1.00:00:00</c> as in .NET, <c>P7D</c> and <c>PT24H</c> as in ISO 8601.
/// </summary>
internal static class KqlTimespan
{
    /// <summary>Reads a duration; null where the text is none, or is too long to be told.</summary>
    public static TimeSpan? Parse(string text) => ParseLiteral(text) ?? ParseIso(text) ?? ParseClock(text);

    /// <summary>Reads a duration that somebody typed for a parameter: as above, and weeks, which KQL doesn't have. Null where the text is none.</summary>
    public static TimeSpan? ParseArgument(string text) =>
        text.Trim() is var typed && Parse(typed) is { } duration ? duration
        : typed.EndsWith("w", StringComparison.OrdinalIgnoreCase) ? ParseIso($"P{typed.Substring(0, typed.Length - 1)}W")
        : null;

    /// <summary>Says how to write a duration that can be read in more than one way; null where the text is not of that kind.</summary>
    public static string? Advice(string text)
    {
        if (Forms.Worded.Match(text.Trim()) is { Success: true } worded)
        {
            var unit = char.ToLowerInvariant(worded.Groups["unit"].Value[0]);
            return FormattableString.Invariant($"Write {(worded.Groups["n"].Success ? worded.Groups["n"].Value : "1")}{unit}.");
        }

        if (Forms.Calendar.IsMatch(text.Trim()))
        {
            return "Months and years aren't supported, because their lengths differ. Specify days, such as 30d or P30D.";
        }

        if (Forms.Ambiguous.Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        int? Part(string name) => int.TryParse(match.Groups[name].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        string Short(int hours, int minutes, bool isWhole) =>
            isWhole ? FormattableString.Invariant($"{hours}h") : FormattableString.Invariant($"{hours * 60 + minutes}m");
        string Days(int hours) => hours >= 24 ? FormattableString.Invariant($"{hours / 24}.") : string.Empty;
        string Digits(string name) => match.Groups[name].Value.PadLeft(2, '0');
        FormattableString? advice = (Part("a"), Part("b"), Part("c"), match.Groups["d"].Success) switch
        {
            ({ } a, null, _, _) => $"It has no unit: write {a}d for days, {a}h for hours or {a}m for minutes.",
            ({ } a, { }, { }, true) => $"Write {a}d, or {a}.{Digits("b")}:{Digits("c")}:{Digits("d")} with a dot after the days.",
            ({ } a, { } b, { } c, _) =>
                $"It can be read as {a} hours or as {a} days: write {Short(a, b, b == 0 && c == 0)}, or {a / 24}.{a % 24:00}:{b:00}:{c:00}.",
            ({ } a, { } b, null, _) =>
                $"It can be read as hours and minutes, or as minutes and seconds: write {Short(a, b, b == 0)}, or {Days(a)}{a % 24:00}:{b:00}:00.",
            _ => null,
        };
        return advice is null ? null : FormattableString.Invariant(advice);
    }

    private static TimeSpan? ParseLiteral(string text)
    {
        var digits = KqlCharacters.SkipWhile(text, 0, static c => KqlCharacters.IsDigit(c) || c == '.');
        var unit = text.Substring(digits);
        var ticks = Array.Find(KqlUnits.All, u => u.Names.Contains(unit)).Ticks;
        return ticks > 0 && decimal.TryParse(text.Substring(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? FromTicks(number, ticks)
            : null;
    }

    private static TimeSpan? FromTicks(decimal number, long ticks) =>
        number <= (decimal)TimeSpan.MaxValue.Ticks / ticks ? TimeSpan.FromTicks((long)(number * ticks)) : null;

    // Years and months have no fixed length; weeks stand alone.
    private static TimeSpan? ParseIso(string text)
    {
        if (text.Length < 3 || text[0] != 'P')
        {
            return null;
        }

        var total = TimeSpan.Zero;
        var isTime = false;
        for (var place = 1; place < text.Length; )
        {
            if (!isTime && text[place] == 'T')
            {
                isTime = true;
                place++;
                continue;
            }

            // A comma is ISO 8601's own decimal mark.
            var end = KqlCharacters.SkipWhile(text, place, static c => KqlCharacters.IsDigit(c) || c is '.' or ',');
            if (
                IsoUnit(KqlCharacters.At(text, end), isTime) is not { } ticks
                || !decimal.TryParse(
                    text.Substring(place, end - place).Replace(',', '.'),
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                || FromTicks(number, ticks) is not { } part
                || part > TimeSpan.MaxValue - total
            )
            {
                return null;
            }

            total += part;
            place = end + 1;
        }

        return text[text.Length - 1] == 'T' ? null : total;
    }

    private static long? IsoUnit(char unit, bool isTime) =>
        (unit, isTime) switch
        {
            ('W', false) => 7 * TimeSpan.TicksPerDay,
            ('D', false) => TimeSpan.TicksPerDay,
            ('H', true) => TimeSpan.TicksPerHour,
            ('M', true) => TimeSpan.TicksPerMinute,
            ('S', true) => TimeSpan.TicksPerSecond,
            _ => null,
        };

    // 24:00:00 is 24 days for .NET, and 7 is 7 days: what has hours beyond 23, or fewer than its three parts, is a slip more often than not.
    private static TimeSpan? ParseClock(string text) =>
        text.Contains(':')
        && Forms.Clock.Match(text) is { Success: true } match
        && (match.Groups["d"].Success || int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture) < 24)
        && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration)
            ? duration
            : null;

    // Made where they are first needed, which is seldom.
    private static class Forms
    {
        // As .NET writes it: 1.00:00:00, 00:10:00, and a fraction of a second.
        public static readonly Regex Clock = new(
            @"^-?((?<d>[0-9]{1,8})\.)?(?<h>[0-9]{1,2}):[0-9]{1,2}:[0-9]{1,2}(\.[0-9]{1,7})?$",
            RegexOptions.CultureInvariant
        );

        // last 24h, past week, 24 hours
        public static readonly Regex Worded = new(
            "^((in +)?(the +)?(last|past|previous) *)?(?<n>[0-9]{1,6})? *(?<unit>[smhdw]|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)( +ago)?$",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
        );

        // P1M, P1Y2M3D; 1 month, last year
        public static readonly Regex Calendar = new(
            "^(P[^T/]*[0-9][YM].*|((in +)?(the +)?(last|past|previous) *)?[0-9]{0,6} *(months?|mo|years?|y)( +ago)?)$",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
        );

        public static readonly Regex Ambiguous = new(
            @"^(?<a>[0-9]{1,6})(:(?<b>[0-9]{1,2})(:(?<c>[0-9]{1,2})(:(?<d>[0-9]{1,2}))?)?)?$",
            RegexOptions.CultureInvariant
        );
    }
}
