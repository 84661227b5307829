using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Hosting;

/// <summary>The Runbook application's credentials as files, there exactly as long as the lab answers. No file that was there before is touched.</summary>
internal sealed class SecretsFolder : IDisposable
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(1);

    private readonly string _path;
    private readonly bool _isOwn;
    private readonly List<string> _written = [];

    private SecretsFolder(string path)
    {
        _path = Path.GetFullPath(path);
        _isOwn = !System.IO.Directory.Exists(_path);
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(_path);
        }
        else
        {
            System.IO.Directory.CreateDirectory(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Pfx => In("runbook.pfx");

    public string Password => In("runbook.password.txt");

    public string Pem => In("runbook.pem");

    public string Secret => In("runbook.secret.txt");

    public string FederatedToken => In("federated.token.txt");

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

    public void Dispose()
    {
        foreach (var file in _written)
        {
            File.Delete(file);
        }

        if (_isOwn && !System.IO.Directory.EnumerateFileSystemEntries(_path).Any())
        {
            System.IO.Directory.Delete(_path);
        }
    }

    private async Task WriteAsync(LabState state, CancellationToken token)
    {
        var credentials = state.CredentialsOf(LabApplications.Runbook.Id);
        var certificate = credentials.Certificate!;
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        using var key = certificate.GetRSAPrivateKey()!;

        await WriteAsync(Pfx, certificate.Export(X509ContentType.Pfx, password), token);
        await WriteAsync(Password, Encoding.ASCII.GetBytes(password), token);
        await WriteAsync(Pem, Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n"), token);
        await WriteAsync(Secret, Encoding.ASCII.GetBytes(credentials.Secrets[LabApplications.CurrentSecret]), token);
        await WriteAsync(FederatedToken, Encoding.ASCII.GetBytes(state.CreateFederatedToken(lifetime: TokenLifetime)), token);
    }

    private async Task WriteAsync(string file, ReadOnlyMemory<byte> content, CancellationToken token)
    {
        await PrivateFile.WriteAsync(file, content, overwrite: false, token);
        _written.Add(file);
    }

    private string In(string name) => Path.Combine(_path, name);
}
