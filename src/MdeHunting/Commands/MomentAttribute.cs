using System.Globalization;
using System.Management.Automation;
using MdeHunting.Kql.Time;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>
/// Takes a moment as it is: a DateTime, a DateTimeOffset, or a text in ISO 8601. PowerShell itself would read a text by the rules of the United States or of
/// the session's culture and calendar, and a number as ticks.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MomentAttribute : ArgumentTransformationAttribute
{
    private const int LongestShown = 200;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = BareValue.Of(inputData);
        return value switch
        {
            null or DateTime => value!,
            DateTimeOffset moment => moment.UtcDateTime,
            string text => Read(text),
            IFormattable { } day when day.GetType().FullName == "System.DateOnly" => IsoMoment.Parse(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))!,

            // 20261120 without quotes is a number for PowerShell.
            int or long => Read(Convert.ToString(value, CultureInfo.InvariantCulture)!),
            _ => throw Unreadable(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty),
        };
    }

    private static DateTime Read(string text) => IsoMoment.Parse(text) ?? throw Unreadable(text);

    private static ArgumentTransformationMetadataException Unreadable(string text) =>
        new(
            IsoMoment.Advice(text)
                ?? $"'{TerminalSafeText.Start(text, LongestShown)}' isn't a time in ISO 8601, and other forms can be read in more than one way. Specify it as in 2026-11-20T08:00Z (UTC), "
                    + "2026-11-20T10:00+02:00, or 2026-11-20 (local time), or as a DateTime such as (Get-Date).AddDays(-7)."
        );
}
