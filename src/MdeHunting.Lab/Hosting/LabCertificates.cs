using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Hosting;

/// <summary>A root certificate of the lab's own and the server certificate under it. The root's key is forgotten at once.</summary>
internal sealed class LabCertificates : IDisposable
{
    private LabCertificates(X509Certificate2 root, X509Certificate2 server)
    {
        Root = root;
        Server = server;
    }

    /// <summary>The root, without its private key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>The server's certificate, with its private key.</summary>
    public X509Certificate2 Server { get; }

    // By the machine's clock whatever the lab's own says: the client's TLS goes by the former.
    /// <param name="usesRsa">With keys that every client can read, which take longer to make.</param>
    public static LabCertificates Create(bool usesRsa)
    {
        var notBefore = DateTimeOffset.UtcNow.AddHours(-1);
        var notAfter = notBefore.AddDays(7);
        using var rootKey = NewKey(usesRsa);
        var rootRequest = Request($"CN=MdeHunting lab root {Guid.NewGuid():N}", rootKey);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        using var root = rootRequest.CreateSelfSigned(notBefore, notAfter);
        return new(X509CertificateLoader.LoadCertificate(root.RawData), CreateServer(root, usesRsa, notBefore, notAfter));
    }

    public void Dispose()
    {
        Root.Dispose();
        Server.Dispose();
    }

    private static X509Certificate2 CreateServer(X509Certificate2 root, bool usesRsa, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        using var key = NewKey(usesRsa);
        var request = Request("CN=localhost", key);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(
                usesRsa ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.DigitalSignature,
                true
            )
        );
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        using var certificate = request.Create(root, notBefore, notAfter, RandomNumberGenerator.GetBytes(16));
        var withKey = key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key);
        if (OperatingSystem.IsLinux())
        {
            return withKey;
        }

        // Windows' TLS cannot use a key that is only in memory until it has been through a PFX, which takes longer than all else here.
        using (withKey)
        {
            return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
        }
    }

    private static AsymmetricAlgorithm NewKey(bool usesRsa) => usesRsa ? RsaKeys.Create() : ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CertificateRequest Request(string name, AsymmetricAlgorithm key) =>
        key is RSA rsa
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
}
