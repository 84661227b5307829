using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>What evidence is for, as far as somebody said so.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Operator">Who collects it.</param>
/// <param name="Authority">By whose order, or on what ground.</param>
/// <param name="Note">What else is to be known.</param>
internal sealed record EvidenceCase(string? CaseId, string? Operator, string? Authority = null, string? Note = null)
{
    /// <summary>What is recorded of what was not said.</summary>
    public const string NotGiven = "(not given)";

    /// <summary>Nothing was said.</summary>
    public static EvidenceCase Unknown { get; } = new(null, null);

    /// <summary>What was said alone.</summary>
    public JournalLine ToGivenLine() => new JournalLine().With("caseId", CaseId).With("operator", Operator).With("authority", Authority).With("note", Note);

    /// <summary>The members of <c>case.json</c>.</summary>
    public JournalLine ToLine() =>
        new JournalLine()
            .With("caseId", CaseId ?? NotGiven)
            .With("operator", Operator ?? NotGiven)
            .With("authority", Authority ?? NotGiven)
            .With("note", Note ?? NotGiven);
}
