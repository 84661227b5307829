using MdeHunting.Text;

namespace MdeHunting;

/// <summary>An indicator of compromise: a value that is looked for, and what is known of it.</summary>
public sealed class MdeIndicator : MdeOutput
{
    internal MdeIndicator(MdeIndicatorType type, string value, string original)
    {
        Kind = type;
        Value = value;
        Original = original;
    }

    /// <summary>
    /// The value as it is looked for: refanged, hashes and names of hosts in lower case, a network by its first address, a key of the registry with its hive's
    /// long name.
    /// </summary>
    public string Value { get; }

    /// <summary>What it is a value of: a name of <see cref="MdeIndicatorType"/>; Unknown for what was read as no indicator.</summary>
    public string Type => Kind.ToString();

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

    /// <summary>Why a sweep leaves it out: a name of <see cref="MdeIndicatorSkip"/>; null where it is looked for.</summary>
    public string? Skipped => Skip?.ToString();

    /// <summary>That in words, or why it was read as no indicator; null where it is looked for.</summary>
    public string? Reason { get; internal init; }

    /// <summary>What it is a value of.</summary>
    internal MdeIndicatorType Kind { get; }

    /// <summary>Why a sweep leaves it out; null where it is looked for.</summary>
    internal MdeIndicatorSkip? Skip { get; init; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(Value);

    /// <summary>The same as it was at a moment before now: one that has expired since then is looked for.</summary>
    /// <param name="moment">The moment (UTC).</param>
    internal MdeIndicator At(DateTime moment) =>
        Skip is MdeIndicatorSkip.Expired && ValidUntil > moment
            ? new MdeIndicator(Kind, Value, Original)
            {
                Source = Source,
                Line = Line,
                Context = Context,
                ValidFrom = ValidFrom,
                ValidUntil = ValidUntil,
                Confidence = Confidence,
                Labels = Labels,
                IsAmbiguous = IsAmbiguous,
            }
            : this;
}
