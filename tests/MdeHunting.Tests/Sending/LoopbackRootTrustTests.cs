using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sending;

public sealed class LoopbackRootTrustTests : IDisposable
{
    private const string Server = "1.3.6.1.5.5.7.3.1";
    private const string Client = "1.3.6.1.5.5.7.3.2";
    private const string Signing = "1.3.6.1.5.5.7.3.3";

    private readonly RSA _key = TestKeys.Next();
    private readonly X509Certificate2 _root;

    public LoopbackRootTrustTests()
    {
        var request = new CertificateRequest("CN=A root", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData(true, Server)]
    [InlineData(true, Server, Client)]
    [InlineData(true)]
    [InlineData(false, Client)]
    [InlineData(false, Client, Signing)]
    public void A_certificate_of_the_root_is_good_for_what_it_is_for(bool isGood, params string[] usages)
    {
        using var certificate = Make(usages);

        Assert.Equal(isGood, new LoopbackRootTrust(_root, ["localhost"]).Accepts("localhost", certificate, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    private X509Certificate2 Make(string[] usages)
    {
        using var key = TestKeys.Next();
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (usages.Length > 0)
        {
            var purposes = new OidCollection();
            foreach (var usage in usages)
            {
                purposes.Add(new Oid(usage));
            }

            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, false));
        }

        return request.Create(_root, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3]);
    }
}
