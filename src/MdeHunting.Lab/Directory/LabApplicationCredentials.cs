using System.Security.Cryptography.X509Certificates;

namespace MdeHunting.Lab.Directory;

/// <summary>What an application proves itself with in one run of the lab. The certificate is the lab's to dispose of.</summary>
/// <param name="Secrets">The secrets' values by their names.</param>
/// <param name="Certificate">The registered certificate with its private key, or null where the application has none.</param>
public sealed record LabApplicationCredentials(IReadOnlyDictionary<string, string> Secrets, X509Certificate2? Certificate);
