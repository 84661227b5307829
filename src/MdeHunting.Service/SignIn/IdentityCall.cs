using MdeHunting.Contract;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// The call of a sign-in that the requests of this flow of execution belong to: MSAL makes them, and hands nothing through to who sends them.
/// </summary>
/// <param name="prompt">Told of each request; null where nobody listens.</param>
/// <param name="requests">Repeats each request by itself, where the whole cannot be repeated; null where it can.</param>
internal sealed class IdentityCall(ISignInPrompt? prompt, IdentityRetry? requests)
{
    private static readonly AsyncLocal<IdentityCall?> Ambient = new();
    private volatile bool _isOver;

    /// <summary>The call under way; null for a request of nobody's.</summary>
    public static IdentityCall? Current => Ambient.Value is { _isOver: false } call ? call : null;

    /// <summary>Told of each request; null where nobody listens.</summary>
    public ISignInPrompt? Prompt => prompt;

    /// <summary>Repeats each request by itself; null where the whole is repeated.</summary>
    public IdentityRetry? Requests => requests;

    /// <summary>Makes the call.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        // MSAL renews by itself too, beside the call that it answers.
        Ambient.Value = this;
        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            _isOver = true;
        }
    }
}
