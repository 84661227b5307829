using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MdeHunting.Lab.Timestamps;

/// <summary>A certificate authority of the lab's own: a root, an issuer below it, and what they issue.</summary>
public sealed class LabAuthority : IDisposable
{
    /// <summary>What a certificate for time stamps is for (RFC 3161, section 2.3).</summary>
    internal const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    // Not around today: what a test or an example stamps at a date of its own stays valid whenever it is run.
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The last year that a UTCTime can name (RFC 5280, section 4.1.2.5.1).
    private static readonly DateTimeOffset Until = new(2049, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 _issuer;

    private LabAuthority(X509Certificate2 root, X509Certificate2 issuer)
    {
        (Root, _issuer) = (root, issuer);
        Issuer = X509CertificateLoader.LoadCertificate(issuer.RawData);
        Signer = Issue("CN=Ana Kovac, O=Contoso Incident Response", null);
        Stamper = Issue("CN=MdeHunting lab time stamps", TimeStamping);
        Other = Issue("CN=A server of the lab", ServerAuthentication);
    }

    /// <summary>The root, without its key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>The issuer, without its key.</summary>
    public X509Certificate2 Issuer { get; }

    /// <summary>A person's certificate, with its key.</summary>
    public X509Certificate2 Signer { get; }

    /// <summary>The time-stamp authority's certificate, with its key.</summary>
    public X509Certificate2 Stamper { get; }

    /// <summary>A server's certificate, with its key.</summary>
    internal X509Certificate2 Other { get; }

    /// <summary>Makes one.</summary>
    public static LabAuthority Create()
    {
        using var rootKey = RSA.Create(2048);
        var rootRequest = Request($"CN=MdeHunting lab signing root {Guid.NewGuid():N}", rootKey, isAuthority: true);
        using var root = rootRequest.CreateSelfSigned(From, Until);
        var issuerKey = RSA.Create(2048);
        using var issuer = Request("CN=MdeHunting lab issuer", issuerKey, isAuthority: true).Create(root, From, Until, RandomNumberGenerator.GetBytes(16));
        return new LabAuthority(X509CertificateLoader.LoadCertificate(root.RawData), issuer.CopyWithPrivateKey(issuerKey));
    }

    /// <summary>Issues a certificate with a key.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="purpose">The one thing that it is for, as an object identifier; null for anything.</param>
    /// <param name="from">From when on it is valid; null for as long as the authority.</param>
    /// <param name="until">Until when; null for as long as the authority.</param>
    public X509Certificate2 Issue(string name, string? purpose, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        var request = Request(name, key, isAuthority: false);
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: true));
        }

        using var certificate = request.Create(_issuer, from ?? _issuer.NotBefore, until ?? _issuer.NotAfter, RandomNumberGenerator.GetBytes(16));
        using var withKey = certificate.CopyWithPrivateKey(key);

        // A key that is only in memory cannot be used by everything on Windows until it has been through a PFX.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>The signer's certificate with its key and its issuer, as PFX.</summary>
    public byte[] ExportSigner(string password) => new X509Certificate2Collection { Signer, Issuer, Root }.Export(X509ContentType.Pfx, password)!;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in new[] { Root, _issuer, Issuer, Signer, Stamper, Other })
        {
            certificate.Dispose();
        }
    }

    private static CertificateRequest Request(string name, RSA key, bool isAuthority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(isAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}
