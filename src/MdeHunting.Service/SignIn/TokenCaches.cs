using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;
using Microsoft.Identity.Client.Extensions.Msal;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Where the accounts of users are kept. In this process, they are shared by its connections, so that connecting again, to another API say, does not ask the
/// person again; a connection of another runspace finds the account, and never the connection. Each environment has accounts of its own: one that is described
/// by a file finds none of another's, whatever it is called and wherever it signs in. Between processes, they lie in a cache that the system encrypts: DPAPI on
/// Windows, Keychain on macOS, the Secret Service on Linux. Two processes may use it at once; each use has a lock, reads first and
/// writes what it changed (https://learn.microsoft.com/entra/msal/dotnet/how-to/token-cache-serialization).
/// </summary>
/// <param name="folder">Where persisted accounts lie.</param>
internal sealed class TokenCaches(string folder)
{
    private const string KeyringSchema = "io.mdehunting.accounts";

    private readonly ConcurrentDictionary<(string Environment, string Authority, Guid ClientId), AccountMemory> _memory = new();

    // Without a session's bus there is no keyring, and libdbus would start one: dbus-launch, by whatever PATH says, relative entries too
    // (https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-types-login).
    private static bool HasKeyring =>
        !RuntimeInformation.IsOSPlatform(OSPlatform.Linux)
        || (
            Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS") is { Length: > 0 } address
                ? address.IndexOf("autolaunch:", StringComparison.Ordinal) < 0
                : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { } folder && SearchPath.IsFull(folder) && File.Exists(Path.Combine(folder, "bus"))
        );

    /// <summary>Finds the place for caches of MSAL's, and tells the person what they have to know of it, each time.</summary>
    public async Task<AccountCache> OpenAsync(SignInContext context, CachePersistence persistence, ISignInPrompt prompt, CancellationToken token)
    {
        var memory = _memory.GetOrAdd((context.Environment.Id, context.Authority, context.ClientId!.Value), _ => new AccountMemory());
        var store =
            persistence is CachePersistence.Memory
                ? null
                : await FindAsync(context, persistence is CachePersistence.EncryptedOrPlain, prompt, token).ConfigureAwait(false);
        return new AccountCache(memory, store, context.Clock);
    }

    private async Task<IAccountStore?> FindAsync(SignInContext context, bool mayBePlain, ISignInPrompt prompt, CancellationToken token)
    {
        try
        {
            if (new AccountFolder(folder).Secure() is { } changed)
            {
                await prompt.WarnAsync(changed).ConfigureAwait(false);
            }

            if (HasKeyring && await EncryptedAsync(context, token).ConfigureAwait(false) is { } encrypted)
            {
                return encrypted;
            }

            if (mayBePlain)
            {
                var plain = new PlainAccounts(Path.Combine(folder, $"{Name(context.Environment)}{PlainAccounts.Suffix}"));
                using (await AccountLock.TakeAsync(plain.Place, context.Clock, token).ConfigureAwait(false))
                {
                    plain.Verify();
                }

                await prompt
                    .WarnAsync($"The accounts are kept in a file that isn't encrypted: {plain.Place}. Anyone who can read it can hunt as you.")
                    .ConfigureAwait(false);
                return plain;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await prompt.WarnAsync(AccountCache.Trouble(folder, e)).ConfigureAwait(false);
            return null;
        }

        await prompt
            .WarnAsync(
                "The accounts are kept in memory only: encrypted storage isn't available here. On Linux, install libsecret (Debian, Ubuntu: libsecret-1-0) "
                    + "and a keyring such as "
                    + "gnome-keyring, unlocked in this session; or add -AllowUnencryptedCache to keep them in a plain file of your own."
            )
            .ConfigureAwait(false);
        return null;
    }

    // Null where the system has none. Two processes that try it at once would each take away what the other has written to try.
    private async Task<IAccountStore?> EncryptedAsync(SignInContext context, CancellationToken token)
    {
        var place = Encrypted(context.Environment);
        try
        {
            using (await AccountLock.TakeAsync(place.CacheFilePath, context.Clock, token).ConfigureAwait(false))
            {
                var storage = Storage.Create(place);
                storage.VerifyPersistence();
                return new EncryptedAccounts(storage, place.CacheFilePath);
            }
        }
        catch (MsalCachePersistenceException e)
        {
            return NetworkFailure.Chain(e).FirstOrDefault(cause => cause is IOException or UnauthorizedAccessException) is { } disk
                ? throw new IOException(disk.Message, disk)
                : null;
        }
    }

    private StorageCreationProperties Encrypted(CloudEnvironment environment) =>
        new StorageCreationPropertiesBuilder($"{Name(environment)}.cache", folder)
            .WithMacKeyChain("MdeHunting", Name(environment))
            .WithLinuxKeyring(
                KeyringSchema,
                MsalCacheHelper.LinuxKeyRingDefaultCollection,
                "Accounts of MdeHunting",
                new KeyValuePair<string, string>("application", "MdeHunting"),
                environment.Cloud is MdeCloud.Public
                    ? new KeyValuePair<string, string>("version", "1")
                    : new KeyValuePair<string, string>("environment", environment.Id)
            )
            .Build();

    private static string Name(CloudEnvironment environment) => environment.Cloud is MdeCloud.Public ? "accounts" : $"accounts.{environment.Id}";
}
