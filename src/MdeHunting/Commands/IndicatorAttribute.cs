using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Takes indicators that were exported or that came from another process, and texts that are indicators by their form.</summary>
internal sealed class IndicatorAttribute : ArgumentTransformationAttribute
{
    private static readonly char[] Ends = ['\r', '\n'];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        BareValue.Of(inputData) is object[] list ? list.SelectMany(Read).ToArray() : Read(inputData).ToArray();

    private static IEnumerable<MdeIndicator> Read(object? value)
    {
        var found = new List<MdeIndicator>();
        var collector = new IndicatorCollector(null, default, DateTime.MinValue, found.Add);
        switch (BareValue.Of(value))
        {
            case MdeIndicator known:
                return [known];
            case string text:
                foreach (var line in text.Split(Ends, StringSplitOptions.RemoveEmptyEntries).Where(line => line.Trim().Length > 0))
                {
                    collector.Take(new StatedIndicator(line, 0));
                }

                break;
            case null:
                throw new ArgumentTransformationMetadataException("An indicator is null.");
            default:
                var instance = PSObject.AsPSObject(value);
                var (stated, type) = (Text(instance, nameof(MdeIndicator.Value)), Text(instance, nameof(MdeIndicator.Type)));
                if (stated is null || type is null)
                {
                    throw new ArgumentTransformationMetadataException(
                        $"An object of the type {NotText.TypeOf(value!)} isn't an indicator: it has no Value and Type. "
                            + "ConvertTo-MdeIndicator makes indicators of objects with other properties."
                    );
                }

                // As lists call types: ip, hostname, and others.
                if (!Enum.TryParse<MdeIndicatorType>(type, ignoreCase: true, out var kind) || type.All(char.IsDigit))
                {
                    foreach (var one in IndicatorNames.Read([(nameof(MdeIndicator.Value), stated), (nameof(MdeIndicator.Type), type)], 0))
                    {
                        collector.Take(one);
                    }

                    break;
                }

                if (Enum.TryParse<MdeIndicatorSkip>(Text(instance, nameof(MdeIndicator.Skipped)), ignoreCase: true, out var skip))
                {
                    return [new MdeIndicator(kind, stated, stated) { Skip = skip, Reason = Text(instance, nameof(MdeIndicator.Reason)) }];
                }

                if (kind == MdeIndicatorType.Unknown)
                {
                    return [new MdeIndicator(kind, stated, stated) { Reason = Text(instance, nameof(MdeIndicator.Reason)) }];
                }

                collector = new IndicatorCollector(null, new IndicatorOptions(true, true, true, true), DateTime.MinValue, found.Add);
                collector.Take(new StatedIndicator(stated, 0) { Type = kind });
                break;
        }

        return found;
    }

    private static string? Text(PSObject instance, string property) => BareValue.Of(instance.Properties[property]?.Value)?.ToString();
}
