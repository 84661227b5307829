using System.Management.Automation;

namespace MdeHunting.Lab.Tour;

/// <summary>What a command of the tour gave.</summary>
/// <param name="Output">The objects.</param>
/// <param name="Errors">The errors, the one that ended it among them.</param>
internal sealed record TourResult(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors)
{
    /// <summary>A property of an object of the output, as a script sees it; null where there is none.</summary>
    public object? Value(int index, string property) =>
        index < Output.Count && Output[index].Properties[property]?.Value is { } value ? (value as PSObject)?.BaseObject ?? value : null;
}
