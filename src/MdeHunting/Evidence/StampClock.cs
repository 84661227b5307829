using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>
/// Compares a time stamp with this machine's clock before a bag is sealed with it for good. Either may be wrong: of the clock, the responses of the services
/// tell.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="bag">The bag.</param>
internal sealed class StampClock(IJournalFiles files, EvidenceBag bag)
{
    private const string Meta = "/meta.json";

    /// <summary>Ends where they are apart.</summary>
    /// <param name="stampedAt">The stamped time (UTC); null for none.</param>
    /// <param name="now">The time of this machine (UTC).</param>
    /// <param name="server">What messages call the server.</param>
    /// <exception cref="EvidenceException">They are, or the bag cannot be read.</exception>
    public void Check(DateTime? stampedAt, DateTime now, string? server)
    {
        if (stampedAt is not { } stamped || (stamped - now).Duration() <= BagTimes.Slack)
        {
            return;
        }

        var service = ServiceAhead();
        var isOwnRight = service?.Duration() <= BagTimes.Slack;
        var witness =
            service is not { } ahead ? string.Empty
            : isOwnRight ? " When the last response of the bag was received, the service's clock agreed with this computer's."
            : $" When the last response of the bag was received, the service's clock was {SpanText.Of(ahead.Duration())} "
                + (ahead < TimeSpan.Zero ? "behind this computer's." : "ahead of this computer's.");
        throw new EvidenceException(
            EvidenceFailure.EvidenceTimestampNotValid,
            $"The time-stamp server {server} stamped the time {UtcText.Second(stamped)}, and this computer's clock says {UtcText.Second(now)}: they differ by "
                + $"more than {BagTimes.Slack.TotalMinutes.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} minutes.{witness}",
            (isOwnRight ? string.Empty : "If this computer's clock is wrong, correct it, and run the command again. ")
                + "Specify another server with -TimestampServer, or seal the bag without one. The bag isn't sealed."
        )
        {
            Target = server,
        };
    }

    // How far the service's clock was ahead, as far as the last response with a time tells.
    private TimeSpan? ServiceAhead()
    {
        foreach (
            var file in bag.Stored.Keys.Where(file => file.EndsWith(Meta, StringComparison.Ordinal)).OrderByDescending(file => file, StringComparer.Ordinal)
        )
        {
            var response = RecordedResponse.Read(files, bag.Path, file.Substring(0, file.Length - Meta.Length));
            if (response is not null && BagTimes.ServiceAhead(response) is { } ahead)
            {
                return ahead;
            }
        }

        return null;
    }
}
