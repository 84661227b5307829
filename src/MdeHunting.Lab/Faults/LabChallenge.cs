using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Faults;

/// <summary>
/// A claims challenge that a test forces: the next hunting query through Graph with a token that says "cp1" is answered by it, and so is that token ever after.
/// https://learn.microsoft.com/entra/identity-platform/claims-challenge
/// </summary>
public sealed record LabChallenge
{
    /// <summary>What the refresh token is refused with when it comes with the claims, until a person signs in; null where it is enough.</summary>
    public LabPolicy? RefreshRefusal { get; init; }

    /// <summary>Whether the header holds two challenges: PoP, then Bearer.</summary>
    public bool NamesAnotherScheme { get; init; }
}
