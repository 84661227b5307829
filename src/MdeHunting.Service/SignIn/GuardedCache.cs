using MdeHunting.Contract;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// A cache of MSAL's whose kept accounts may be damaged: what reading and writing them throws repeats the file's beginning and MSAL's stack, so a plain failure
/// comes in its place.
/// </summary>
/// <param name="cache">The cache.</param>
/// <param name="place">Where the accounts lie.</param>
internal sealed class GuardedCache(ITokenCache cache, string place) : ITokenCache
{
    /// <inheritdoc/>
    public void SetBeforeAccess(TokenCacheCallback beforeAccess) => cache.SetBeforeAccess(Guard(beforeAccess));

    /// <inheritdoc/>
    public void SetAfterAccess(TokenCacheCallback afterAccess) => cache.SetAfterAccess(Guard(afterAccess));

    /// <inheritdoc/>
    public void SetBeforeWrite(TokenCacheCallback beforeWrite) => cache.SetBeforeWrite(Guard(beforeWrite));

    /// <inheritdoc/>
    public void SetBeforeAccessAsync(Func<TokenCacheNotificationArgs, Task> beforeAccess) => cache.SetBeforeAccessAsync(beforeAccess);

    /// <inheritdoc/>
    public void SetAfterAccessAsync(Func<TokenCacheNotificationArgs, Task> afterAccess) => cache.SetAfterAccessAsync(afterAccess);

    /// <inheritdoc/>
    public void SetBeforeWriteAsync(Func<TokenCacheNotificationArgs, Task> beforeWrite) => cache.SetBeforeWriteAsync(beforeWrite);

    /// <summary>The failure of accounts that cannot be kept there.</summary>
    public static SignInException Unusable(string place, string what, string next, Exception? e = null) =>
        new(SignInFailure.AccountCacheUnusable, $"The accounts that are kept in '{place}' {what}.", next, e) { Target = place };

    private TokenCacheCallback Guard(TokenCacheCallback callback) =>
        args =>
        {
            try
            {
                callback(args);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // MSAL's cache package has taken the damaged ones away by now.
                throw Unusable(
                    place,
                    "cannot be used: they are damaged, or not of this module",
                    "Run it again, which begins anew and asks you to sign in; if it stays so, remove them, or leave -Persist out.",
                    CauseException.WithoutWords(e)
                );
            }
        };
}
