using System.Security.Cryptography;
using System.Text;
using MdeHunting.Lab.Timestamps;

namespace MdeHunting.Lab.Hosting;

/// <summary>
/// A person's certificate and the root to trust as files, and a time-stamp authority below the same root: there exactly as long as the lab answers.
/// </summary>
internal sealed class SigningFolder : IAsyncDisposable
{
    private readonly ServedFolder _folder;
    private readonly LabAuthority _authority = LabAuthority.Create();
    private LabTimestampServer? _server;

    private SigningFolder(string path) => _folder = new ServedFolder(path);

    public string Pfx => _folder.In("signer.pfx");

    public string Password => _folder.In("signer.password.txt");

    public string Root => _folder.In("root.pem");

    public Uri TimestampServer => _server!.Address;

    /// <exception cref="IOException">A file cannot be written, or one of that name is there.</exception>
    public static async Task<SigningFolder> CreateAsync(string path, TimeProvider clock, CancellationToken token)
    {
        var folder = new SigningFolder(path);
        try
        {
            await folder.WriteAsync(token);
            folder._server = await LabTimestampServer.StartAsync(folder._authority, clock, token);
            return folder;
        }
        catch
        {
            await folder.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _authority.Dispose();
    }

    private async Task WriteAsync(CancellationToken token)
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await _folder.WriteAsync(Pfx, _authority.ExportSigner(password), token);
        await _folder.WriteAsync(Password, Encoding.ASCII.GetBytes(password), token);
        await _folder.WriteAsync(Root, Encoding.ASCII.GetBytes(_authority.Root.ExportCertificatePem()), token);
    }
}
