namespace MdeHunting.Lab.Directory;

/// <summary>One refusal that can be rehearsed: what to ask for, as whom, and what comes of it.</summary>
/// <param name="Code">The AADSTS number.</param>
/// <param name="Error">The "error", of the token endpoint or of the redirect; null where a page tells the person, and the application hears nothing.</param>
/// <param name="Flow">The way that is refused.</param>
public sealed record LabRefusal(int Code, string? Error, LabFlows Flow)
{
    /// <summary>The tenant to ask.</summary>
    public string Tenant { get; init; } = "contoso.example";

    /// <summary>The application to ask as.</summary>
    public Guid ClientId { get; init; } = LabApplications.Hunting.Id;

    /// <summary>The account to sign in with.</summary>
    public string Account { get; init; } = LabAccounts.Responder.UserPrincipalName;

    /// <summary>The scope to ask for.</summary>
    public string Scope { get; init; } = "https://graph.microsoft.com/.default";

    /// <summary>The address to be answered at.</summary>
    public string RedirectUri { get; init; } = "http://localhost";

    /// <summary>The name of the application's secret to use; one that it does not have stands for a wrong one.</summary>
    public string Secret { get; init; } = LabApplications.CurrentSecret;

    /// <summary>The "suberror", or "error_subcode" of a redirect.</summary>
    public string? SubError { get; init; }

    /// <summary>Whether "claims" come with it.</summary>
    public bool HasClaims { get; init; }

    /// <summary>What makes a refresh token fail that was good.</summary>
    public LabRefusalCause Cause { get; init; }

    /// <summary>The policy of <see cref="LabRefusalCause.PolicyApplied"/>.</summary>
    public LabPolicy? Policy { get; init; }
}

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
