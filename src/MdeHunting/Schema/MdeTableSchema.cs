using MdeHunting.Contract;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A table of advanced hunting with its columns: as it is documented, or with <c>-Live</c> as the tenant has it.</summary>
public sealed class MdeTableSchema : MdeOutput
{
    internal MdeTableSchema(KnownTable table, IReadOnlyList<MdeColumnSchema> columns)
    {
        Name = table.Name;
        Columns = [.. columns];
        Aliases = [.. table.Aliases];
        IsPreview = table.IsPreview;
        RetiredOn = table.RetiredOn;
        Successor = table.Successor;
    }

    /// <summary>The table's name, with its case: KQL tells cases apart.</summary>
    public string Name { get; }

    /// <summary>What the table holds, in short; null where it is not documented.</summary>
    public string? Description => SchemaDescriptions.Of(Name);

    /// <summary>Its columns, in order; none where the tenant does not have the table.</summary>
    public MdeColumnSchema[] Columns { get; }

    /// <summary>Other spellings of the name that the services take.</summary>
    public string[] Aliases { get; }

    /// <summary>Whether its documentation calls it a preview, which may change.</summary>
    public bool IsPreview { get; }

    /// <summary>The day from which the services have it no more (UTC); null where they have it.</summary>
    public DateTime? RetiredOn { get; }

    /// <summary>The table that took its place; null where none did.</summary>
    public string? Successor { get; }

    /// <summary>The connection whose tenant was asked; null without <c>-Live</c>.</summary>
    public string? Connection { get; internal init; }

    /// <summary>Whether the tenant has it; null without <c>-Live</c>.</summary>
    public bool? IsInTenant { get; internal init; }

    /// <summary>
    /// How the tenant's table differs from the documented one, a sentence for each difference; empty where it does not, and without <c>-Live</c>.
    /// </summary>
    public string[] Differences { get; internal init; } = [];

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(Name);
}
