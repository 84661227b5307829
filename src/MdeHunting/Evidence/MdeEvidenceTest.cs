namespace MdeHunting;

/// <summary>What the checks of a bag of evidence found.</summary>
public sealed class MdeEvidenceTest : MdeOutput
{
    internal MdeEvidenceTest(string path, bool isSealed, IReadOnlyList<MdeEvidenceCheck> checks)
    {
        Path = path;
        IsSealed = isSealed;
        Checks = checks;
    }

    /// <summary>The bag's folder.</summary>
    public string Path { get; }

    /// <summary>Whether no check failed. An open bag can be valid too, as far as its log says.</summary>
    public bool IsValid => Checks.All(check => check.Outcome != MdeEvidenceCheckResult.Failed);

    /// <summary>Whether the bag is sealed.</summary>
    public bool IsSealed { get; }

    /// <summary>The checks, in their order.</summary>
    public IReadOnlyList<MdeEvidenceCheck> Checks { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {(IsValid ? "valid" : "not valid")}";
}
