using MdeHunting.Text;

namespace MdeHunting;

/// <summary>An indicator of compromise: a value that is looked for, and what is known of it.</summary>
public sealed class MdeIndicator : MdeOutput
{
    internal MdeIndicator(MdeIndicatorType type, string value, string original)
    {
        Type = type;
        Value = value;
        Original = original;
    }

    /// <summary>
    /// The value as it is looked for: refanged, hashes and names of hosts in lower case, a network by its first address, a key of the registry with its hive's
    /// long name.
    /// </summary>
    public string Value { get; }

    /// <summary>What it is a value of; Unknown for what was read as no indicator.</summary>
    public MdeIndicatorType Type { get; }

    /// <summary>The value as it was written.</summary>
    public string Original { get; }

    /// <summary>The full path of the file that it is from; null where it came down the pipeline.</summary>
    public string? Source { get; internal init; }

    /// <summary>The number of the line in which it begins, counted from 1; of what came down the pipeline, that of the text.</summary>
    public int Line { get; internal init; }

    /// <summary>What its source says of it: its name and description, a remark, or the line that it stands in.</summary>
    public string? Context { get; internal init; }

    /// <summary>From when on it is valid (UTC); null where its source does not say.</summary>
    public DateTime? ValidFrom { get; internal init; }

    /// <summary>Until when it is valid (UTC); null where its source does not say.</summary>
    public DateTime? ValidUntil { get; internal init; }

    /// <summary>How sure its author is, from 0 to 100; null where its source does not say.</summary>
    public int? Confidence { get; internal init; }

    /// <summary>Its author's labels.</summary>
    public IReadOnlyList<string> Labels { get; internal init; } = [];

    /// <summary>Whether its form fits another type as well, so that it was read as both: <c>report.zip</c> is a name of a file and of a host.</summary>
    public bool IsAmbiguous { get; internal init; }

    /// <summary>Why a sweep leaves it out; null where it is looked for.</summary>
    public MdeIndicatorSkip? Skipped { get; internal init; }

    /// <summary>That in words, or why it was read as no indicator; null where it is looked for.</summary>
    public string? Reason { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(Value);
}
