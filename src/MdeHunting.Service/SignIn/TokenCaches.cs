using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using MdeHunting.Contract;
using MdeHunting.Service.Services;
using MdeHunting.Text;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensions.Msal;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Where the accounts of users are kept. In this process, they are shared by its connections, so that connecting again, to another API say, does not ask the
/// person again; a connection of another runspace finds the account, and never the connection. Each environment has accounts of its own: one that is described
/// by a file finds none of another's, whatever it is called and wherever it signs in. Between processes, they lie in a cache that the system encrypts: DPAPI on
/// Windows, Keychain on macOS, the Secret Service on Linux. Two processes may use it at once; the library locks it and merges what they write
/// (https://learn.microsoft.com/entra/msal/dotnet/how-to/token-cache-serialization).
/// </summary>
/// <param name="folder">Where persisted accounts lie.</param>
internal sealed class TokenCaches(string folder)
{
    // A hundred accounts have less than one.
    private const long LargestFile = 16 * 1024 * 1024;
    private const string KeyringSchema = "io.mdehunting.accounts";

    private readonly ConcurrentDictionary<(string Environment, string Authority, Guid ClientId), SharedMemory> _memory = new();

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
    /// <returns>Gives a cache that place.</returns>
    public async Task<Action<ITokenCache>> OpenAsync(SignInContext context, CachePersistence persistence, ISignInPrompt prompt)
    {
        if (persistence is not CachePersistence.Memory)
        {
            if (!await TrySecureAsync(prompt).ConfigureAwait(false))
            {
                persistence = CachePersistence.Memory;
            }
        }

        if (persistence is not CachePersistence.Memory)
        {
            if (HasKeyring && await TryOpenAsync(Encrypted(context.Environment)).ConfigureAwait(false) is { } encrypted)
            {
                return encrypted;
            }

            var plain = new StorageCreationPropertiesBuilder($"{Name(context.Environment)}.plain.cache", folder).WithUnprotectedFile().Build();
            if (persistence is CachePersistence.EncryptedOrPlain && await TryOpenAsync(plain).ConfigureAwait(false) is { } file)
            {
                await prompt
                    .WarnAsync($"The accounts are kept in a file that is not encrypted: {plain.CacheFilePath}. Whoever can read it can hunt as you.")
                    .ConfigureAwait(false);
                return file;
            }

            await prompt
                .WarnAsync(
                    "The accounts stay in memory: there is no encrypted place for them here. On Linux, install libsecret (Debian, Ubuntu: libsecret-1-0) "
                        + "and a keyring such as "
                        + "gnome-keyring, unlocked in this session; or add -AllowUnencryptedCache to keep them in a plain file of your own."
                )
                .ConfigureAwait(false);
        }

        return _memory.GetOrAdd((context.Environment.Id, context.Authority, context.ClientId!.Value), _ => new SharedMemory()).Attach;
    }

    private async Task<bool> TrySecureAsync(ISignInPrompt prompt)
    {
        try
        {
            if (new AccountFolder(folder).Secure() is { } changed)
            {
                await prompt.WarnAsync(changed).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await prompt
                .WarnAsync(
                    Sentence.Join(
                        $"The accounts stay in memory, since the folder '{folder}' cannot be made yours alone: {e.Message}",
                        "Move it away, and it is made anew."
                    )
                )
                .ConfigureAwait(false);
            return false;
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

    private static async Task<Action<ITokenCache>?> TryOpenAsync(StorageCreationProperties place)
    {
        var file = new FileInfo(place.CacheFilePath);
        if (Directory.Exists(place.CacheFilePath) || (file.Exists && file.Length > LargestFile))
        {
            throw GuardedCache.Unusable(
                place.CacheFilePath,
                file.Exists ? string.Format(CultureInfo.InvariantCulture, "have {0:N0} bytes, more than accounts can have", file.Length) : "are a folder",
                "Remove it, or leave -Persist out."
            );
        }

        try
        {
            var helper = await MsalCacheHelper.CreateAsync(place).ConfigureAwait(false);
            helper.VerifyPersistence();
            return cache => helper.RegisterCache(new GuardedCache(cache, place.CacheFilePath));
        }
        catch (MsalCachePersistenceException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw GuardedCache.Unusable(
                place.CacheFilePath,
                $"cannot be reached: {e.Message.TrimEnd('.')}",
                "Check that you may write there, and that no other process holds them; or leave -Persist out."
            );
        }
    }

    // Each connection has its own MSAL, and so its own proxy and trust; what they share is this.
    private sealed class SharedMemory
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private byte[]? _content;

        // MSAL calls the one before and the other after each use, whatever happens between.
        public void Attach(ITokenCache cache)
        {
            cache.SetBeforeAccessAsync(async access =>
            {
                await _gate.WaitAsync().ConfigureAwait(false);
                access.TokenCache.DeserializeMsalV3(_content, shouldClearExistingCache: true);
            });
            cache.SetAfterAccessAsync(access =>
            {
                if (access.HasStateChanged)
                {
                    _content = access.TokenCache.SerializeMsalV3();
                }

                _gate.Release();
                return Task.CompletedTask;
            });
        }
    }
}
