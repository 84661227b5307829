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

    [Theory]
    [InlineData(-20, -10)]
    [InlineData(10, 20)]
    public void One_that_is_good_but_for_the_time_says_so(int fromHours, int untilHours)
    {
        using var certificate = Make([Server], fromHours, untilHours);

        var untimely = Assert.Throws<CertificateTimeException>(() =>
            new LoopbackRootTrust(_root, ["localhost"]).Accepts("localhost", certificate, SslPolicyErrors.RemoteCertificateChainErrors)
        );

        var told = NetworkFailure.Of(new HttpRequestException("TLS", untimely), "the identity service at login.example", "sign-in", "Proxy.");
        Assert.Equal(NetworkFault.Certificate, told.Fault);
        Assert.Contains("not now by this machine's clock", told.What);
        Assert.Contains("clock", told.NextStep);
        Assert.False(told.Passes);
    }

    [Fact]
    public void One_with_another_fault_besides_is_not_trusted_and_no_more()
    {
        using var certificate = Make([Client], 10, 20);

        Assert.False(new LoopbackRootTrust(_root, ["localhost"]).Accepts("localhost", certificate, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    private X509Certificate2 Make(string[] usages, int fromHours = -1, int untilHours = 1)
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

        return request.Create(_root, DateTimeOffset.UtcNow.AddHours(fromHours), DateTimeOffset.UtcNow.AddHours(untilHours), [1, 2, 3]);
    }
}
