namespace MdeHunting.Lab.Identity;

/// <summary>An application as one tenant has it: registered, or installed from elsewhere, with what its administrator consented to.</summary>
/// <param name="Id">The application (client) id.</param>
/// <param name="Name">What a person reads on the consent page.</param>
/// <param name="IsPublicClient">Whether "Allow public client flows" is on; device code needs it.</param>
/// <param name="ConsentedScopes">The delegated permissions with their resource, such as https://graph.microsoft.com/ThreatHunting.Read.All.</param>
public sealed record LabApplication(Guid Id, string Name, bool IsPublicClient, IReadOnlyList<string> ConsentedScopes)
{
    internal bool HasConsentTo(LabResource resource, string scope) =>
        ConsentedScopes.Contains($"{resource.Identifier}/{scope}", StringComparer.OrdinalIgnoreCase);
}
