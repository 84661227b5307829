using System.Collections;
using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>What <c>-Limit</c> says of a service's limits and a tenant's quotas, under the names and in the units of an environment file.</summary>
/// <param name="Rows">How many rows a result has at the most; null where nothing is said.</param>
/// <param name="Bytes">How many bytes a result may have; null where nothing is said.</param>
/// <param name="Quotas">The tenant's quotas; null where nothing is said.</param>
internal sealed record LimitArgument(int? Rows, long? Bytes, IReadOnlyList<QuotaLimit>? Quotas)
{
    /// <summary>Reads a hashtable.</summary>
    /// <exception cref="ConnectionException">A name isn't known, or a value isn't one of its unit.</exception>
    public static LimitArgument Of(IDictionary? table)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            var name = Name(BareValue.Of(entry.Key)?.ToString() ?? string.Empty);
            values[name] = Value(name, BareValue.Of(entry.Value));
        }

        QuotaLimit?[] quotas =
        [
            Quota(LimitNames.CallsPerMinute, MdeQuotaUnit.Calls, TimeSpan.FromMinutes(1)),
            Quota(LimitNames.CallsPerHour, MdeQuotaUnit.Calls, TimeSpan.FromHours(1)),
            Quota(LimitNames.RunningSecondsPerHour, MdeQuotaUnit.RunningTime, TimeSpan.FromHours(1)),
            Quota(LimitNames.RunningSecondsPerDay, MdeQuotaUnit.RunningTime, TimeSpan.FromDays(1)),
        ];
        var told = quotas.OfType<QuotaLimit>().ToArray();
        return new LimitArgument((int?)Told(LimitNames.Rows), Told(LimitNames.Bytes), told.Length == 0 ? null : told);

        long? Told(string name) => values.TryGetValue(name, out var value) ? value : null;

        QuotaLimit? Quota(string name, MdeQuotaUnit unit, TimeSpan period) => Told(name) is { } limit ? new QuotaLimit(unit, limit, period) : null;
    }

    private static string Name(string given)
    {
        if (Array.Find(LimitNames.All, name => string.Equals(name, given, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }

        var likely = EditDistance.Find(given, LimitNames.All);
        throw ConnectArguments.Conflict(
            $"-Limit has no '{given}'.{(likely.Count > 0 ? $" Did you mean '{likely[0]}'?" : string.Empty)}",
            $"It takes {string.Join(", ", LimitNames.All)}, as an environment file does: -Limit @{{ callsPerMinute = 20 }}."
        );
    }

    private static long Value(string name, object? value)
    {
        var most = name == LimitNames.Bytes ? long.MaxValue : int.MaxValue;
        var number = value switch
        {
            int small => small,
            long large => large,
            string text when long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => (long?)null,
        };
        return number is { } limit && limit > 0 && limit <= most
            ? limit
            : throw ConnectArguments.Conflict(
                $"The value of {name} in -Limit isn't valid: {(value is null ? "it's $null" : $"'{Convert.ToString(value, CultureInfo.InvariantCulture)}'")}.",
                FormattableString.Invariant($"Specify a whole number of {Unit(name)} from 1 to {most}.")
            );
    }

    private static string Unit(string name) =>
        name switch
        {
            LimitNames.Rows => "rows",
            LimitNames.Bytes => "bytes",
            LimitNames.RunningSecondsPerHour or LimitNames.RunningSecondsPerDay => "seconds",
            _ => "calls",
        };
}
