using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Indicators;

/// <summary>Makes indicators of what a source says, and says why one is not looked for.</summary>
/// <param name="source">The full path of the source; null for the pipeline.</param>
/// <param name="options">Which are looked for although there is a reason not to.</param>
/// <param name="now">The moment (UTC) by which a time of validity is over.</param>
/// <param name="take">Takes each indicator, those too that are not looked for, and what was read as none.</param>
internal sealed class IndicatorCollector(string? source, IndicatorOptions options, DateTime now, Action<MdeIndicator> take) : IIndicatorSink
{
    // A paragraph of a report is more than anybody reads of an indicator.
    private const int MostContext = 300;

    /// <summary>How many indicators there were.</summary>
    public int Count { get; private set; }

    /// <summary>How many values and lines were read as none.</summary>
    public int Unread { get; private set; }

    /// <inheritdoc/>
    public void TakeLine(string text, int number)
    {
        var any = false;
        foreach (var found in IndicatorText.Read(text))
        {
            any = true;
            Give(found.Token, new StatedIndicator(found.Original, number) { Context = found.Context });
        }

        if (!any && text.Trim() is { Length: > 0 } words)
        {
            GiveUnread(new StatedIndicator(words, number), "Nothing in the line has the form of an indicator.");
        }
    }

    /// <inheritdoc/>
    public void Take(StatedIndicator indicator)
    {
        var text = indicator.Text.Trim();
        if (indicator.Unread is { } why || text.Length == 0)
        {
            GiveUnread(indicator, indicator.Unread ?? "The value is empty.");
        }
        else if (indicator.Type is not { } type)
        {
            if (IndicatorRecognizer.Recognize(text) is { } token)
            {
                Give(token, indicator);
            }
            else
            {
                GiveUnread(indicator, "The value has the form of no indicator.");
            }
        }
        else if (IndicatorRecognizer.Parse(type, Refanging.Undo(text)) is { } value)
        {
            // A network of one address is an address.
            var isOne = type == MdeIndicatorType.Cidr && value.IndexOf('/') < 0;
            Give(isOne && IndicatorRecognizer.Recognize(value) is { } one ? one : new RecognizedToken(type, value), indicator);
        }
        else if (IndicatorRecognizer.Recognize(text) is { Other: null } other && IsNear(type, other.Type))
        {
            // A host in a list of pages, an address in one of hosts.
            Give(other, indicator);
        }
        else
        {
            GiveUnread(indicator, $"The value is no {type}.");
        }
    }

    private static bool IsNear(MdeIndicatorType said, MdeIndicatorType found) => IsOfNetwork(said) && IsOfNetwork(found);

    private static bool IsOfNetwork(MdeIndicatorType type) =>
        type is MdeIndicatorType.IPv4 or MdeIndicatorType.IPv6 or MdeIndicatorType.Cidr or MdeIndicatorType.Domain or MdeIndicatorType.Url;

    private void Give(RecognizedToken token, StatedIndicator stated)
    {
        Count++;
        take(Made(token.Type, token.Value, stated, token.Other is not null));
        if (token.Other is { } other)
        {
            take(Made(other, stated.Text.Trim(), stated, isAmbiguous: true));
        }
    }

    private MdeIndicator Made(MdeIndicatorType type, string value, StatedIndicator stated, bool isAmbiguous)
    {
        var skip = Skip(type, value, stated);
        var counts = skip is { } known && options.Counts(known.Skip);
        return new MdeIndicator(type, value, stated.Text)
        {
            Source = source,
            Line = stated.Line,
            Context = Cut(stated.Context),
            ValidFrom = stated.ValidFrom,
            ValidUntil = stated.ValidUntil,
            Confidence = stated.Confidence,
            Labels = stated.Labels,
            IsAmbiguous = isAmbiguous,
            Skipped = counts ? skip!.Value.Skip : null,
            Reason = counts ? skip!.Value.Why : null,
        };
    }

    private (MdeIndicatorSkip Skip, string Why)? Skip(MdeIndicatorType type, string value, StatedIndicator stated) =>
        stated.Skip is { } said ? (said, said == MdeIndicatorSkip.Revoked ? "Its author revoked or deleted it." : "Its author marked it as not for detection.")
        : stated.ValidUntil is { } until && until <= now ? (MdeIndicatorSkip.Expired, $"It was valid until {UtcText.Second(until)}.")
        : IndicatorNoise.Of(type, value);

    private void GiveUnread(StatedIndicator stated, string why)
    {
        Unread++;
        take(
            new MdeIndicator(MdeIndicatorType.Unknown, stated.Text, stated.Text)
            {
                Source = source,
                Line = stated.Line,
                Context = Cut(stated.Context),
                Labels = stated.Labels,
                Reason = why,
            }
        );
    }

    private static string? Cut(string? context) => context is null ? null : ForeignText.Cut(context, MostContext);
}
