using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A table that wasn't searched for an indicator, or not as a whole, and why.</summary>
public sealed class MdeIndicatorGap : MdeOutput
{
    internal MdeIndicatorGap(string table, string reason)
    {
        Table = table;
        Reason = reason;
    }

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line($"{Table}: {Reason}");
}
