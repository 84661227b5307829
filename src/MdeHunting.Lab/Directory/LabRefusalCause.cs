namespace MdeHunting.Lab.Directory;

/// <summary>What happens between a sign-in that succeeds and the refusal of its refresh token.</summary>
public enum LabRefusalCause
{
    /// <summary>Nothing: the request itself is refused.</summary>
    Request,

    /// <summary>The account comes under a policy: <see cref="Faults.LabFaults.Apply"/>.</summary>
    PolicyApplied,

    /// <summary>The account's sessions are ended: <see cref="Hosting.LabState.RevokeSessions"/>.</summary>
    SessionsRevoked,

    /// <summary>Ninety days pass by the lab's clock.</summary>
    Inactivity,
}
