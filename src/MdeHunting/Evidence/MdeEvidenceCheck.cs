using MdeHunting.Text;

namespace MdeHunting;

/// <summary>One check of a bag of evidence.</summary>
public sealed class MdeEvidenceCheck : MdeOutput
{
    internal MdeEvidenceCheck(string name, string meaning, IReadOnlyList<string> faults, string? detail = null)
    {
        Name = name;
        Meaning = meaning;
        Outcome = faults.Count == 0 ? MdeEvidenceCheckResult.Passed : MdeEvidenceCheckResult.Failed;
        Faults = [.. faults.Select(TerminalSafeText.Line)];
        Detail = detail is null ? Faults[0] : TerminalSafeText.Line(detail);
    }

    private MdeEvidenceCheck(string name, string meaning, string detail)
        : this(name, meaning, [], detail)
    {
        Outcome = MdeEvidenceCheckResult.Absent;
    }

    /// <summary>The check's name.</summary>
    public string Name { get; }

    /// <summary>What came of it: Passed, Failed, Absent, or Warning, the names of <see cref="MdeEvidenceCheckResult"/>.</summary>
    public string Result => Outcome.ToString();

    /// <summary>Whether there was something to check, and it is as it should be.</summary>
    public bool Passed => Outcome == MdeEvidenceCheckResult.Passed;

    /// <summary>What the check proves, in plain words.</summary>
    public string Meaning { get; }

    /// <summary>What is wrong, first of all; or what is to be known where nothing is.</summary>
    public string Detail { get; }

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<string> Faults { get; }

    internal MdeEvidenceCheckResult Outcome { get; private init; }

    /// <summary>Whether it's about whom this machine trusts, and not about the bag.</summary>
    internal bool IsOfTrust { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Result}";

    /// <summary>A check of what the bag doesn't have, and doesn't have to have.</summary>
    internal static MdeEvidenceCheck OfNothing(string name, string meaning, string detail) => new(name, meaning, detail);

    /// <summary>A check that found what a person has to judge.</summary>
    internal static MdeEvidenceCheck OfDoubt(string name, string meaning, IReadOnlyList<string> doubts) =>
        new(name, meaning, doubts) { Outcome = MdeEvidenceCheckResult.Warning };
}

/// <summary>What came of a check of a bag of evidence.</summary>
public enum MdeEvidenceCheckResult
{
    /// <summary>It is as it should be.</summary>
    Passed,

    /// <summary>Something is wrong, and the bag isn't valid.</summary>
    Failed,

    /// <summary>The bag doesn't have what is checked, such as a signature, and doesn't have to have it.</summary>
    Absent,

    /// <summary>Something is unusual, such as a clock that was set back, and a person has to judge it. The bag can be valid all the same.</summary>
    Warning,
}
