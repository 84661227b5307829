using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Hosting;

/// <summary>The Runbook application's credentials as files, there exactly as long as the lab answers.</summary>
internal sealed class SecretsFolder : IDisposable
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(1);

    private readonly ServedFolder _folder;

    private SecretsFolder(string path) => _folder = new ServedFolder(path);

    public string Pfx => _folder.In("runbook.pfx");

    public string Password => _folder.In("runbook.password.txt");

    public string Pem => _folder.In("runbook.pem");

    public string Secret => _folder.In("runbook.secret.txt");

    public string FederatedToken => _folder.In("federated.token.txt");

    /// <exception cref="IOException">A file cannot be written, or one of that name is there.</exception>
    public static async Task<SecretsFolder> CreateAsync(string path, LabState state, CancellationToken token)
    {
        var folder = new SecretsFolder(path);
        try
        {
            await folder.WriteAsync(state, token);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task WriteAsync(LabState state, CancellationToken token)
    {
        var credentials = state.CredentialsOf(LabApplications.Runbook.Id);
        var certificate = credentials.Certificate!;
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        using var key = certificate.GetRSAPrivateKey()!;

        await _folder.WriteAsync(Pfx, certificate.Export(X509ContentType.Pfx, password), token);
        await _folder.WriteAsync(Password, Encoding.ASCII.GetBytes(password), token);
        await _folder.WriteAsync(Pem, Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n"), token);
        await _folder.WriteAsync(Secret, Encoding.ASCII.GetBytes(credentials.Secrets[LabApplications.CurrentSecret]), token);
        await _folder.WriteAsync(FederatedToken, Encoding.ASCII.GetBytes(state.CreateFederatedToken(lifetime: TokenLifetime)), token);
    }
}
