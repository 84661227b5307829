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
    private readonly List<MdeIndicator> _found = [];
    private IndicatorCollector? _collector;
    private int _line;

    /// <summary>
    /// Specifies text, each line of which can contain indicators, or objects with properties that are named like the columns of a list: Value and Type,
    /// Sha256, Domain, Url, and similar.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public object?[] InputObject { get; set; } = [];

    /// <summary>Specifies the type of each text. By default, the type is recognized by the text's form.</summary>
    [Parameter]
    public MdeIndicatorType Type { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        foreach (var input in InputObject ?? [])
        {
            _line++;
            if (BareValue.Of(input) is string text && Type == MdeIndicatorType.Unknown && IsDocument(text) && HalfSurrogate.In(text) is null)
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false);
                await ReadAsync(new IndicatorDocument(content, "The text", MdeIndicatorFormat.Auto) { IsText = true }, null, streams, token)
                    .ConfigureAwait(false);
                continue;
            }

            _collector ??= Collector(null, _found.Add);
            var refusal = await streams.InvokeAsync(() => Take(input, _collector)).ConfigureAwait(false);
            await WriteAsync(_found, streams).ConfigureAwait(false);
            _found.Clear();
            if (refusal is not null)
            {
                await streams.WriteErrorAsync(refusal).ConfigureAwait(false);
            }
        }
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        // Lines of a file may come one by one.
        if (_collector is { } collector && Told(collector, collector.Lines.IsList || collector.Count == 0, "the", "Object") is { } told)
        {
            await streams.WarnAsync(told).ConfigureAwait(false);
        }
    }

    // Several lines, or JSON in one: a line of JSON by itself is no document.
    private static bool IsDocument(string text) =>
        text.IndexOf('\n') >= 0
        || (
            text.Trim() is { Length: > 2 } bare
            && (
                (bare[0] == '{' && bare[bare.Length - 1] == '}' && bare.IndexOf(':') > 0)
                || (bare[0] == '[' && bare[bare.Length - 1] == ']' && bare.Substring(1).TrimStart().StartsWith("{", StringComparison.Ordinal))
            )
            && bare.IndexOf('"') > 0
        );

    private IndicatorException? Take(object? input, IndicatorCollector collector)
    {
        switch (BareValue.Of(input))
        {
            case null:
                return null;
            case MdeIndicator known when Type == MdeIndicatorType.Unknown:
                collector.Take(known);
                return null;
            case MdeIndicator known:
                return TakeText(known.Original, collector);
            case var value when TextOf(value) is { } text:
                return text.IndexOf('\n') < 0 || Type != MdeIndicatorType.Unknown
                    ? TakeText(text, collector)
                    : text.Split('\n').Select(line => TakeText(line, collector)).ToList().Find(refused => refused is not null);
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

        // What isn't of the type is an error of its own.
        var one = Collector(null, _found.Add);
        one.Take(new StatedIndicator(text, _line) { Type = Type });
        return one.Lost.FirstReason is not { } why
            ? null
            : new IndicatorException(IndicatorFailure.IndicatorInvalid, $"'{text}' can't be read as {Type}. {why}", "Correct it, or omit -Type.")
            {
                Target = text,
            };
    }

    // A property may have several values, and a hash its bytes.
    private static IEnumerable<string> Texts(object? cell) =>
        BareValue.Of(cell) switch
        {
            byte[] bytes => [BitConverter.ToString(bytes).Replace("-", string.Empty)],
            IDictionary => [],
            var value when TextOf(value) is { } text => [text],
            IEnumerable values => values.Cast<object?>().Select(value => TextOf(BareValue.Of(value))).OfType<string>(),
            _ => [],
        };

    // What is a text by itself. The type of an account's identifier is one of Windows alone.
    private static string? TextOf(object? value) =>
        value switch
        {
            string text => text,
            Uri address => address.OriginalString,
            char or System.Net.IPAddress or System.Net.Mail.MailAddress or Guid => Convert.ToString(value, CultureInfo.InvariantCulture),
            not null when value.GetType().FullName == "System.Security.Principal.SecurityIdentifier" => value.ToString(),
            _ => null,
        };

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
            cells.SelectMany(cell =>
                (RowState.TextOf(cell.Item1, BareValue.Of(cell.Item2)) is { } said ? [said] : Texts(cell.Item2)).Select(text => (cell.Item1, text))
            ),
            _line,
            Type == MdeIndicatorType.Unknown ? null : Type
        );
        var isMade = BareValue.Of(input) is IDictionary or PSCustomObject;
        if (!isMade && stated.All(one => one.Column is not null))
        {
            stated = [];
        }

        var count = collector.Count;
        foreach (var one in stated)
        {
            collector.Take(one);
        }

        return stated.Count > 0 && (collector.Count > count || stated.Any(one => one.Column is null))
            ? null
            : new IndicatorException(
                IndicatorFailure.IndicatorInvalid,
                $"An object of the type {NotText.TypeOf(input)} has no property that is named as an indicator, or whose value is one.",
                "Specify objects with Value and Type, or with Sha256, Domain, Url, IPAddress and the like, or the text itself."
            )
            {
                Target = input,
            };
    }
}
