using Microsoft.Identity.Client.Extensions.Msal;

namespace MdeHunting.Service.SignIn;

/// <summary>Accounts in the place that the system encrypts: a file by DPAPI on Windows, Keychain, the Secret Service.</summary>
/// <param name="storage">The place, as MSAL's cache package uses it.</param>
/// <param name="path">Its file; of a keyring, one without content that marks the latest change.</param>
internal sealed class EncryptedAccounts(Storage storage, string path) : IAccountStore
{
    /// <inheritdoc/>
    public string Place => path;

    /// <inheritdoc/>
    public byte[] Read()
    {
        AccountFile.Require(path);
        return storage.ReadData();
    }

    /// <inheritdoc/>
    public void Write(byte[] content) => storage.WriteData(content);

    /// <inheritdoc/>
    public string? SetAside()
    {
        if (new FileInfo(path) is { Exists: true, Length: > 0 })
        {
            return AccountFile.SetAside(path);
        }

        storage.Clear(ignoreExceptions: true);
        return null;
    }
}
