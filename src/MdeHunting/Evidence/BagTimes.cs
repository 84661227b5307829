using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>
/// Checks whether the times that a bag tells can be true together. Clocks are wrong and are set, so what is found proves nothing, and has to be told.
/// </summary>
/// <param name="now">The time of this machine (UTC).</param>
internal sealed class BagTimes(DateTime now)
{
    private const string Meaning =
        "The times in the log, of the responses, of the transfers, and of the signature and the time stamp can be true together. Clocks can be wrong, so a "
        + "contradiction isn't proof of a change.";

    // Lines of one process are as close as its clock is exact.
    private static readonly TimeSpan Order = TimeSpan.FromSeconds(1);

    // What clocks of two machines differ without anybody noticing, and what a time stamp takes at the most.
    internal static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private readonly List<string> _doubts = [];
    private DateTime? _first;
    private DateTime? _last;
    private DateTime? _sealedAt;
    private TimeSpan _difference;
    private int _responses;
    private int _wrongResponses;
    private string? _wrongest;

    /// <summary>Takes in the lines of a log, or of the transfers.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="name">The file.</param>
    public void AddLines(IReadOnlyList<JournalLine> lines, string name)
    {
        DateTime? before = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var place = FormattableString.Invariant($"{name}, line {i + 1},");
            if (lines[i].Moment("at") is not { } at)
            {
                continue;
            }

            if (before is { } earlier && earlier - at > Order)
            {
                _doubts.Add($"{place} is of {UtcText.Second(at)}, and the line before it of {UtcText.Second(earlier)}: the clock was set back meanwhile.");
            }

            if (at - now > Slack)
            {
                _doubts.Add($"{place} is of {UtcText.Second(at)}, which is in the future: this machine's clock says {UtcText.Second(now)}.");
            }

            AddTransfer(lines[i], at, place);
            before = at;
            _first ??= at;
            _last = at;
            if (lines[i].Text("event") == EvidenceSeal.Event)
            {
                _sealedAt = at;
            }
        }
    }

    /// <summary>Takes in what is told of a response.</summary>
    public void AddResponse(RecordedResponse response)
    {
        if (ServiceAhead(response) is not { } ahead)
        {
            return;
        }

        var difference = ahead.Duration();
        _responses++;
        _wrongResponses += difference > Slack ? 1 : 0;
        if (difference > _difference)
        {
            _difference = difference;
            _wrongest =
                $"{response.Folder} was received at {UtcText.Second(ReceivedAt(response))} by the clock of the machine that recorded it, and sent at "
                + $"{UtcText.Second(response.Meta.Moment("serviceTime")!.Value)} by the service's";
        }
    }

    /// <summary>How far the service's clock was ahead of the one of the machine that recorded a response; null where that isn't told.</summary>
    public static TimeSpan? ServiceAhead(RecordedResponse response)
    {
        if (response.Meta.Moment("serviceTime") is not { } service || response.Meta.Moment("sentAt") is not { } sent)
        {
            return null;
        }

        // The service tells whole seconds, of a moment between.
        var received = ReceivedAt(response);
        return service < sent ? service - sent
            : service > received ? service - received
            : TimeSpan.Zero;
    }

    private static DateTime ReceivedAt(RecordedResponse response) => response.Meta.Moment("receivedAt") ?? response.Meta.Moment("sentAt")!.Value;

    /// <summary>Takes in when the bag was signed, by the signer's clock, and stamped.</summary>
    public void AddProofs(DateTime? signedAt, DateTime? stampedAt)
    {
        Compare(signedAt, "The signature");
        Compare(stampedAt, "The time stamp");

        void Compare(DateTime? at, string what)
        {
            if (at is { } told && _sealedAt is { } sealing && (told - sealing > Slack || sealing - told > Slack))
            {
                _doubts.Add(
                    $"{what} is of {UtcText.Second(told)}, {(told < sealing ? "before" : "long after")} the log says that the bag was sealed, at "
                        + $"{UtcText.Second(sealing)}: the clock of the machine that sealed it was wrong, or the log isn't true."
                );
            }
        }
    }

    /// <summary>The check.</summary>
    public MdeEvidenceCheck Check()
    {
        if (_wrongResponses > 0)
        {
            _doubts.Add(
                FormattableString.Invariant(
                    $"The clocks differ for {_wrongResponses:N0} of {_responses:N0} responses by more than {Slack.TotalMinutes:N0} minutes"
                ) + $": {_wrongest}."
            );
        }

        if (_doubts.Count > 0)
        {
            return MdeEvidenceCheck.OfDoubt("Times", Meaning, _doubts);
        }

        return _first is not { } first || _last is not { } last
            ? MdeEvidenceCheck.OfNothing("Times", Meaning, "The bag has no times.")
            : new MdeEvidenceCheck(
                "Times",
                Meaning,
                [],
                $"From {UtcText.Second(first)} to {UtcText.Second(last)}."
                    + (
                        _responses == 0
                            ? null
                            : FormattableString.Invariant(
                                $" The service's clock and that of the machine that recorded differed by {_difference.TotalSeconds:N0} s "
                            ) + "at the most."
                    )
            );
    }

    private void AddTransfer(JournalLine line, DateTime at, string place)
    {
        if (line.Text("event") != EvidenceTransfers.Event || line.Moment("when") is not { } when)
        {
            return;
        }

        var transfer = $"{place} is of a transfer at {UtcText.Second(when)}";
        if (when - at > Slack)
        {
            _doubts.Add($"{transfer}, which is after it was noted, at {UtcText.Second(at)}.");
        }
        else if (_sealedAt is { } sealing && sealing - when > Order)
        {
            _doubts.Add($"{transfer}, which is before the bag was sealed, at {UtcText.Second(sealing)}.");
        }
        else if (_first is { } begun && begun - when > Order)
        {
            _doubts.Add($"{transfer}, which is before the bag was begun, at {UtcText.Second(begun)}.");
        }
    }
}
