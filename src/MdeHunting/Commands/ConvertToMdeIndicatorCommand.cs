using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Converts text and objects, such as the clipboard's, to indicators of compromise.</summary>
/// <include file="../Help/ConvertTo-MdeIndicator.xml" path="help/*"/>
[Cmdlet(VerbsData.ConvertTo, "MdeIndicator")]
[OutputType(typeof(MdeIndicator))]
public sealed class ConvertToMdeIndicatorCommand : IndicatorCommand
{
    private int _line;

    /// <summary>
    /// Specifies text, each line of which can contain indicators, or objects with properties that are named like the columns of a list: Value and Type,
    /// Sha256, Domain, Url, and similar.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object?[] InputObject { get; set; } = [];

    /// <summary>Specifies the type of each text. By default, the type is recognized by the text's form.</summary>
    [Parameter]
    public MdeIndicatorType Type { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        foreach (var input in InputObject ?? [])
        {
            if (BareValue.Of(input) is string text && Type == MdeIndicatorType.Unknown && text.IndexOf('\n') >= 0)
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false);
                await ReadAsync(new IndicatorDocument(content, "The text", MdeIndicatorFormat.Auto), null, streams, token).ConfigureAwait(false);
                continue;
            }

            var found = new List<MdeIndicator>();
            var refusal = await streams.InvokeAsync(() => Take(input, Collector(null, found.Add))).ConfigureAwait(false);
            await WriteAsync(found, streams).ConfigureAwait(false);
            if (refusal is not null)
            {
                await streams.WriteErrorAsync(refusal).ConfigureAwait(false);
            }
        }
    }

    private IndicatorException? Take(object? input, IndicatorCollector collector)
    {
        _line++;
        switch (BareValue.Of(input))
        {
            case null:
                return null;
            case MdeIndicator known:
                collector.Take(
                    new StatedIndicator(known.Original, known.Line)
                    {
                        Type = Type == MdeIndicatorType.Unknown ? known.Type : Type,
                        Context = known.Context,
                        ValidFrom = known.ValidFrom,
                        ValidUntil = known.ValidUntil,
                        Confidence = known.Confidence,
                        Labels = known.Labels,
                    }
                );
                return null;
            case string or char or Uri or System.Net.IPAddress or System.Net.Mail.MailAddress or Guid:
                return TakeText(Convert.ToString(BareValue.Of(input), CultureInfo.InvariantCulture) ?? string.Empty, collector);
            default:
                return TakeObject(input!, collector);
        }
    }

    private IndicatorException? TakeText(string text, IndicatorCollector collector)
    {
        if (Type == MdeIndicatorType.Unknown)
        {
            collector.TakeLine(text, _line);
            return null;
        }

        collector.Take(new StatedIndicator(text, _line) { Type = Type });
        return collector.Unread == 0
            ? null
            : new IndicatorException(IndicatorFailure.IndicatorInvalid, $"'{text}' is no value of the type {Type}.", "Correct it, or leave out -Type.")
            {
                Target = text,
            };
    }

    private IndicatorException? TakeObject(object input, IndicatorCollector collector)
    {
        var cells = input is IDictionary or PSObject { BaseObject: IDictionary }
            ? ((IDictionary)BareValue.Of(input)!)
                .Cast<DictionaryEntry>()
                .Select(entry => (Name: Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty, entry.Value))
            : PSObject
                .AsPSObject(input)
                .Properties.Where(property => property.IsGettable && property.IsInstance)
                .Select(property => (property.Name, property.Value));
        var stated = IndicatorNames.Read(
            cells.Select(cell => (cell.Item1, BareValue.Of(cell.Item2) as string ?? string.Empty)),
            _line,
            Type == MdeIndicatorType.Unknown ? null : Type
        );
        foreach (var one in stated)
        {
            collector.Take(one);
        }

        return stated.Count > 0
            ? null
            : new IndicatorException(
                IndicatorFailure.IndicatorInvalid,
                $"An object of the type {NotText.TypeOf(input)} has no property that is named as an indicator.",
                "Specify objects with Value and Type, or with Sha256, Domain, Url, IPAddress and the like, or the text itself."
            )
            {
                Target = input,
            };
    }
}
