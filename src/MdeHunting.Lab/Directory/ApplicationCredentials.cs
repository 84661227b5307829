using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Directory;

/// <summary>
/// The secrets and certificates of a lab's applications, made when they are first asked for; an application has the same ones in every tenant.
/// </summary>
internal sealed class ApplicationCredentials : IDisposable
{
    private readonly DateTimeOffset _start;
    private readonly IReadOnlyDictionary<Guid, Lazy<LabApplicationCredentials>> _byApplication;

    public ApplicationCredentials(IReadOnlyList<LabTenant> tenants, DateTimeOffset now)
    {
        _start = now;
        _byApplication = tenants
            .SelectMany(tenant => tenant.Applications)
            .DistinctBy(application => application.Id)
            .ToDictionary(application => application.Id, application => new Lazy<LabApplicationCredentials>(() => Create(application)));
    }

    public LabApplicationCredentials Of(Guid application) => _byApplication[application].Value;

    /// <summary>The same; empty for one that was registered while the lab ran.</summary>
    public LabApplicationCredentials Find(Guid application) =>
        _byApplication.TryGetValue(application, out var known) ? known.Value : new LabApplicationCredentials(new Dictionary<string, string>(), null);

    /// <summary>When the secret expires, or null where the application has no such secret.</summary>
    public DateTimeOffset? FindSecret(LabApplication application, string value)
    {
        var known = Find(application.Id).Secrets;
        return application.Secrets.FirstOrDefault(secret => known.GetValueOrDefault(secret.Name) == value) is { } secret ? _start + secret.Lifetime : null;
    }

    public void Dispose()
    {
        foreach (var made in _byApplication.Values.Where(one => one.IsValueCreated))
        {
            made.Value.Certificate?.Dispose();
        }
    }

    private static LabApplicationCredentials Create(LabApplication application) =>
        new(application.Secrets.ToDictionary(secret => secret.Name, _ => CreateSecret()), application.HasCertificate ? CreateCertificate(application) : null);

    // Three characters, "8Q~", the rest: the shape by which Entra's secrets are known.
    private static string CreateSecret()
    {
        var text = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(28));
        return $"{text[..3]}8Q~{text[3..37]}";
    }

    // By the machine's clock whatever the lab's own says: clients look at the certificate too.
    private static X509Certificate2 CreateCertificate(LabApplication application)
    {
        using var key = RsaKeys.Create();
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(application.Name);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(7));
    }
}

/// <summary>What an application proves itself with in one run of the lab. The certificate is the lab's to dispose of.</summary>
/// <param name="Secrets">The secrets' values by their names.</param>
/// <param name="Certificate">The registered certificate with its private key, or null where the application has none.</param>
public sealed record LabApplicationCredentials(IReadOnlyDictionary<string, string> Secrets, X509Certificate2? Certificate);
