using System.Globalization;

namespace MdeHunting.Contract;

/// <summary>What a row of a list, or an object, says of its values besides them: whether and until when they are valid, and how sure its author is.</summary>
/// <param name="Skip">Why they are not looked for unless somebody wants that; null where they are.</param>
/// <param name="Why">That in words, where the row says more.</param>
internal sealed record RowState(MdeIndicatorSkip? Skip, string? Why)
{
    private static readonly string[] Yes = ["true", "1", "yes", "y"];
    private static readonly string[] No = ["false", "0", "no", "n"];

    private string? Until { get; init; }

    private DateTime? From { get; init; }

    private int? Confidence { get; init; }

    /// <summary>What the cells of a row say.</summary>
    /// <param name="cells">The names of their columns, by their letters and digits alone, and their texts.</param>
    public static RowState Of(IReadOnlyList<(string Name, string Text)> cells)
    {
        string? Cell(Func<string, bool> isNamed) => cells.FirstOrDefault(cell => isNamed(cell.Name)).Text;

        // An entry that Defender lets pass is no trace of an attack, and MISP's are for detection or not.
        var action = Cell(name => Is(name, "action"));
        var (skip, why) =
            IsAny(Cell(IsRevoked), Yes) ? (MdeIndicatorSkip.Revoked, null)
            : action?.StartsWith("allow", StringComparison.OrdinalIgnoreCase) is true ? (MdeIndicatorSkip.NotForDetection, $"Its action is {action}.")
            : IsAny(Cell(IsForDetection), No) ? (MdeIndicatorSkip.NotForDetection, null)
            : ((MdeIndicatorSkip?)null, (string?)null);
        return new RowState(skip, why)
        {
            Until = Cell(IsUntil),
            From = Moment(Cell(IsFrom)),
            Confidence = Number(Cell(IsConfidence)),
        };
    }

    /// <summary>Whether a cell says such a thing, in words that are understood; what can't be is told elsewhere.</summary>
    public static bool IsOf(string name, string text) =>
        IsUntil(name)
        || Is(name, "action")
        || ((IsRevoked(name) || IsForDetection(name)) && (IsAny(text, Yes) || IsAny(text, No)))
        || (IsFrom(name) && Moment(text) is not null)
        || (IsConfidence(name) && Number(text) is not null);

    /// <summary>The text of a property's value that is none, such as a truth, a number or a moment; null where it says no such thing.</summary>
    public static string? TextOf(string name, object? value) =>
        value is (bool or int or long or double or DateTime or DateTimeOffset)
        && new string([.. name.Where(char.IsLetterOrDigit)]) is var plain
        && (IsUntil(plain) || IsFrom(plain) || IsRevoked(plain) || IsForDetection(plain) || IsConfidence(plain))
            ? value is DateTime or DateTimeOffset
                ? ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture)
                : Convert.ToString(value, CultureInfo.InvariantCulture)
            : null;

    /// <summary>A value of the row with what the row says of it.</summary>
    public StatedIndicator Mark(StatedIndicator stated) =>
        stated with
        {
            ValidFrom = From,
            ValidUntil = Moment(Until),
            UnreadUntil = Moment(Until) is null ? Until : null,
            Confidence = Confidence,
            Skip = Skip,
            SkipReason = Why,
        };

    private static bool IsUntil(string name) => name.StartsWith("expiration", StringComparison.OrdinalIgnoreCase) || Is(name, "validuntil");

    private static bool IsFrom(string name) => Is(name, "validfrom");

    private static bool IsRevoked(string name) => Is(name, "revoked") || Is(name, "deleted");

    private static bool IsForDetection(string name) => Is(name, "toids");

    private static bool IsConfidence(string name) => Is(name, "confidence");

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsAny(string? text, string[] words) => text is not null && words.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);

    private static DateTime? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.UtcDateTime : null;

    // https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html#_1v6elyto0uqg
    private static int? Number(string? text) =>
        double.TryParse(text?.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100
            ? (int)Math.Round(number)
            : null;
}
