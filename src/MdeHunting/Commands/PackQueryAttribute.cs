using System.Collections;
using System.Management.Automation;
using MdeHunting.Packs;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Takes queries of packs, also those that came from another process, of which the properties are there and not the type.</summary>
internal sealed class PackQueryAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        BareValue.Of(inputData) switch
        {
            MdePackQuery query => new[] { query },
            IList list => list.Cast<object?>().Select(Read).ToArray(),
            _ => new[] { Read(inputData) },
        };

    private static MdePackQuery Read(object? value)
    {
        if (BareValue.Of(value) is MdePackQuery known)
        {
            return known;
        }

        if (value is null)
        {
            throw new ArgumentTransformationMetadataException("A query is null.");
        }

        var instance = PSObject.AsPSObject(value);
        return Text(instance, nameof(MdePackQuery.Name)) is { } name && Text(instance, nameof(MdePackQuery.Query)) is { } query
            ? new MdePackQuery(name, query)
            {
                Id = Text(instance, nameof(MdePackQuery.Id)),
                Description = Text(instance, nameof(MdePackQuery.Description)),
                Techniques = Texts(instance, nameof(MdePackQuery.Techniques)),
                Tactics = Texts(instance, nameof(MdePackQuery.Tactics)),
                Tables = PackQueries.TablesOf(query),
                Tags = Texts(instance, nameof(MdePackQuery.Tags)),
                File = Text(instance, nameof(MdePackQuery.File)) ?? string.Empty,
                Line = int.TryParse(Text(instance, nameof(MdePackQuery.Line)), out var line) ? line : 0,
                Problems = Texts(instance, nameof(MdePackQuery.Problems)),
            }
            : throw new ArgumentTransformationMetadataException(
                $"An object of the type {NotText.TypeOf(value)} isn't a query of a pack. Specify what Get-MdeHuntingPack or Import-MdeHuntingPack returns, or "
                    + "files with -Path. To run the text of a query, use Invoke-MdeHuntingQuery."
            );
    }

    private static string? Text(PSObject instance, string property) => BareValue.Of(instance.Properties[property]?.Value)?.ToString();

    private static string[] Texts(PSObject instance, string property) =>
        BareValue.Of(instance.Properties[property]?.Value) is IEnumerable several and not string
            ? [.. several.Cast<object?>().Select(one => BareValue.Of(one)?.ToString()).OfType<string>()]
            : [];
}
