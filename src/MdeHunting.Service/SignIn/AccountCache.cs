using System.Security.Cryptography;
using MdeHunting.Contract;
using MdeHunting.Text;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// The accounts of one connection, where MSAL looks for them: in a place between processes while that can be read and written, from then on in memory. The
/// disk's trouble is told once and ends no sign-in; what is damaged there is set aside, not used and not lost.
/// </summary>
/// <param name="memory">What the connections of this process share.</param>
/// <param name="store">The place between processes; null for none.</param>
/// <param name="clock">The time.</param>
internal sealed class AccountCache(AccountMemory memory, IAccountStore? store, TimeProvider clock)
{
    private IAccountStore? _store = store;
    private IDisposable? _lock;
    private (string Place, Exception Cause)? _trouble;

    /// <summary>What happened to the place, for the next who listens.</summary>
    public LateMessages Messages { get; } = new();

    /// <summary>What the person is told of a place that does not work.</summary>
    public static string Trouble(string place, Exception e) =>
        Sentence.Join(
            $"The accounts are kept in memory only, because they can't be saved in '{place}': {e.Message}",
            "Free up space on its disk, make sure that you can write there, or move it away, and connect again. Until then, each process prompts you to sign in."
        );

    /// <summary>Has a cache of MSAL's keep its accounts here.</summary>
    public void Attach(ITokenCache cache)
    {
        // MSAL calls the one before and the other after each use, whatever happens between.
        var isHeld = false;
        cache.SetBeforeAccessAsync(async access =>
        {
            await memory.Gate.WaitAsync(access.CancellationToken).ConfigureAwait(false);
            isHeld = true;
            await ReadAsync(access.TokenCache, access.CancellationToken).ConfigureAwait(false);
        });
        cache.SetAfterAccessAsync(async access =>
        {
            if (isHeld)
            {
                isHeld = false;
                await LeaveAsync(access).ConfigureAwait(false);
            }
        });
    }

    /// <summary>Requires that an account that was taken out is so for the next process too.</summary>
    /// <exception cref="SignInException">It is kept still.</exception>
    public void RequireForgotten()
    {
        if (_trouble is var (place, cause))
        {
            throw new SignInException(
                SignInFailure.AccountCacheUnusable,
                $"The account might still be in '{place}', which can't be changed: {cause.Message}",
                "Remove it there. Or, when it can be changed again, connect with -Persist and run Disconnect-MdeTenant -ForgetAccount.",
                CauseException.WithoutWords(cause)
            )
            {
                Target = place,
            };
        }
    }

    private async Task ReadAsync(ITokenCacheSerializer cache, CancellationToken token)
    {
        if (_store is not { } kept)
        {
            cache.DeserializeMsalV3(memory.Content, shouldClearExistingCache: true);
            return;
        }

        try
        {
            _lock = await AccountLock.TakeAsync(kept.Place, clock, token).ConfigureAwait(false);
            if (!TryRead(kept, cache, out var damage))
            {
                await SetAsideAsync(kept, damage!).ConfigureAwait(false);
                kept.Write(cache.SerializeMsalV3());
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await GiveUpAsync(kept, e).ConfigureAwait(false);

            // What this process knows already stays.
            cache.DeserializeMsalV3(memory.Content, shouldClearExistingCache: false);
            memory.Content = cache.SerializeMsalV3();
        }
    }

    // MSAL leaves what it has where it cannot read.
    private static bool TryRead(IAccountStore kept, ITokenCacheSerializer cache, out Exception? damage)
    {
        try
        {
            var content = kept.Read();
            try
            {
                cache.DeserializeMsalV3(content, shouldClearExistingCache: true);
            }
            catch (Exception e)
            {
                // Its words may repeat what it read.
                throw new InvalidDataException("it's truncated, or another program wrote it", e);
            }

            damage = null;
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or CryptographicException)
        {
            damage = e;
            return false;
        }
    }

    private Task SetAsideAsync(IAccountStore kept, Exception damage)
    {
        var where = kept.SetAside() is { } aside
            ? $"It was renamed to '{aside}'. Remove it when you no longer need it, because it may contain accounts."
            : "It was removed.";
        return Messages.WarnAsync(
            Sentence.Join(
                Sentence.Of($"The account data saved in '{kept.Place}' is damaged: {damage.Message.TrimEnd('.')}"),
                $"{where} Accounts that aren't in memory have to sign in again."
            )
        );
    }

    private Task GiveUpAsync(IAccountStore kept, Exception e)
    {
        _store = null;
        _trouble = (kept.Place, e);
        return Messages.WarnAsync(Trouble(kept.Place, e));
    }

    private async Task LeaveAsync(TokenCacheNotificationArgs access)
    {
        try
        {
            if (access.HasStateChanged)
            {
                await WriteAsync(access.TokenCache.SerializeMsalV3()).ConfigureAwait(false);
            }
        }
        finally
        {
            Unlock();
            memory.Gate.Release();
        }
    }

    private async Task WriteAsync(byte[] content)
    {
        if (_store is { } kept)
        {
            try
            {
                kept.Write(content);
                return;
            }
            catch (Exception e)
            {
                await GiveUpAsync(kept, e).ConfigureAwait(false);
            }
        }

        memory.Content = content;
    }

    private void Unlock()
    {
        var held = _lock;
        _lock = null;
        try
        {
            held?.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is let go of all the same; the file alone stays.
        }
    }
}

/// <summary>
/// The accounts of the connections of this process. Each connection has its own MSAL, and so its own proxy and trust; what they share is this.
/// </summary>
internal sealed class AccountMemory
{
    /// <summary>Who has it reads and writes.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>What MSAL wrote last; null for nothing.</summary>
    public byte[]? Content { get; set; }
}
