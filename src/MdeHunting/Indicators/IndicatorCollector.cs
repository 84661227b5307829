using MdeHunting.Contract;
using MdeHunting.Journal;
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

    private readonly LineValues _ofLine = new();
    private readonly WrappedHash _wrapped = new();
    private int _lineOfTime;

    /// <summary>How many indicators there were.</summary>
    public int Count { get; private set; }

    /// <summary>How many values and lines were read as none.</summary>
    public int Unread { get; private set; }

    /// <summary>The values that the source states as indicators and that were read as none.</summary>
    public LostValues Lost { get; init; } = new();

    /// <summary>Those that stand in what is written about others, and that were read as none.</summary>
    public LostValues Noted { get; init; } = new();

    /// <summary>The lines of the source's text.</summary>
    public LineTally Lines { get; init; } = new();

    /// <summary>The times until which indicators are valid and that are none, one for each line.</summary>
    public LostValues Times { get; init; } = new();

    /// <summary>How many values have a type that is not known, and were read by their form.</summary>
    public int UnknownTypes { get; private set; }

    /// <summary>The line of the first of those, and its type; null where there is none.</summary>
    public (int Line, string Type)? FirstUnknownType { get; private set; }

    /// <inheritdoc/>
    public void TakeLine(string text, int number)
    {
        try
        {
            ReadLine(text, number);
        }
        catch (Exception e) when (InputFile.IsOfContent(e))
        {
            GiveUnread(new StatedIndicator(text, number), BrokenForms.OfFault(e));
        }
    }

    private void ReadLine(string text, int number)
    {
        var words = text.Trim();
        var all = _wrapped.Take(words, [.. IndicatorText.Read(text)]);
        var isComment = words.Length > 0 && IndicatorText.IsComment(words);
        if (words.Length > 0 && !isComment)
        {
            Lines.Take(number, words, all);
        }

        foreach (var found in all)
        {
            Give(found.Token, new StatedIndicator(found.Original, number) { Context = found.Context }, found.IsAmbiguous);
        }

        if (words.Length == 0)
        {
            return;
        }

        if (isComment && all.Length == 0)
        {
            GiveUnread(new StatedIndicator(words, number), "The line is a comment.", isStated: false);
            return;
        }

        var broken = BrokenValues.In(words, all).ToList();
        if (all.Length == 0)
        {
            var why = broken.Count > 0 ? broken[0].Why : BrokenForms.OfWhole(IndicatorText.ValueOf(words));
            var told = why ?? "Nothing in the line has the form of an indicator.";
            GiveUnread(new StatedIndicator(words, number), told, isStated: false);
            Lines.Lose(words, told, isPlain: why is null, isWhole: true);
            return;
        }

        foreach (var (piece, why) in broken)
        {
            GiveUnread(new StatedIndicator(piece, number) { Context = words }, why, isStated: false);
            if (!isComment)
            {
                Lines.Lose(piece, why, isPlain: false, isWhole: false);
            }
        }
    }

    /// <inheritdoc/>
    public void Take(StatedIndicator indicator)
    {
        try
        {
            if (indicator.Column is { } column)
            {
                TakeCell(indicator, column);
                return;
            }

            Make(indicator);
        }
        catch (Exception e) when (InputFile.IsOfContent(e))
        {
            GiveUnread(indicator, BrokenForms.OfFault(e));
        }
    }

    /// <summary>Takes an indicator that was made before, by what it was made.</summary>
    public void Take(MdeIndicator known)
    {
        var stated = new StatedIndicator(known.Original, known.Line)
        {
            Source = known.Source,
            Context = known.Context,
            ValidFrom = known.ValidFrom,
            ValidUntil = known.ValidUntil,
            Confidence = known.Confidence,
            Labels = known.Labels,
            Skip = known.Skip is MdeIndicatorSkip.Revoked or MdeIndicatorSkip.NotForDetection ? known.Skip : null,
            SkipReason = known.Reason,
        };
        if (known.Kind == MdeIndicatorType.Unknown)
        {
            Take(stated with { Skip = null });
        }
        else
        {
            Give(new RecognizedToken(known.Kind, known.Value), stated, known.IsAmbiguous);
        }
    }

    // Of a column that is not known, the values tell what they are.
    private void TakeCell(StatedIndicator cell, string column)
    {
        FoundToken[] found = cell.Unread is null ? [.. IndicatorText.Read(cell.Text)] : [];
        if (cell.IsRemark)
        {
            TakeRemark(cell, column, found);
            return;
        }

        foreach (var one in found)
        {
            Give(one.Token, cell with { Text = one.Original, Context = cell.Context ?? one.Context }, one.IsAmbiguous);
        }

        if (found.Length > 0)
        {
            GiveBroken(cell, found);
            return;
        }

        var broken = cell.Unread is null ? BrokenForms.OfPiece(cell.Text.Trim()) : null;
        GiveUnread(
            cell,
            broken ?? cell.Unread ?? $"The column {column} isn't known, and nothing in it has the form of an indicator.",
            isStated: broken is not null
        );
    }

    // A remark is the context of the other value. It speaks of good addresses too, and defangs the others; the value itself it may repeat.
    private void TakeRemark(StatedIndicator remark, string column, IEnumerable<FoundToken> found)
    {
        foreach (var one in found.Where(one => !_ofLine.Has(remark.Line, one.Token.Value)))
        {
            var stated = remark with { Text = one.Original, Context = remark.Context ?? one.Context };
            if (one.Token.WasDefanged)
            {
                Give(one.Token, stated, one.IsAmbiguous);
                continue;
            }

            var why = $"It's in '{column}', from which only defanged addresses are read.";
            GiveUnread(stated, why, isStated: false);
            if (!remark.IsReference && TypeForms.IsTold(one.Token.Type))
            {
                Noted.Add(remark.Line, one.Original, why);
            }
        }
    }

    private void Make(StatedIndicator indicator)
    {
        var text = indicator.Text.Trim();
        if (indicator.Unread is { } why || text.Length == 0)
        {
            GiveUnread(indicator, indicator.Unread ?? "The value is empty.");
        }
        else if (indicator.Type is not { } type)
        {
            var count = Count;
            if (IndicatorRecognizer.Recognize(text) is { } token)
            {
                Give(FileForms.Alone(token), indicator);
            }
            else if (!GiveEach(indicator, static _ => true))
            {
                GiveUnread(
                    indicator,
                    indicator.UnknownType is { } unknown
                        ? $"The type '{unknown}' isn't known, and the value doesn't have the form of an indicator."
                        : BrokenForms.OfWhole(text) ?? "The value doesn't have the form of an indicator."
                );
            }

            if (Count > count && indicator.UnknownType is { } other)
            {
                UnknownTypes++;
                FirstUnknownType ??= (indicator.Line, other);
            }
        }
        else if (FileForms.Restated(type, text) is { } restated)
        {
            Give(restated, indicator);
        }
        else if (IndicatorRecognizer.Parse(type, Refanging.Undo(text)) is { } value)
        {
            // A network of one address is an address.
            var isOne = type == MdeIndicatorType.Cidr && value.IndexOf('/') < 0;
            Give(isOne && IndicatorRecognizer.Recognize(value) is { } one ? one : new RecognizedToken(type, value), indicator);
        }
        else if (FileForms.IsNoName(type, text))
        {
            GiveUnread(indicator, TypeForms.WhyNot(type, text));
        }
        else if (IndicatorRecognizer.Recognize(text) is { } other && TypeForms.IsNear(type, other.Type))
        {
            // A host in a list of pages, an address in one of hosts. What is stated decides what else it could be.
            Give(Sure(other), indicator);
        }
        else if (!GiveEach(indicator, found => found == type || TypeForms.IsNear(type, found)))
        {
            GiveUnread(indicator, TypeForms.WhyNot(type, text));
        }
    }

    // A cell may have quotes of its own around a value, or several values.
    private bool GiveEach(StatedIndicator indicator, Func<MdeIndicatorType, bool> isMeant)
    {
        FoundToken[] found = [.. IndicatorText.Read(indicator.Text)];
        if (found.Length == 0 || !Array.TrueForAll(found, one => isMeant(one.Token.Type)))
        {
            return false;
        }

        if ((indicator.Type is not null || indicator.IsOneValue) && !WholeValue.IsAll(indicator.Text, found))
        {
            GiveUnread(indicator, $"Only a part of the value has the form of an indicator: '{ForeignText.Cut(found[0].Original, MostContext)}'.");
            return true;
        }

        foreach (var one in found)
        {
            var isSure = indicator.Type is not null;
            Give(isSure ? Sure(one.Token) : one.Token, indicator with { Text = one.Original }, one.IsAmbiguous && !isSure);
        }

        GiveBroken(indicator, found);
        return true;
    }

    private static RecognizedToken Sure(RecognizedToken token) => token with { Other = null, OtherValue = null };

    private void Give(RecognizedToken token, StatedIndicator stated, bool isAmbiguous = false)
    {
        if (HalfSurrogate.In(stated.Text) is { } fault)
        {
            GiveUnread(stated, $"The value {fault}");
            return;
        }

        Count++;
        _ofLine.Add(stated.Line, token.Value);
        if (stated.UnreadUntil is { } time && stated.Line != _lineOfTime)
        {
            _lineOfTime = stated.Line;
            Times.Add(stated.Line, time, "It isn't a time in ISO 8601, such as 2026-11-20T08:00:00Z.");
        }

        take(Made(token.Type, token.Value, stated, isAmbiguous || token.Other is not null));
        if (token.Other is { } other)
        {
            take(Made(other, token.OtherValue ?? stated.Text.Trim(), stated, isAmbiguous: true));
        }
    }

    private MdeIndicator Made(MdeIndicatorType type, string value, StatedIndicator stated, bool isAmbiguous)
    {
        var skip = SkipRules.Of(type, value, stated, options.Warnings, now);
        var counts = skip is { } known && options.Counts(known.Skip);
        return new MdeIndicator(type, value, stated.Text)
        {
            Source = stated.Source ?? source,
            Line = stated.Line,
            Context = Cut(stated.Context),
            ValidFrom = stated.ValidFrom,
            ValidUntil = stated.ValidUntil,
            Confidence = stated.Confidence,
            Labels = stated.Labels,
            IsAmbiguous = isAmbiguous,
            Skip = counts ? skip!.Value.Skip : null,
            Reason = counts ? skip!.Value.Why : null,
        };
    }

    private void GiveUnread(StatedIndicator stated, string why, bool isStated = true)
    {
        Unread++;
        if (isStated)
        {
            Lost.Add(stated.Line, stated.Text, why);
        }

        take(
            new MdeIndicator(MdeIndicatorType.Unknown, stated.Text, stated.Text)
            {
                Source = stated.Source ?? source,
                Line = stated.Line,
                Context = Cut(stated.Context),
                Labels = stated.Labels,
                Reason = why,
            }
        );
    }

    // What looks like one more beside those that were found.
    private void GiveBroken(StatedIndicator stated, IReadOnlyList<FoundToken> found)
    {
        foreach (var (text, why) in BrokenValues.In(stated.Text, found))
        {
            GiveUnread(stated with { Text = text }, why);
        }
    }

    private static string? Cut(string? context) => context is null ? null : ForeignText.Cut(context, MostContext);
}
