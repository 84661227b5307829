using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace MdeHunting.Contract;

/// <summary>A way to sign in, with what it needs.</summary>
/// <param name="Method">Which way it is.</param>
internal abstract record SignInChoice(SignInMethod Method);

/// <summary>A person signs in.</summary>
/// <param name="Method">In a browser here, or with a device code.</param>
/// <param name="Username">The account to prefer; null where any will do.</param>
/// <param name="MayPrompt">Whether the person may be asked; otherwise only an account in the cache can sign in.</param>
/// <param name="Persistence">Where the accounts are kept.</param>
internal sealed record UserChoice(SignInMethod Method, string? Username, bool MayPrompt, CachePersistence Persistence) : SignInChoice(Method);

/// <summary>A certificate that the caller has.</summary>
internal sealed record CertificateChoice(X509Certificate2 Certificate) : SignInChoice(SignInMethod.Certificate);

/// <summary>A certificate in the stores of the user or the machine.</summary>
internal sealed record CertificateThumbprintChoice(string Thumbprint) : SignInChoice(SignInMethod.Certificate);

/// <summary>A certificate in a file, PFX or PEM.</summary>
internal sealed record CertificateFileChoice(string Path, SecureString? Password) : SignInChoice(SignInMethod.Certificate);

/// <summary>A client secret.</summary>
internal sealed record ClientSecretChoice(SecureString Secret) : SignInChoice(SignInMethod.ClientSecret);

/// <summary>The host's managed identity; the request's client id names a user-assigned one.</summary>
internal sealed record ManagedIdentityChoice() : SignInChoice(SignInMethod.ManagedIdentity);

/// <summary>A token of another issuer, by itself or in a file that its issuer renews; neither for what the process's environment names.</summary>
internal sealed record FederationChoice(SecureString? Token, string? File) : SignInChoice(SignInMethod.Federation);

/// <summary>What is asked for a token whenever one is needed.</summary>
internal sealed record TokenProviderChoice(ITokenProvider Provider) : SignInChoice(SignInMethod.TokenProvider);

/// <summary>An access token from elsewhere.</summary>
internal sealed record AccessTokenChoice(SecureString Token) : SignInChoice(SignInMethod.AccessToken);
