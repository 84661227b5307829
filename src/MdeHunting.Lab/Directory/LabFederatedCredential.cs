namespace MdeHunting.Lab.Directory;

/// <summary>
/// Whose tokens, from the lab's own external issuer, stand for an application.
/// https://learn.microsoft.com/entra/workload-id/workload-identity-federation
/// </summary>
/// <param name="Subject">The token's "sub", such as repo:contoso/hunting:environment:production.</param>
public sealed record LabFederatedCredential(string Subject)
{
    /// <summary>The audience that Microsoft recommends, and the one that its tools ask for.</summary>
    public const string DefaultAudience = "api://AzureADTokenExchange";

    /// <summary>The token's "aud".</summary>
    public string Audience { get; init; } = DefaultAudience;
}
