using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Tokens;

/// <summary>The key that signs this lab's tokens, made when the lab starts, so that no token outlives its lab.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly RSA _rsa = RsaKeys.Create();
    private readonly X509Certificate2 _certificate;

    public SigningKey()
    {
        var now = DateTimeOffset.UtcNow;
        var request = new CertificateRequest("CN=MdeHunting lab token signing", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddYears(1));
        Id = Base64UrlEncoder.Encode(_certificate.GetCertHash(HashAlgorithmName.SHA1));
        SecurityKey = new X509SecurityKey(_certificate, Id);
        Credentials = new SigningCredentials(SecurityKey, SecurityAlgorithms.RsaSha256);
    }

    /// <summary>The thumbprint that Entra uses both as "kid" and as "x5t".</summary>
    public string Id { get; }

    public SecurityKey SecurityKey { get; }

    public SigningCredentials Credentials { get; }

    /// <summary>The key's public half as a JSON Web Key Set.</summary>
    public JsonObject Describe()
    {
        var parameters = _rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["keys"] = new JsonArray(
                new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["kid"] = Id,
                    ["x5t"] = Id,
                    ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
                    ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
                    ["x5c"] = new JsonArray(Convert.ToBase64String(_certificate.RawData)),
                }
            ),
        };
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _rsa.Dispose();
    }
}
