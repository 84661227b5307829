using System.Security.Cryptography.X509Certificates;

namespace MdeHunting.Lab.Directory;

/// <summary>An application as one tenant has it: registered, or installed from elsewhere, with what its administrator consented to.</summary>
/// <param name="Id">The application (client) id.</param>
/// <param name="Name">What a person reads on the consent page.</param>
/// <param name="IsPublicClient">Whether "Allow public client flows" is on; device code needs it.</param>
/// <param name="ConsentedScopes">The delegated permissions with their resource, such as https://graph.microsoft.com/ThreatHunting.Read.All.</param>
public sealed record LabApplication(Guid Id, string Name, bool IsPublicClient, IReadOnlyList<string> ConsentedScopes)
{
    /// <summary>
    /// The addresses that a sign-in may be answered at. The port of one on localhost does not matter, its path does.
    /// https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions
    /// </summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>The delegated permissions that its registration lists, with their resource: what the link without a scope asks consent for.</summary>
    public IReadOnlyList<string> RequiredScopes { get; init; } = [];

    /// <summary>The application permissions that its registration lists.</summary>
    public IReadOnlyList<string> RequiredRoles { get; init; } = [];

    /// <summary>Whether it was registered while the lab ran and has no service principal yet, without which nobody can sign in with it.</summary>
    internal bool IsWithoutPrincipal { get; init; }

    /// <summary>A certificate that was registered with it while the lab ran; null where there is none.</summary>
    internal X509Certificate2? RegisteredCertificate { get; init; }

    /// <summary>The application permissions with their resource, such as https://graph.microsoft.com/ThreatHunting.Read.All.</summary>
    public IReadOnlyList<string> ConsentedRoles { get; init; } = [];

    /// <summary>The secrets that it has.</summary>
    public IReadOnlyList<LabSecret> Secrets { get; init; } = [];

    /// <summary>Whether it has a certificate, which is made when the lab starts.</summary>
    public bool HasCertificate { get; init; }

    /// <summary>Whose tokens stand for it.</summary>
    public IReadOnlyList<LabFederatedCredential> FederatedCredentials { get; init; } = [];

    internal IReadOnlyList<string> RolesOn(LabResource resource)
    {
        var prefix = $"{resource.Identifier}/";
        return [.. ConsentedRoles.Where(role => role.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(role => role[prefix.Length..])];
    }

    internal bool HasConsentTo(LabResource resource, string scope) =>
        ConsentedScopes.Contains($"{resource.Identifier}/{scope}", StringComparer.OrdinalIgnoreCase);

    internal bool HasRedirectUri(string asked) =>
        Uri.TryCreate(asked, UriKind.Absolute, out var uri)
        && uri.Fragment.Length == 0
        && uri.UserInfo.Length == 0
        && RedirectUris.Any(registered => Matches(new Uri(registered), uri));

    private static bool Matches(Uri registered, Uri asked) =>
        registered.IsLoopback && registered.Scheme == Uri.UriSchemeHttp
            ? (registered.Scheme, registered.Host, registered.PathAndQuery) == (asked.Scheme, asked.Host, asked.PathAndQuery)
            : registered.AbsoluteUri == asked.AbsoluteUri;
}

/// <summary>A client secret that an application is to have; its value is made up when the lab starts.</summary>
/// <param name="Name">What a test asks for it by.</param>
/// <param name="Lifetime">How long after the lab's start it expires; negative where it has expired already.</param>
public sealed record LabSecret(string Name, TimeSpan Lifetime);
