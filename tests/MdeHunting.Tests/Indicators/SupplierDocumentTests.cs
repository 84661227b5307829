using System.Text;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Isolation;
using MdeHunting.Lab.Dataset.Planted;
using Xunit;

namespace MdeHunting.Tests.Indicators;

/// <summary>The documents that come with the lab: they are read as exactly the indicators that its data has.</summary>
public sealed class SupplierDocumentTests
{
    private static readonly DateTime Now = new(2026, 11, 29, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(PlantedIndicator.Bundle, MdeIndicatorFormat.Stix)]
    [InlineData(PlantedIndicator.Event, MdeIndicatorFormat.Misp)]
    [InlineData(PlantedIndicator.List, MdeIndicatorFormat.Csv)]
    [InlineData(PlantedIndicator.Report, MdeIndicatorFormat.Text)]
    public void A_document_is_read_as_its_indicators_and_no_others(string document, MdeIndicatorFormat format)
    {
        var read = Read(document, default, out var found);

        Assert.Equal(format, found);
        Assert.Equal(
            PlantedIndicator.All.Where(one => one.Document == document).Select(one => $"{one.Type} {one.Value} {one.Skipped}").Order(),
            read.Where(one => one.Kind != MdeIndicatorType.Unknown).Select(one => $"{one.Type} {one.Value} {one.Skipped}").Distinct().Order()
        );
    }

    [Fact]
    public void Switches_include_what_is_skipped_otherwise()
    {
        var all = SupplierDocuments.All.Keys.SelectMany(document => Read(document, new IndicatorOptions(true, true, true, true), out _));

        Assert.All(all, one => Assert.True(one.Skipped is null, one.Value));
    }

    private static List<MdeIndicator> Read(string document, IndicatorOptions options, out MdeIndicatorFormat format)
    {
        var read = new List<MdeIndicator>();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(SupplierDocuments.All[document]));
        format = FormatsLoader.Indicators.ReadToEnd(
            new IndicatorDocument(content, document, MdeIndicatorFormat.Auto),
            new IndicatorCollector(document, options, Now, read.Add),
            default
        );
        return read;
    }
}
